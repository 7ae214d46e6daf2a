"""Chunks: a sentence as typed pieces, quantities among them.

Everything that patterns/ knows becomes a chunk of its class by longest match; what no pattern knows is text (X).
A class is one letter, so that a clause is a short string over which frames are tested.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportmine.matching import Form, Matcher
from reportmine.model import Entity, Quantity, Reason, Span
from reportmine.patterns import Rules

# Class letters by book and label. A word that several books know takes the class that stands first here.
CLASSES: dict[str, dict[str, str]] = {
    "periods": dict.fromkeys(
        (
            "months", "until", "quarters", "quarters.first", "half", "year", "years", "plan", "plan_first",
            "plan_last", "recent", "ahead", "this_year", "this_month", "last_year", "next_year", "whole_year", "next_half",
            "year_before_last", "school_year", "stop", "since", "masked",
        ),
        "T",
    ),  # "delivered" is no period
    "measures": {
        "basis": "B", "basis.yearly": "B", "than": "b", "up": "U", "up.rate": "U", "up.own": "U", "up.net": "U", "down": "D",
        "down.own": "D", "narrow": "N", "widen": "W",
        "growth.noun": "n", "fall.noun": "n",
        "to": "Z", "from": "F", "share": "S", "share.tail": "s", "rank": "K", "gap.above": "G", "gap.below": "g",
        "gap.than": "H", "gap.less": "H", "gap.short": "H", "to.equal": "Z", "recovered": "b",
        "pull": "P", "pull.down": "P", "contribution": "C", "completion": "c", "completion.named": "c",
        "task": "k", "task.whole": "k", "reduce": "r",
    },
    "status": {"target": "t", "target.will": "t", "forecast": "o", "forecast.lasts": "o", "actual": "a"},
    "nouns": {
        "among": "i", "each": "e", "respective": "d", "mark": "M", "own": "O", "place": "p", "whole": "p", "generic": "h",
        "head": "h", "level": "L", "keep": "X", "class": "X", "works": "X", "contest": "X", "data": "X", "planned": "h",
    },
    "verbs": {
        "reach": "R", "reach.have": "R", "reach.equal": "R", "reach.total": "R", "reach.other": "R",
        "reach.done": "R", "reach.made": "R", "reach.due": "R",
        "event": "E", "event.bare": "E", "event.cause": "E", "event.concern": "E",
        "event.held": "E", "event.led": "E", "effort": "V",
        "purpose": "V", "verb": "V", "verb.state": "V", "verb.tend": "V",
        "aside": "x", "aside.levels": "x", "estimated": "x", "light": "l", "light.for": "l",
        "adverb": "A", "state": "A", "filler": "f", "filler.also": "f", "filler.do": "f",
    },
}  # fmt: skip

_MARKS = {
    ",": ",", "，": ",", ";": ";", "；": ";", ":": ":", "：": ":", "、": "、", "(": "(", ")": ")", "（": "(", "）": ")",
    "和": "&", "与": "&", "及": "&", "以及": "&", "或": "&", "的": "的", "“": "“", "”": "”", '"': "“", "《": "《", "》": "》",
    "【": "(", "】": ")", "〔": "(", "〕": ")", "[": "(", "]": ")",
    "\n": ",", "—": "-", "-": "-", "。": "。", "！": "。", "!": "。", "？": "。", "?": "。",
}  # fmt: skip

# A word of one character is often a part of a longer word that no pattern knows: it keeps its class only where one
# of these classes follows, and is text elsewhere.
_ONE_CHARACTER = {
    "U": "Qf的", "D": "Qf的", "H": "Q", "K": "pQOXLhd", "E": "Q", "V": "Q", "R": "QTA的kEVdUDZ", "e": "QEDZURTBbGgKAa",
    "A": "EVRQUDZtoadhGgHbBRlSAFPK",
}  # fmt: skip


_HOLDING = ("ORG", "PLACE", "KIND")  # entities that may hold a figure, or look like it
_TITLE = "《[^《》\n]{1,80}》"  # a title is one piece, whatever words and years stand in it

# What a numeral of the ledger is to a clause: an enumerator ends it, a span of time is no part of a name.
_KIND_OF_REASON: dict[Reason | None, str] = {Reason.DURATION: "A", Reason.HEADING: ":", Reason.DATE: "x"}


WHEN = "when"  # label of what happened at the time that is compared with
_WHEN = "时"
_AGO = re.compile("[比较与同].+前$")
_DAYS = re.compile(
    "(?<![月日至到—~-])[0-9][^年月]*$"
)  # 1-7日, 16:00: told by no column, and no part of a name


@dataclass(slots=True)
class Chunk:
    """One piece of a sentence. Once a sentence has been cut, its chunks stay as they are."""

    start: int
    end: int
    kind: str  # class letter
    label: str  # label of the cue, "" for text and marks
    number: int = -1  # of the quantity in the document, for kind Q


class Lexicon:
    """All cues that chunking needs, in one matcher."""

    def __init__(self, rules: Rules) -> None:
        books = [rules.book(name) for name in CLASSES]
        self._periods = rules.book("periods")
        words: dict[str, tuple[str, str]] = {}
        for book in books:
            for cue in book.cues:
                found = CLASSES[book.name].get(cue.label, "")
                for word in cue.words if found else ():
                    words.setdefault(word, (found, cue.label))
        for mark, kind in _MARKS.items():
            words.setdefault(mark, (kind, ""))
        formed = sorted(
            ((book, cue) for book in books for cue in book.cues if cue.regex),
            key=lambda entry: -entry[1].priority,
        )
        forms = [Form(cue.regex or "", (CLASSES[book.name][cue.label], cue.label)) for book, cue in formed]
        self._matcher = Matcher(words, [Form(_TITLE, ("X", "title")), *forms])

    def in_period(self, text: str, span: Span, quantity: Quantity) -> bool:
        """Whether a quantity of the sentence at `span` lies in an expression of time."""
        found = self._periods.find(text, *span)
        return any(match.start <= quantity.start and quantity.end <= match.end for match in found)

    def scan(self, text: str, start: int, end: int) -> list[Chunk]:
        """Chunks of text[start:end], which holds no quantity; text between cues is kind X."""
        chunks: list[Chunk] = []
        at = start
        # Forms look beyond the end: 计划 before a number is told by the number.
        for first, last, (kind, label) in self._matcher.find(text, start, end, beyond=True):
            if first > at:
                chunks.append(Chunk(at, first, "X", ""))
            chunks.append(Chunk(first, last, kind, label))
            at = last
        if at < end:
            chunks.append(Chunk(at, end, "X", ""))
        return chunks


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The Lexicon of one set of rules, compiled once."""
    return Lexicon(rules)


