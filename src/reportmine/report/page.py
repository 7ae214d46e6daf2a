"""The one HTML file, put together: style, scripts and data inside, and a policy that forbids all else.

Scripts run by their checksums alone, so that no text of a document could become one, and nothing may connect anywhere.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from reportmine.report import labels
from reportmine.report.packing import Json

# Each script may use what stands in those before it.
_SCRIPTS = ("base", "data", "state", "filters", "table", "text", "detail", "chart", "print", "main")
_CHART = ("bokeh.min.js", "bokeh-api.min.js")
# Characters that would end or bend the element around them, line ends of old JavaScript, and halves of characters,
# which no encoding holds.
_UNSAFE = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029\u007f"}
_UNSAFE |= {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}


def render(head: Json, parts: Iterable[Json], language: str) -> str:
    """The page that shows `head` at once and each of `parts` when it is asked for; see packing.py."""
    script, chart = _script(), _chart()
    data = [_data("report", head)]
    data += [_data(f"document-{number}", part) for number, part in enumerate(parts)]
    data.append(_data("chart-library", chart))
    return Template(_read("page.html")).substitute(
        language={"zh": "zh-CN", "en": "en"}[language],
        policy=escape(_policy(script, chart)),
        title=escape(labels.load()["page"]["title"][language]),
        style=_read("style.css"),
        data="\n".join(data),
        script=script,
    )


def as_json(value: Json) -> str:
    r"""JSON that may stand in an element of HTML and in a script.

    >>> as_json("</script>\ud800")
    '"\\u003c/script\\u003e\\ud800"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def _data(name: str, value: Json) -> str:
    return f'<script type="application/json" id="{name}">{as_json(value)}</script>'


def _policy(*scripts: str) -> str:
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    # The chart library makes elements of style, and pictures of its buttons.
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _script() -> str:
    body = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _chart() -> str:
    """The scripts of the chart library from its own package."""
    from bokeh.util.paths import bokehjs_path  # noqa: PLC0415  no other command needs it

    folder = bokehjs_path() / "js"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in _CHART)


def _read(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8")
