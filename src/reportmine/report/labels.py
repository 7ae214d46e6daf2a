"""Words of the page in each of its languages, from `labels.toml` beside this file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")


@cache
def load() -> dict[str, Any]:
    """Labels by group and key, each with a text for every language."""
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
