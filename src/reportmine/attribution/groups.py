"""Groups: clauses that tell the same of several things, and so need each thing in the name.

农村公路项目9个，补助资金1.5亿元；流域治理项目7个，补助资金6000万元: two rows of one name, one measure and one time
cannot both be right, and what tells them apart is what each group begins with.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import RATIOS, words
from reportmine.attribution.reading import Reading
from reportmine.model import Measure, Sentence

_MARKS = frozenset(";；。\n")  # what ends a group for certain
_FEWEST = 4  # figures of two groups that tell the same
_FAR = 8  # figures between two that are told of alike
_LONG = 16  # characters of what a group begins with: longer ones are prose


def tell_apart(text: str, read: Iterable[tuple[Sentence, Sequence[Chunk], Sequence[Reading]]]) -> None:
    """Put what its group begins with before a name that neighbouring groups have as well."""
    sections: dict[int, list[Reading]] = defaultdict(list)
    for sentence, _, found in read:
        sections[sentence.section] += found
    for told in sections.values():
        if len(told) >= _FEWEST:
            _apart(text, told)


def _apart(text: str, told: Sequence[Reading]) -> None:
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for spot, reading in enumerate(told):
        if reading.name and not reading.spread and _is_of_something(reading):
            alike[_row(reading)].append(spot)
    runs = [run for spots in alike.values() for run in _runs(spots)]
    names = {}
    for run in runs:
        for spot, lead in zip(run, _leads(text, told, run), strict=False):
            names[spot] = _joined(text, told[lead], told[spot])
    for spot, name in names.items():
        before = told[spot].name
        _rename(told[spot], name)
        for behind in range(spot + 1, len(told)):  # 贫困户3127户4539人
            if behind in names or told[behind].name != before or "name:carried" not in told[behind].notes:
                break
            _rename(told[behind], name)


def _rename(reading: Reading, name: str) -> None:
    if name != reading.name:
        reading.name = name
        reading.notes.append("name:group-of")


def _is_of_something(reading: Reading) -> bool:
    """补助资金, 立案, a rate, a part: not a thing of its own, as 猪 and 牛 are in a list."""
    noun = any(piece.kind in "hE" for piece in reading.noun)
    return noun or reading.among or reading.quantity.kind == "money" or reading.quantity.kind in RATIOS


def _row(reading: Reading) -> tuple[object, ...]:
    """All by which an analyst tells two figures apart."""
    unit = reading.quantity.unit_base
    return (reading.name, reading.measure, unit, reading.period, reading.status, reading.of, reading.basis)


def _runs(spots: Sequence[int]) -> list[list[int]]:
    """Neighbouring figures of one row, none next to another."""
    runs: list[list[int]] = []
    for spot in spots:
        if runs and 1 < spot - runs[-1][-1] <= _FAR:
            runs[-1].append(spot)
        else:
            runs.append([spot])
    return [run for run in runs if len(run) > 1]


def _leads(text: str, told: Sequence[Reading], run: Sequence[int]) -> list[int]:
    """What each group of a run begins with; none where the groups are not alike.

    Groups that no mark parts must be alike in length too.
    """
    later = [_opening(text, told, before, spot) for before, spot in pairwise(run)]
    if later[0] is None:
        return []
    unit = told[later[0]].quantity.unit_base
    found = (_first(text, told, run[0], unit), *later)
    leads = [lead for lead in found if lead is not None and told[lead].quantity.unit_base == unit]
    if not len(leads) == len(run) == len({told[lead].name for lead in leads}):
        return []
    parted = all(_parted(text, told[one], told[other]) for one, other in pairwise(run))
    return leads if parted or len({spot - lead for spot, lead in zip(run, leads, strict=True)}) == 1 else []


def _parted(text: str, one: Reading, other: Reading) -> bool:
    """Whether a group ends between two figures."""
    return not _MARKS.isdisjoint(text[one.quantity.end : other.quantity.start])


def _opening(text: str, told: Sequence[Reading], before: int, spot: int) -> int | None:
    """The first figure with a name of its own behind the last end of a group between two figures."""
    start = before + 1
    for at in range(start, spot):
        if _parted(text, told[at - 1], told[at]):
            start = at
    return next((at for at in range(start, spot) if _leads_on(told[at])), None)


def _first(text: str, told: Sequence[Reading], spot: int, unit: str) -> int | None:
    """What the first group begins with: the nearest figure in the unit that the next group's is in."""
    for at in range(spot - 1, max(-1, spot - _FAR), -1):
        if _parted(text, told[at], told[at + 1]):
            return None
        if _leads_on(told[at]) and told[at].quantity.unit_base == unit:
            return at
    return None


def _leads_on(reading: Reading) -> bool:
    return (
        reading.own and not reading.depth and reading.measure is Measure.LEVEL and len(reading.name) <= _LONG
    )


def _stem(text: str, lead: Reading) -> str:
    """What is spoken of, without its verb, what the number counts and a head of its own: 第三幼儿园项目占地面积."""
    noun = list(lead.noun)
    heads: list[Chunk] = []
    while noun and noun[-1].kind == "h":
        heads.insert(0, noun.pop())
    name = lead.name.removesuffix(words(text, heads)) or lead.name
    verb = next((spot for spot, piece in enumerate(lead.right) if piece.kind == "E"), 0)
    name = name.removeprefix(words(text, lead.right[:verb])) or name  # 37个县开展试点
    for piece in (*lead.events, *lead.left, *lead.right):
        if piece.kind == "E":
            name = name.removeprefix(text[piece.start : piece.end]) or name
    return name


def _joined(text: str, lead: Reading, reading: Reading) -> str:
    """The two names as one; what both have in the middle stands there once: 市域内住院 + 住院率."""
    stem, name = _stem(text, lead), reading.name
    if stem in name:
        return name
    if name in stem:
        return stem  # 进出口总额：底线目标33亿美元，增长12.3%
    shared = next((size for size in range(min(len(stem), len(name)), 1, -1) if stem.endswith(name[:size])), 0)
    return stem + name[shared:]
