"""The furniture of web pages: what portals put around a report, and where they say its date and source."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reportmine import patterns
from reportmine.model import Hints
from reportmine.traditional import simplified

_LONGEST = 120  # characters of a line of furniture
_BEFORE = r"[\s\[【(（·•>|]*"  # marks before its first word
_EDGE = r"[\s_-]"  # between the words of a class or id
_MARKS = re.compile(r"[。；！？;!?]|[，,](?=[\u4e00-\u9fff“（(])|、")
_SHORTEST = 8  # characters of a sentence without a figure
_FIGURE = re.compile(r"\d")

_DATE = r"(?:(?:19|20)\d\d)\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_BARE_DATE = re.compile(rf"^\s*{_DATE}")
_SEARCHED = 300  # characters: a line on date and source is short
_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "publishtime")
_ISSUERS = ("contentsource", "source")


class _Words(NamedTuple):
    """What patterns/portals.toml says, each as one regex; of the table of disclosure the labels, the surest first."""

    furniture: re.Pattern[str]
    box: re.Pattern[str]
    site: re.Pattern[str]
    when: re.Pattern[str]
    who: re.Pattern[str]
    beside: re.Pattern[str]
    cells_dated: Sequence[str]
    cells_sourced: Sequence[str]


@cache
def _words() -> _Words:
    book = patterns.load().book("portals")

    def any_of(*labels: str) -> str:
        forms = [cue.regex for label in labels for cue in book.of(label) if cue.regex]
        found = book.words(*labels)
        return f"(?:{'|'.join([*([patterns.trie_pattern(found)] if found else []), *forms])})"

    dated, sourced = any_of("dated", "dated.cell"), any_of("sourced", "sourced.cell")
    beside = rf"{any_of('beside')}|【|\[|\|"
    name = rf"(?:{any_of('box')}|{any_of('box.opening')}\w*)"
    return _Words(
        furniture=re.compile(_BEFORE + any_of("furniture"), re.IGNORECASE),
        box=re.compile(f"(?:^|{_EDGE}){name}(?:$|{_EDGE})", re.IGNORECASE),
        site=re.compile(any_of("site")),
        when=re.compile(rf"{dated}\s*[:：]\s*{_DATE}"),
        who=re.compile(rf"{sourced}\s*[:：]\s*(?P<name>[^\s:：]{{2,40}}?)(?=\s|{dated}|{beside}|$)"),
        beside=re.compile(beside),
        cells_dated=book.words("dated.cell"),
        cells_sourced=book.words("sourced.cell", "cell.sourced"),
    )


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the site and not to what it publishes."""
    return len(text) <= _LONGEST and "。" not in text and bool(_words().furniture.match(simplified(text)))


def is_prose(text: str, linked: int, *, row: bool) -> bool:
    """Whether a line is told by a sentence, or a `row` by figures; neither by links."""
    if 2 * linked >= len(text) or is_furniture(text) or about(text):
        return False
    figure = _FIGURE.search(text)
    return bool(figure) if row else bool(_MARKS.search(text) and (figure or len(text) >= _SHORTEST))


def names_furniture(names: str) -> bool:
    """Whether class and id of an element call it a bar, box or list of the site."""
    return bool(_words().box.search(names))


def about(text: str) -> str | None:
    """Date and source out of the line that tells them, each with its label; None where none is dated.

    >>> about("2024-3-28 17:05 来源:青禾县财政局 点击数:2056 【打印】")
    '2024-3-28 17:05 来源:青禾县财政局'
    >>> about("发文日期：2024-03-28信息来源：海雁市商务局字体：大中小阅读：357")
    '发文日期：2024-03-28 信息来源：海雁市商务局'
    >>> about("發布日期：2024-03-28 來源：雲棲縣政府農業局 瀏覽次數：35")
    '發布日期：2024-03-28 來源：雲棲縣政府農業局'
    """
    if len(text) > _SEARCHED or "。" in text:
        return None
    words, plain = _words(), simplified(text)
    who = words.who.search(plain)
    when = words.when.search(plain) or (
        _BARE_DATE.search(plain) if who or words.beside.search(plain) else None
    )
    if when is None:
        return None
    spans = sorted(found.span() for found in (when, who) if found)
    return " ".join(text[start:end].strip() for start, end in spans)


def names_site(title: str) -> bool:
    """Whether a part of a page's title names the site."""
    return bool(_words().site.search(simplified(title)))


def hints(meta: Mapping[str, str], cells: Mapping[str, str]) -> Hints:
    """What the head of a page (`meta`, by lower-case name) and its table of disclosure say."""
    words, cells = _words(), {simplified(label): told for label, told in cells.items()}
    dates = [meta.get(name, "") for name in _PUBLISHED] + [cells.get(name, "") for name in words.cells_dated]
    names = [meta.get(name, "") for name in _ISSUERS] + [cells.get(name, "") for name in words.cells_sourced]
    published = next((told for date in dates if (told := _iso(date))), None)
    return Hints(published, next((name.strip() for name in names if name.strip()), None))


def _iso(text: str) -> str | None:
    found = re.match(r"\s*((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})", text)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
