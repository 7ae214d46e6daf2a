"""Bounds that do not stand next to their number: 不到全年的三分之一, 约占全市的五分之一, 至少再退出1家."""

from functools import lru_cache

from reportmine.attribution.reading import Reading
from reportmine.model import Comparator
from reportmine.patterns import Rules

_BETWEEN = "的pXTSLAEVh"  # classes that may stand between a bound and its number
_REACH = 4  # chunks back
_NOUN = 6  # characters of a noun between
_PARTS = ("fraction", "multiple", "percent")  # kinds that are told of something, which may stand between


@lru_cache(maxsize=4)
def _words(rules: Rules) -> dict[str, Comparator]:
    """Words that bound a number which follows, with what they say."""
    found: dict[str, Comparator] = {}
    for cue in rules.book("bounds").cues:
        place, _, said = cue.label.partition(".")
        if place == "before" and said != Comparator.EXACT:
            found |= dict.fromkeys(cue.words, Comparator(said))
    return found


def read(text: str, reading: Reading, rules: Rules) -> None:
    """Give a reading without a bound of its own the one that stands before what its number is told of."""
    quantity = reading.quantity
    if quantity.comparator is not Comparator.EXACT or quantity.high is not None or reading.comparator:
        return
    parts = quantity.kind in _PARTS or quantity.unit == "成"
    bounding = _words(rules)
    for back, piece in enumerate(reversed(reading.left[-_REACH:])):
        word = text[piece.start : piece.end]
        said = bounding.get(word) or (bounding.get(word[:-1]) if piece.kind == "S" else None)
        if said is not None and (parts or (piece.kind == "A" and said is Comparator.AT_LEAST)):
            reading.comparator = said if back or piece.kind == "S" else None
            return
        if piece.kind not in _BETWEEN or len(word) > _NOUN:
            return
