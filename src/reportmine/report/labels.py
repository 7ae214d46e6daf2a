"""Words of the page in each of its languages, from `labels.toml` beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from reportmine.export.legend import LEGEND

LANGUAGES = ("zh", "en")


@cache
def load() -> dict[str, Any]:
    """Labels by group and key, each with a text for every language; columns have the Chinese names of their headers."""
    found = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    for name, label in found["columns"].items():
        found["columns"][name] = (
            {"zh": LEGEND[name].chinese, "en": label} if isinstance(label, str) else label
        )
    return found
