"""Older office files (.doc, .wps, and RTF or ODT under such a name): LibreOffice makes them Word files of today."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from reportmine.errors import IngestError
from reportmine.ingest import packages, word
from reportmine.ingest.content import Content

PROGRAMS = ("soffice", "libreoffice")
PATIENCE = 180  # seconds: a report of 300 pages takes some ten

# A new profile for each file: no macro runs, no link is followed, nothing is updated, and what would ask the
# network all the same is sent to a proxy that is not there.
_SETTINGS: dict[str, dict[str, object]] = {
    "/org.openoffice.Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3, "DisableMacrosExecution": True, "DisableActiveContent": True,
        "BlockUntrustedRefererLinks": True, "DisableOLEAutomation": True,
    },
    "/org.openoffice.Office.Writer/Content/Update": {"Link": 0, "Field": False, "Chart": False},
    "/org.openoffice.Inet/Settings": {
        "ooInetProxyType": 2, "ooInetNoProxy": "",
        "ooInetHTTPProxyName": "127.0.0.1", "ooInetHTTPProxyPort": 9,
        "ooInetHTTPSProxyName": "127.0.0.1", "ooInetHTTPSProxyPort": 9,
        "ooInetFTPProxyName": "127.0.0.1", "ooInetFTPProxyPort": 9,
    },
}  # fmt: skip
_NO_NETWORK = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
_SUFFIXES = ((b"{\\rtf", ".rtf"), (b"PK", ".odt"), (b"<", ".xml"))


def read(raw: bytes, where: str) -> Content:
    """Text of an older office file; places are those of the Word file that it becomes.

    Raises:
        IngestError: no LibreOffice here, or a file that it cannot read.

    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise IngestError(f"an older office file @ {where}: install LibreOffice, or save it as .docx")
    if raw.startswith(b"PK"):
        packages.check(raw, where)
    with tempfile.TemporaryDirectory(prefix="reportmine-") as scratch:
        made = _converted(program, raw, Path(scratch), where)
        if made is None:
            raise IngestError(f"LibreOffice cannot read it @ {where}: open it in Word and save it as .docx")
        return word.read(made, where)


def _converted(program: str, raw: bytes, folder: Path, where: str) -> bytes | None:
    suffix = next((suffix for mark, suffix in _SUFFIXES if raw.lstrip().startswith(mark)), ".doc")
    source, profile = folder / f"report{suffix}", folder / "profile"
    source.write_bytes(raw)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    command = [
        program,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        f"-env:UserInstallation={profile.as_uri()}",
    ]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)]
    environment = os.environ | _NO_NETWORK | {name.upper(): told for name, told in _NO_NETWORK.items()}
    with subprocess.Popen(
        command, env=environment | {"HOME": str(folder)}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(PATIENCE)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)  # the program that was called only starts another
            if isinstance(error, subprocess.TimeoutExpired):
                raise IngestError(
                    f"LibreOffice needs over {PATIENCE} s @ {where}: save it as .docx"
                ) from None
            raise
    made = folder / "out" / "report.docx"
    return made.read_bytes() if made.is_file() else None


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{_told(value)}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    schema = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {schema}>{items}</oor:items>'


def _told(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
