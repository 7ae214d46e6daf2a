"""Headings: lines that a number opens, and short lines that name a part."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_HAN = "一二三四五六七八九十"
_LONGEST = 60  # characters of a heading after its number; the first sentence of a paragraph is mostly longer
_LONGEST_ITEM = 40  # under an Arabic number, where whole sentences are listed too
_SHORT = 25  # a heading without a number
_BODY = 30  # the shortest line that may be taken for the text below a heading without a number

# Rank of each style of numbering: a style of lower rank stands above one of higher rank.
_RANKS = {"part": 0, "bold": 1, "han": 2, "han_bracket": 3, "arabic": 4, "arabic_bracket": 5, "circle": 6}
_LEAF = 9.0

_TIME = r"(?:(?:19|20)\d\d年|\d{1,2}(?:[-—]\d{1,2})?月)"  # 3.12月 is item 3, on December
_ENUMERATOR = re.compile(
    rf"""(?m)[ \t]*(?:
      (?P<part>第(?:[{_HAN}]{{1,3}}|\d{{1,2}})(?:部分|编|篇|章)[、.:]?)
    | (?P<bold>[壹贰叁肆伍陆柒捌玖拾]{{1,2}}[、.])
    | (?P<han>[{_HAN}]{{1,3}}(?:[ ]*[、.]|[ ]+(?=[^\s。,;:!?\n]{{2,25}}[ ]*$)))
    | (?P<han_bracket>[(\[〔【][ ]*[{_HAN}]{{1,3}}[ ]*[)\]〕】][、.]?|[㈠-㈩])
    | (?P<arabic>\d{{1,2}}(?:[ ]*、|[ ]*\.(?!\d)|\.(?={_TIME})|\))|[⒈-⒛])
    | (?P<arabic_bracket>\([ ]*\d{{1,2}}[ ]*\)|[⑴-⒇])
    | (?P<circle>[①-⑳])
    )[ \t]*""",
    re.VERBOSE,
)
_OPENINGS = "第([〔【"  # what an enumerator may begin with, numerals aside
_LINE = re.compile(r"[^ \t\n][^\n]*")  # without the blanks before it
# A short line of nothing but words: all of it, or a label in 【】 at its start.
_BARE = re.compile(
    r"(?m)(?P<text>【[^】\n]{2,20}】"
    rf"|[^\s。!?;,、:—\n(][^。!?;,\n]{{1,{_SHORT - 1}}})(?=[ \t]*$|(?<=】))"
)
# A number that measures: no year, month, day, ordinal, range or part of a name.
_FIGURE = re.compile(r"(?<![\dA-Za-z第\-+.“(])\d+(?:\.\d+)?(?![\d.\-—~+A-Za-z)]|年|月|日|号)")
_STOP = re.compile(r"[。!?]")
_WORDS_BELOW = re.compile(rf"\n[ \t]*([^\s\d(][^。!?;\n]{{1,{_SHORT}}})[ \t]*(?=\n|$)")
_SPACE = re.compile(r"\s*")
_ONE = re.compile(r"[一壹1㈠⒈⑴①]")
_LEADS_ON = ("是:", "如下:", "如下", "有:", "主要是")  # the list that follows is no part of its own
_DASHES = "-—·●■◆*"


class Heading(NamedTuple):
    """One heading: its place, the rank of its numbering, and its words without number and closing mark."""

    start: int  # first character that is no space
    end: int
    line_end: int  # where its line ends, without the line end
    rank: float
    words: str
    first: bool  # its number is 1


class Found(NamedTuple):
    """Headings in order, and where lines begin that a number opens, headings or not."""

    headings: list[Heading]
    numbered: set[int]


def find(folded: str, body: int, names_part: Callable[[str], bool]) -> Found:
    """Headings of a text from left to right; those without a number only behind offset `body`.

    `names_part` tells of a short line whether its words are those of a heading.
    """
    lines = [found.span() for found in _LINE.finditer(folded)]
    numbered = list(_numbered(folded, lines))
    headings = [heading for heading in (_heading(folded, found) for found in numbered) if heading]
    starts = {_opening(found) for found in numbered}
    whole = body if body == 0 or folded[body - 1] == "\n" else body + 1  # a line is bare only as a whole
    below = [line for line in lines if line[0] >= whole]
    bare = _bare(folded, below, starts, (lambda words: True) if not headings else names_part)
    if not headings:
        bare = (heading for heading in bare if _stands_over_text(folded, heading, names_part))
    return Found(_ranked(headings, list(bare)), starts)


def _numbered(folded: str, lines: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for start, _ in lines:
        opening = folded[start]
        if (opening in _OPENINGS or opening.isnumeric()) and (found := _ENUMERATOR.match(folded, start)):
            yield found


def _opening(found: re.Match[str]) -> int:
    assert found.lastgroup
    return found.start(found.lastgroup)


def _heading(folded: str, found: re.Match[str]) -> Heading | None:
    style = found.lastgroup or ""
    start, line_end = _opening(found), _line_end(folded, found.end())
    limit = _LONGEST if _RANKS[style] < _RANKS["arabic"] else _LONGEST_ITEM
    stop = _STOP.search(folded, found.end(), min(line_end, found.end() + limit))
    if stop is None and line_end - found.end() > limit:
        return None
    end = stop.end() if stop else line_end
    words = folded[found.end() : end].strip(" \t。!?:,、")
    if folded.startswith(";", end - 1) or folded.startswith(";", end):
        return None
    if _RANKS[style] >= _RANKS["arabic"] and (
        not words or _is_item(words, bool(stop and stop.end() == line_end))
    ):
        return None
    if not words:
        end = line_end = _next_line_end(folded, line_end)
        words = folded[found.end() : end].strip()
    end = start + len(folded[start:end].rstrip())
    return Heading(start, end, line_end, _RANKS[style], words, bool(_ONE.search(found.group())))


def _is_item(words: str, whole_line: bool) -> bool:
    """Whether words under an Arabic number are an item of a list: a figure, or a sentence alone."""
    return bool(_FIGURE.search(words)) or ":" in words or (whole_line and words.count(",") > 1)


def _line_end(folded: str, start: int) -> int:
    end = folded.find("\n", start)
    return len(folded) if end < 0 else end


def _next_line_end(folded: str, line_end: int) -> int:
    """End of the line below where it may be the words of a number that stands alone, else `line_end`."""
    below = _WORDS_BELOW.match(folded, line_end)
    return below.end(1) if below and not _ENUMERATOR.match(folded, line_end + 1) else line_end


def _bare(
    folded: str, lines: list[tuple[int, int]], numbered: set[int], names_part: Callable[[str], bool]
) -> Iterator[Heading]:
    for begin, line_end in lines:
        long = line_end - begin > _SHORT and len(folded[begin:line_end].rstrip(" \t")) > _SHORT
        if long and folded.find("】", begin, begin + _SHORT) < 0:
            continue
        found = _BARE.match(folded, begin)
        if found is None:
            continue
        start, end = found.span("text")
        words = found["text"].strip("【】 \t")
        if not words or start in numbered or words[0] in _DASHES or words.count(":") > words.endswith(":"):
            continue
        if words.endswith(_LEADS_ON):
            continue
        words = words.rstrip(":")
        if found["text"].startswith("【") or (names_part(words) and not _FIGURE.search(words)):
            end = start + len(found["text"].rstrip())
            yield Heading(start, end, _line_end(folded, end), _LEAF, words, False)


def _stands_over_text(folded: str, heading: Heading, names_part: Callable[[str], bool]) -> bool:
    """Whether a short line of a text without numbered headings is one: a longer line or its like follows."""
    if names_part(heading.words) or folded.startswith("【", heading.start):
        return True
    if folded.endswith(":", 0, heading.end):
        return False
    before = folded[max(0, heading.start - 40) : heading.start].rstrip()
    if before and before[-1] not in "。!?”)":
        return False
    below = _SPACE.match(folded, heading.end)
    assert below
    return _line_end(folded, below.end()) - below.end() >= _BODY


def _ranked(numbered: list[Heading], bare: list[Heading]) -> list[Heading]:
    """All headings in order; one without a number stands above the numbering that begins anew below it."""
    if not bare:
        return numbered
    merged = sorted([*numbered, *bare])
    below: Heading | None = None
    ranked = []
    for heading in reversed(merged):
        if heading.rank == _LEAF:
            over = below is not None and below.first
            rank = (below.rank - 0.5 if over and below else _LEAF) if numbered else _RANKS["han"]
            ranked.append(heading._replace(rank=rank))
        else:
            below = heading
            ranked.append(heading)
    return ranked[::-1]


def is_numbered(line: str) -> bool:
    """Whether a line begins with the number of a heading or item."""
    return _ENUMERATOR.match(line) is not None
