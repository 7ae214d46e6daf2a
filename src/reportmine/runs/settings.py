"""What the bytes of a run depend on besides its input."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import reportmine
from reportmine.export import PLAIN, Style


class Settings(NamedTuple):
    """Two runs over the same input give the same bytes where these are equal."""

    version: str  # of reportmine
    code: str  # SHA-256 over its modules
    patterns: str  # SHA-256 over the pattern files
    formats: tuple[str, ...]
    excel: bool
    header: str | None
    min_confidence: float | None

    def differing(self, other: "Settings") -> list[str]:
        """Names of what is not the same, in words of the command line where it has some."""
        return [_NAMES[name] for name, one, two in zip(self._fields, self, other, strict=True) if one != two]


_CODE = (
    "py",
    "so",
    "pyd",
    "json",
    "sql",
    "txt",
)  # suffixes of modules, compiled ones too, and of what they read
_NAMES = {
    "version": "the version of reportmine", "code": "the code of reportmine", "patterns": "the patterns",
    "formats": "--format", "excel": "--excel", "header": "--header", "min_confidence": "--min-confidence",
}  # fmt: skip


def settings(
    formats: Sequence[str],
    *,
    style: Style = PLAIN,
    min_confidence: float | None = None,
    extra: Path | None = None,
) -> Settings:
    """Settings of a run that starts now; `extra` is its folder of patterns."""
    from reportmine.patterns import builtin_dir  # noqa: PLC0415  loads much

    package = Path(reportmine.__file__).parent
    code = _fingerprint(sorted(path for suffix in _CODE for path in package.rglob(f"*.{suffix}")))
    folders = (builtin_dir(), *((extra,) if extra else ()))
    patterns = _fingerprint([path for folder in folders for path in sorted(folder.glob("*.toml"))])
    names = tuple(sorted(formats))
    return Settings(reportmine.__version__, code, patterns, names, *style, min_confidence)


def _fingerprint(paths: Sequence[Path]) -> str:
    """SHA-256 over names and contents, in this order."""
    digest = sha256()
    for path in paths:
        digest.update(f"{path.name}\n".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