def chunk(
    text: str,
    span: Span,
    inside: Sequence[tuple[int, Quantity]],
    *,
    entities: Sequence[Entity],
    lexicon: Lexicon,
) -> list[Chunk]:
    """Chunks of the sentence at `span`, left to right without a gap.

    `inside` are the quantities that become a chunk of their own, with their index in the document: measured ones (Q),
    and the durations and enumerators of the ledger. An entity is one piece (X) whatever stands in it.
    """
    chunks: list[Chunk] = []
    at, end = span
    for index, quantity in inside:
        if quantity.reason is Reason.DATE and not _DAYS.match(text, quantity.start, quantity.end):
            continue  # a year, a month or 五一: an expression of time, or the name of a day
        if quantity.reason is Reason.DURATION and lexicon.in_period(text, span, quantity):
            continue  # 近三年: the whole is a period
        outer = quantity.outer
        opening = max(at, outer.start if outer else quantity.start)
        closing = max(quantity.end, outer.end if outer else quantity.end)
        if quantity.reason is Reason.HEADING:
            opening, closing = _with_brackets(text, max(at, opening), closing)
        if quantity.reason is Reason.DURATION and _AGO.match(text, max(at, opening - 1), closing + 1):
            continue  # 比五年前增加5800亿元: with what it is compared
        if quantity.reason is Reason.DURATION and text[closing : closing + 1] in ("内", "来", "间"):
            closing += 1  # 三年内
        if opening > at:
            chunks += _scan(text, at, opening, entities=entities, lexicon=lexicon)
        chunks.append(Chunk(opening, closing, _KIND_OF_REASON.get(quantity.reason, "Q"), "", index))
        at = closing
    if at < end:
        chunks += _scan(text, at, end, entities=entities, lexicon=lexicon)
    chunks = _run_in(text, chunks)
    return _settle(_dated(text, chunks) if text.find(_WHEN, *span) >= 0 else chunks)


