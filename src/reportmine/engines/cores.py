"""How many processes are worth starting on this machine."""

import os
from pathlib import Path

# Where a container's share of processor time stands: microseconds of work in each period, or `max`.
QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable() -> int:
    """Cores that this process may use: those it is bound to, and no more than its container's quota of time."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(bound, _quota(QUOTA) or bound))


def _quota(path: Path) -> int | None:
    """Cores that the quota comes to, rounded up; None without one."""
    try:
        work, period = path.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return None if work == "max" else -(-int(work) // int(period))
