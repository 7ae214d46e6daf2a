"""The top and the bottom of a document: its title, the lines around it, and the signature."""

import re
from typing import NamedTuple

from reportmine.model import Span
from reportmine.structure.headings import is_numbered
from reportmine.structure.lexicon import Lexicon

_LINES = 12  # lines at the top that are looked at
_TAIL = 6  # lines at the bottom
_LONGEST_TITLE = 60  # characters of one of its lines
_LONGEST_NOTE = 80
_INTRODUCTION = 400  # characters of the text below the title

_HAN = r"[○零一二三四五六七八九十]"
DATE = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d|[一二]{_HAN}{{3}})[ ]*(?P<mark>[年.\-/])[ ]*"
    rf"(?P<month>1[0-2]|0?[1-9]|{_HAN}{{1,2}})[ ]*(?:(?<=[\d ])(?P=mark)|月)[ ]*"
    rf"(?P<day>3[01]|[12]\d|0?[1-9]|{_HAN}{{1,3}})(?!\d)[ ]*日?"
)
_JOINED = re.compile(r"(?:[及和与暨、的“《(]|关于)$")
# A label that a site puts before its titles: 【全面】青禾县农业局2021年工作总结.
_LABEL = re.compile(r"[【\[][^【】\[\]\s]{1,6}[】\]](?=[\u4e00-\u9fff]{2}[^。]{6,}$)")
_CLOSED = tuple("。:;,!?")


class Head(NamedTuple):
    """What stands at the top and bottom of a folded text."""

    title: tuple[Span, ...]  # its lines
    notes: tuple[str, ...]  # lines around the title: source, date, speaker, salutation
    body: int  # offset where the text itself begins
    introduction: str  # the first characters of the body
    tail: tuple[str, ...]  # last lines, the last one first


def read_head(folded: str, words: Lexicon) -> Head:
    """Top and bottom of a text; `title` is empty where it begins with prose or a salutation."""
    lines = _first_lines(folded)
    title: list[Span] = []
    notes: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number].of(folded)
        if not title and _may_be_title(line, words):
            title = _title(folded, lines[number:], words)
            notes += [] if title else [line]
            number += max(len(title), 1)
        elif _is_note(line, words) or words.organisation.fullmatch(line):
            notes.append(line)
            number += 1
        else:
            break
    body = lines[number].start if number < len(lines) else len(folded)
    return Head(tuple(title), tuple(notes), body, folded[body : body + _INTRODUCTION], _last_lines(folded))


def _first_lines(folded: str) -> list[Span]:
    lines: list[Span] = []
    start = 0
    while start < len(folded) and len(lines) < _LINES:
        end = folded.find("\n", start)
        end = len(folded) if end < 0 else end
        line = folded[start : min(end, start + 4 * _LONGEST_NOTE)]
        if kept := line.strip():
            first = start + len(line) - len(line.lstrip())
            if label := _LABEL.match(kept):
                first, kept = first + label.end(), kept[label.end() :]
            lines.append(Span(first, first + len(kept)))
        start = end + 1
    return lines


def _last_lines(folded: str) -> tuple[str, ...]:
    lines: list[str] = []
    end = len(folded)
    while end > 0 and len(lines) < _TAIL:
        start = folded.rfind("\n", 0, end) + 1
        if line := folded[start : min(end, start + 4 * _LONGEST_NOTE)].strip():
            lines.append(line)
        end = start - 1
    return tuple(lines)


def _may_be_title(line: str, words: Lexicon) -> bool:
    return (
        2 <= len(line) <= _LONGEST_TITLE
        and not line.endswith(_CLOSED)
        and "。" not in line
        and not is_numbered(line)
        and not _is_note(line, words)
    )


def _is_note(line: str, words: Lexicon) -> bool:
    if len(line) > _LONGEST_NOTE or "。" in line or is_numbered(line):
        return False
    if words.skip.match(line) or line.startswith("—") or (line.startswith("(") and line.endswith(")")):
        return True
    if words.title_end.search(line) and not line.endswith(_CLOSED) and not words.meta.search(line):
        return False
    return bool(
        words.meta.search(line) or DATE.search(line) or words.salutation.match(line) or words.held.match(line)
    )


def _title(folded: str, lines: list[Span], words: Lexicon) -> list[Span]:
    """Lines of the title that begins with the first of `lines`; none for an organisation alone."""
    title = [lines[0]]
    for line in lines[1:3]:
        ended = words.title_end.search("".join(part.of(folded) for part in title))
        text = line.of(folded)
        if ended and not _JOINED.search(title[-1].of(folded)) and not text.startswith("的"):
            break
        if not _may_be_title(text, words) or not words.title_end.search(text):
            break
        title.append(line)
    alone = len(title) == 1 and words.organisation.fullmatch(title[0].of(folded))
    return [] if alone else title
