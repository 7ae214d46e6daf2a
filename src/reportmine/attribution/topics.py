"""Topics: what a clause speaks of that has no name of its own."""

import re
from collections.abc import Sequence

from reportmine.attribution import names
from reportmine.attribution.chunks import Chunk, Lexicon
from reportmine.attribution.reading import Reading
from reportmine.model import Outline

_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]+(?=[、)])|\(?\d{1,2}[.、)])[、)]?")
_MAX_TOPIC = 40  # characters: a longer sentence without a figure is prose, not a topic


def of_sentence(text: str, chunks: Sequence[Chunk], reading: Reading) -> str:
    """The noun of the last clause before the quantity that has one and holds no figure; "" where there is none."""
    clause: list[Chunk] = []
    found = ""
    for piece in chunks[: reading.place]:
        if piece.kind in ",;:":
            found = _noun(text, clause) or found
            clause = []
        elif piece.kind == "Q":
            return found
        else:
            clause.append(piece)
    return found


def of_item(text: str, outline: Outline, number: int, lexicon: Lexicon) -> str:
    """The noun of the short sentence that opens the item: 一是科技信贷稳步增长。目前累计完成3856万元."""
    sentence = outline.sentences[number]
    for earlier in range(number - 1, max(-1, number - 4), -1):
        before = outline.sentences[earlier]
        if before.section != sentence.section:
            return ""
        if before.end - before.start <= _MAX_TOPIC and not any(map(str.isdigit, text[before.start + 4 : before.end])):
            noun = _noun(text, list(lexicon.scan(text, before.start, before.end)))
            if noun:
                return noun
    return ""


def before_bracket(text: str, chunks: Sequence[Chunk], reading: Reading) -> str:
    """The name right before the bracket in which the quantity stands alone: 研发支出与地区生产总值之比(4分)."""
    opening = reading.place - 1
    if opening < 0 or chunks[opening].kind != "(":
        return ""
    clause: list[Chunk] = []
    for piece in reversed(chunks[:opening]):
        if piece.kind in ",;:。Q":
            break
        clause.append(piece)
    return names.clean(names.words(text, names.trim(clause[::-1])))


def _noun(text: str, clause: Sequence[Chunk]) -> str:
    """The noun that a clause begins with, up to its verb, or the object where it begins with one."""
    pieces = names.trim(clause)
    lead: list[Chunk] = []
    for piece in pieces:
        if piece.kind in "EVUDAlfPR" and lead:
            break
        if piece.kind not in "EV":
            lead.append(piece)
    return names.clean(_ENUMERATOR.sub("", names.words(text, names.trim(lead))))
