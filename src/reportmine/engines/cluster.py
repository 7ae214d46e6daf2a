"""Ray itself: loaded, started or joined, and kept quiet."""

import importlib
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reportmine.errors import ReportmineError

STORE = 2**28  # bytes of the shared memory of a Ray of one machine: paths and counts need little
PATIENCE = 10.0  # seconds to wait for the cluster to answer
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else it announces a change of this on every start
}


def ray_data() -> Any:
    """The module ray.data, which says nothing and reports to nobody.

    Raises:
        ReportmineError: it is not installed.

    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        data = importlib.import_module("ray.data")
    except ImportError:
        raise ReportmineError('Ray is not installed @ --engine ray: pip install "reportmine[ray]"') from None
    context = data.DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    return data


@contextmanager
def joined(address: str | None) -> Iterator[None]:
    """Ray as long as the context lasts: the cluster, or without an address the cores of this machine."""
    import ray  # noqa: PLC0415

    own: dict[str, Any] = {}
    if address is None:
        own = {"include_dashboard": False, "object_store_memory": STORE}
    else:
        _check_reached(address)
    try:
        with _no_stderr():
            ray.init(address or "local", logging_level=logging.CRITICAL, log_to_driver=False, **own)
    except (ConnectionError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        remedy = "see whether its version of Ray and its token (ray get-auth-token) are those of this machine"
        raise ReportmineError(
            f"Ray does not start ({error}) @ {address or 'this machine'}: {remedy}"
        ) from None
    try:
        yield
    finally:
        ray.shutdown()


def _check_reached(address: str) -> None:
    """Nothing, if somebody listens there: Ray itself would knock for many minutes.

    Raises:
        ReportmineError: nobody listens there, or the address is none.

    """
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
    except (OSError, ValueError) as error:
        remedy = "give HOST:PORT as ray start --head --port PORT has it"
        raise ReportmineError(f"no Ray cluster ({error}) @ {address}: {remedy}") from None


@contextmanager
def _no_stderr() -> Iterator[None]:
    """Without what the libraries of Ray write past Python; its logs have it as well."""
    sys.stderr.flush()
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
