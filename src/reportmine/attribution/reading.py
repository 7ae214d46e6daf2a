"""What one quantity's clause says about it: the Reading that frames fill in and later layers complete."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportmine.attribution.chunks import Chunk
from reportmine.model import Comparator, Measure, Months, Quantity, Status

BREAKS = ",;:。"  # what ends a clause
_COUNTS = ("count", "people", "count_or_money", "magnitude")  # kinds of a number of things
# Notes of names that are those of figures told before, with a head or verb of their own.
TASKS = ("项", "件", "条")  # units in which tasks themselves are counted: 改革任务98项
GRAFTED = frozenset(("name:grafted", "name:opposite"))


@dataclass(slots=True)
class Reading:
    """Attribution of one quantity while it is being worked out."""

    index: int  # of the quantity in the document
    quantity: Quantity
    place: int  # of its chunk in the sentence
    left: Sequence[Chunk]  # from the clause's start, or the quantity before, up to the quantity
    right: Sequence[Chunk]  # from the quantity to the clause's end, or the next quantity
    before: Sequence[Chunk]  # from the clause's start, numbers included
    depth: int  # of the brackets around the quantity
    opener: str  # class of what stands before `left`: a break, Q, ( or "" at the sentence's start
    closer: str  # class of what stands after `right`
    bracket: bool = False  # a bracket opens right behind the quantity
    measure: Measure = Measure.LEVEL
    sign: int = 1
    noun: Sequence[Chunk] = ()  # chunks of the name before the number
    counts: str = ""  # the noun behind the number, where the number counts it
    events: Sequence[Chunk] = ()  # verbs that open the name, its own or those of the list it stands in
    cues: tuple[Chunk, ...] = ()  # measure cues between name and number, nearest first
    of: str | None = None
    basis: str | None = None
    comparator: Comparator | None = None  # of a bound that does not stand next to the number
    subject: str | None = None
    name: str = ""
    base: str = ""  # the name without a rate of its own: what later clauses borrow
    thing: str = ""  # the name without what became of it: what a task or a head of a later clause is of
    # What a head of its own was put behind: later heads are of that one too.
    root: "Reading | None" = field(default=None, compare=False, repr=False)
    own: bool = False  # the clause itself names the indicator
    beyond: int = 1 << 30  # names are borrowed only from before this place of the sentence
    rate: str = ""  # the rate whose change is told: 增速 in 增速回落8.1个百分点
    share: bool = False  # the change is one of a share
    amid_money: bool = False  # sums of money stand beside it
    from_side: bool = False  # the first of two levels: 由9.8%降至7.5%
    among: bool = False  # 其中 stands in the clause
    spread: bool = False  # 分别: figures pair up with names
    status: Status = Status.ACTUAL
    period: Months | None = None
    whole: int | None = None  # index of the reading that this is a part of
    notes: list[str] = field(default_factory=list)

    @property
    def joined(self) -> bool:
        """Whether 、 or 和 joins it to the figure before: 引进2名院士、3个团队."""
        return self.opener == "Q" and bool(self.left) and self.left[0].kind in "、&"


def readings(chunks: Sequence[Chunk], quantities: Sequence[Quantity]) -> list[Reading]:
    """One Reading for each quantity chunk of a sentence, in order, with its context cut out."""
    found = []
    depth = start = 0
    for place, piece in enumerate(chunks):
        if piece.kind in BREAKS and not depth:
            start = place + 1
        elif piece.kind == "(":
            depth += 1
        elif piece.kind == ")":
            depth = max(0, depth - 1)
        elif piece.kind == "Q":
            left, opener = _left(chunks, place, counts=quantities[piece.number].kind in _COUNTS)
            right, closer = _right(chunks, place)
            bracket = place + 1 < len(chunks) and chunks[place + 1].kind == "("
            context = (left, right, chunks[start:place], depth, opener, closer, bracket)
            found.append(Reading(piece.number, quantities[piece.number], place, *context))
    for one, other in pairwise(found):
        if one.place + 1 == other.place:
            _count_alike(one, other)
            _count_sized(one, other)
    return found


def _count_alike(one: Reading, other: Reading) -> None:
    """14035户25559人享受低保, 为243户530人发放救助金: households and their members are counted by what is told of both."""
    kinds = one.quantity.kind in _COUNTS and other.quantity.kind == "people"
    alone = all(piece.kind in "pOTAaxbfRlE" for piece in one.left)
    if not kinds or not alone or not other.right or other.right[0].kind not in "EXV的":
        return
    one.right, one.closer = other.right, other.closer
    if one.left and one.left[-1].label == "reach.equal":
        other.left, other.opener = one.left, one.opener


def _count_sized(one: Reading, other: Reading) -> None:
    """建成1个1200亩的制种基地: so many of what the second number is the size of."""
    if one.quantity.kind == "count" and other.right and other.right[0].kind == "的":
        one.right, one.closer = other.right[1:], other.closer


def _left(chunks: Sequence[Chunk], place: int, *, counts: bool) -> tuple[list[Chunk], str]:
    """Chunks before a quantity, and what they begin after. A bracket without a quantity stays in the context."""
    at = place - 1
    depth = 0
    taken: list[Chunk] = []
    while at >= 0:
        kind = chunks[at].kind
        if kind == ")":
            depth += 1
        elif kind == "(":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (kind in BREAKS or (kind == "Q" and not (counts and _is_threshold(taken)))):
            break
        taken.append(chunks[at])
        at -= 1
    taken.reverse()
    if at >= 0 and chunks[at].kind == "Q" and len(taken) > 1 and taken[-1].kind in "、&":
        taken = taken[-1:]  # what stands before the list mark was counted by the number before
    elif at >= 0 and chunks[at].kind == "Q":
        taken = taken[_said_of_before(taken) :]
    return _without_brackets(taken), chunks[at].kind if at >= 0 else ""


def _said_of_before(taken: Sequence[Chunk]) -> int:
    """How many chunks behind a number still speak of it: 专项70万元支持、旭联获得…, 83项数4.62亿元 (a stray 数)."""
    first = taken[0] if taken else None
    joined = len(taken) > len("&h") and taken[-1].kind == "h" and taken[-2].kind
    if joined == "&" or (joined == "、" and taken[0].kind == "的"):
        return len(taken) - 1  # 总投资7000万元的变电站和总投资3000万元的水厂
    if first is None or len(taken) < 2:
        alone = first is not None and first.kind == "h" and first.end - first.start == 1
        return 1 if alone else 0
    mark = next((spot for spot, piece in enumerate(taken[:3]) if piece.kind == "、"), 0)
    between = taken[1:mark]
    verb = first.kind in "EV" and all(piece.kind == "X" and piece.end - piece.start == 1 for piece in between)
    return mark + 1 if mark and verb else 0


def _is_threshold(behind: Sequence[Chunk]) -> bool:
    """收入50万元以上的村38个: a number with 的 and a noun behind it belongs to that noun. `behind` runs backwards.

    占地120亩的物流园引进企业32家 counts what that noun has got.
    """
    described = len(behind) > 1 and behind[-1].kind == "的" and behind[-2].kind not in "AQ、&"
    verb = next((spot for spot in range(len(behind) - 3, -1, -1) if behind[spot].kind == "E"), 0)
    return described and not (verb and behind[-2].kind in "XL" and behind[verb - 1].kind in "XL")


def _right(chunks: Sequence[Chunk], place: int) -> tuple[list[Chunk], str]:
    """Chunks after a quantity up to the clause's end, the next quantity, or the list mark before it."""
    at = place + 1
    depth = 0
    taken: list[Chunk] = []
    listed: int | None = None
    while at < len(chunks):
        kind = chunks[at].kind
        if kind == "(":
            depth += 1
        elif kind == ")":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and kind in BREAKS:
            break
        elif kind == "Q" and depth == 0:
            return (taken[:listed], "、") if listed is not None else (_without_brackets(taken), "Q")
        elif kind == "、" and depth == 0 and listed is None:
            listed = len(taken)
        taken.append(chunks[at])
        at += 1
    return _without_brackets(taken), chunks[at].kind if at < len(chunks) else ""


def _without_brackets(taken: Sequence[Chunk]) -> list[Chunk]:
    """The chunks without bracketed ones that hold a quantity: what they say is not of this one."""
    kept: list[Chunk] = []
    opened: list[int] = []
    for piece in taken:
        if piece.kind == "(":
            opened.append(len(kept))
        kept.append(piece)
        if piece.kind == ")" and opened:
            start = opened.pop()
            if any(inner.kind == "Q" for inner in kept[start:]):
                del kept[start:]
    return kept