def _run_in(text: str, chunks: list[Chunk]) -> list[Chunk]:
    """A heading that only a space parts from its sentence ends as a clause: 消费市场稳步恢复 上半年零售总额…."""
    parted: list[Chunk] = []
    for piece in chunks:
        if piece.kind == "T" and parted and parted[-1].kind in "XUDEVR" and text[piece.start - 1] == " ":
            parted[-1].end = piece.start - 1
            parted.append(Chunk(piece.start - 1, piece.start, ",", ""))
        parted.append(piece)
    return parted


def _scan(text: str, start: int, end: int, *, entities: Sequence[Entity], lexicon: Lexicon) -> list[Chunk]:
    """Chunks of a stretch without quantities; the entities that lie in it stay whole."""
    chunks: list[Chunk] = []
    for entity in entities:
        if start <= entity.start and entity.end <= end and entity.label in _HOLDING:
            chunks += lexicon.scan(text, start, entity.start)
            chunks.append(Chunk(entity.start, entity.end, "X", entity.label))
            start = entity.end
    if start < end:
        chunks += lexicon.scan(text, start, end)
    return chunks


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """An enumerator with the brackets around it: (2)."""
    if start and text[start - 1] in "(（" and text[end : end + 1] in (")", "）"):
        return start - 1, end + 1
    return start, end


def _dated(text: str, chunks: list[Chunk]) -> list[Chunk]:
    """比2020年人口普查时减少0.8万人: what happened at the time that is compared with is one piece, and no name."""
    found: list[Chunk] = []
    for piece in chunks:
        found.append(piece)
        if piece.kind != "X" or not text.endswith(_WHEN, piece.start, piece.end):
            continue
        basis = next((spot for spot in range(len(found) - 1, -1, -1) if found[spot].kind not in "XE"), -1)
        if basis >= 0 and found[basis].kind == "B":
            found[basis + 1 :] = [Chunk(found[basis].end, piece.end, "x", WHEN)]
    return found


def _settle(chunks: list[Chunk]) -> list[Chunk]:
    """Words that stand where their class cannot be meant become text."""
    for place, piece in enumerate(chunks):
        follower = chunks[place + 1].kind if place + 1 < len(chunks) else ""
        if piece.kind == "F":
            settled = _moves(chunks, place)
        elif piece.kind == "f" and piece.end - piece.start == 1:
            # 下放了, and no 了 of another word; 但 and 而 where they open a clause
            settled = chunks[place - 1].kind in "EVUDRZPTBta,;:。MQ" if place else True
        elif piece.kind == "b":
            figure = follower == "Q" and place + 2 < len(chunks) and chunks[place + 2].kind == "的"
            settled = figure or follower not in "QRZF"  # 比85%的标准低13个百分点
        elif piece.kind == "l":
            opens = place == 0 or chunks[place - 1].kind in ",;:。TAtoaM"
            settled = opens or follower == "Q" or piece.end - piece.start > 1
        elif piece.end - piece.start != 1 or piece.kind not in _ONE_CHARACTER:
            settled = True
        else:
            opens = piece.kind == "A" and (place == 0 or chunks[place - 1].kind in ",;:。T")
            settled = opens or bool(follower and follower in _ONE_CHARACTER[piece.kind])
        if not settled:
            piece.kind = "X"
        elif piece.kind == "," and place and chunks[place - 1].kind == ";":
            piece.kind = ";"  # a line that a semicolon ended
    return chunks


def _moves(chunks: Sequence[Chunk], place: int) -> bool:
    """由 and 从 open a movement only where a number and a word like 提高到 follow in the clause."""
    after = ""
    for piece in chunks[place + 1 : place + 12]:
        if piece.kind in ";:。" and not (piece.kind == ":" and after.endswith("Q")):
            break  # 由15.6:42.1:42.3调整为…: a colon may stand between figures
        after += piece.kind
    number = after.find("Q")
    return (
        number >= 0
        and "," not in after[:number]
        and (
            any(kind in "ZUDN" for kind in after[number : number + 6])
            or "K" in after[number : number + 6].split(",")[0]  # 从第8位跃居第1位
        )
    )


def kinds(chunks: Sequence[Chunk]) -> str:
    """Class letters of the chunks as one string."""
    return "".join(piece.kind for piece in chunks)
