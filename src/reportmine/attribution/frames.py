"""Frames: from the chunks around a quantity to its measure, sign, basis and whole.

Each frame is a shape of the clause. They are tried in one order, the most telling first; the first that fits
gives the reading its name in the evidence.
"""

from collections.abc import Callable
from itertools import pairwise

from reportmine.attribution import gaps, movements, relations
from reportmine.attribution.chunks import WHEN
from reportmine.attribution.clause import Clause
from reportmine.attribution.phrases import trim
from reportmine.attribution.reading import Reading
from reportmine.model import Comparator, Measure

_DOUBLINGS = "番"
_PLAN = "计划"


def read(text: str, reading: Reading) -> None:
    """Fill measure, sign, of, basis, cues and noun of a reading from its own clause."""
    clause = Clause(text, reading)
    reading.cues = clause.cues
    reading.among = any(piece.kind == "i" for piece in reading.left)
    reading.spread = any(piece.kind == "d" for piece in reading.left)
    reading.basis = _basis(clause)
    reading.noun = reading.left[: clause.cut]
    for name, frame in FRAMES:
        if frame(clause):
            reading.notes.append(name)
            reading.rate = reading.rate or _rate(clause)
            return


def _rate(clause: Clause) -> str:
    """The rate that a name ends with, which what follows does not speak of: 增速居全省第3位, 总量居第5位."""
    noun = trim(clause.reading.noun)
    return clause.words(noun[-1:]) if noun and noun[-1].kind == "n" else ""


def _basis(clause: Clause) -> str | None:
    """What growth or change is compared with, as written."""
    for place in range(len(clause.left) - 1, -1, -1):
        piece = clause.left[place]
        if piece.kind == "B":
            end = _end_of_times(clause, place)
            event = clause.left[place + 1] if place + 1 < len(clause.left) else piece
            return clause.text[piece.start : event.end if event.label == WHEN else end]
        if piece.kind == "b" and any(later.kind in "UDNWH" for later in clause.left[place + 1 :]):
            stop = next(
                spot for spot in range(place + 1, len(clause.left)) if clause.left[spot].kind in "UDNWHd"
            )
            return clause.words(clause.left[place:stop])
    return None


def _end_of_times(clause: Clause, place: int) -> int:
    """分别比一季度、上半年快3.1个、1.5个百分点: the times that 、 and 和 join to the first are of the basis."""
    while (
        place + 2 < len(clause.left)
        and clause.left[place + 1].kind in "、&"
        and clause.left[place + 2].kind == "T"
    ):
        place += 2
    return clause.left[place].end


def _level(clause: Clause) -> bool:
    if clause.reading.quantity.comparator is Comparator.RANGE:
        clause.reading.notes.append("range")
    for one, other in pairwise(clause.left):
        if one.kind == "k" and other.label == "reach.done" and clause.words([one]).endswith(_PLAN):
            clause.reading.notes.append("name:task")  # 年度计划完成1.5亿元
    if clause.reading.quantity.unit_base == _DOUBLINGS:
        clause.reading.measure = Measure.GROWTH  # 收入实现翻番
    return True


FRAMES: tuple[tuple[str, Callable[[Clause], bool]], ...] = (
    ("rank", relations.rank),
    ("past-aim", gaps.aim),
    ("task", relations.of_task),
    ("aim", relations.aim),
    ("outdone", relations.outdone),
    ("multiple", relations.multiple),
    ("reference", gaps.reference),
    ("gap", gaps.gap),
    ("contribution", relations.contribution),
    ("from", movements.movement_start),
    ("change", movements.change),
    ("movement", movements.movement),
    ("completion", relations.completion),
    ("extent", movements.by_extent),
    ("share", relations.share),
    ("growth-noun", movements.growth_noun),
    ("reduction", movements.reduction),
    ("tenths", relations.tenths),
    ("level", _level),
)
