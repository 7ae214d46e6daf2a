"""Parts and wholes: 43个,其中国家级3个、省级12个."""

import re
from collections.abc import Sequence
from decimal import Decimal

from reportmine.attribution.borrow import without_events
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import OF_INSTITUTIONS, Scope, every, trim
from reportmine.attribution.reading import Reading
from reportmine.model import Measure

_BATCH = re.compile("第[一二三四五六七八九十]+批")
_FEWEST = 2  # figures that make up a sum
_TELLING = 20  # a sum of two that is smaller may be chance: 16 = 6 + 10
_DEED = 2  # characters: what a verb ends with, whatever it opens with
_STANDS = "status:actual"  # of a plan for 28个, 13个完工, 11个在建, 4个未开工
_PER = "每"  # 每万人口发明专利拥有量: a ratio, of which nothing is a part
_RATES = ("%", "‰", "个百分点", "倍", "番", "")


def link(
    chunks: Sequence[Chunk],
    readings: Sequence[Reading],
    *,
    scope: Scope,
    earlier: Sequence[Reading],
    score: Reading | None,
) -> None:
    """Link every part of a sentence to the whole that it is a part of.

    A part stands after 其中 or the like, in a list behind a colon or a bracket that follows its whole directly, or
    says what was done with some of it (发现213处，已整改197处). A whole counts in the same unit; it is looked for in
    the sentence, then among the readings of the paragraph before it (`earlier`). Figures that follow a sum and add up
    to it, or stand before their sum (四项合计), are its parts without a word. `score` is a total of weights told before.
    """
    told: list[Reading] = [*earlier]
    opens = (
        next((piece.kind for piece in chunks if piece.kind not in "A&"), "") == "i"
    )  # 其中 opens the sentence
    among, inside, taken = False, False, ""
    at = 0
    for reading in readings:
        between = chunks[at : reading.place]
        at = reading.place + 1
        opens = opens or _opens_items(between)
        among = _among(among, between, "。" if opens or reading.depth else ";。")
        if any(piece.kind == "i" for piece in between):
            inside, taken = reading.depth > 0, reading.quantity.kind  # what those behind 其中 are counted in
        elif inside and not reading.depth:
            among = inside = False  # 招生3260人（其中高中1280人），毕业2960人
        elif among and reading.opener == "," and reading.quantity.kind != taken:
            among = _is_rate(reading)  # 其中10亿元以上6个，到位资金62亿元
        whole = _of(reading, told, among, scope) or (score if _is_weight(reading) else None)
        if whole is not None and whole is not reading:
            reading.whole = whole.index
            reading.notes.append("part")
            if reading.measure is Measure.SHARE and reading.of is None:
                reading.of = whole.name
        elif among and _exceeds(reading, told):
            among = (
                False  # 其中企业986户…，实有总量3.4万户: more than the whole is no part, nor is what follows
            )
        elif (
            among
            and reading.measure is Measure.LEVEL
            and told
            and reading.quantity.kind != told[-1].quantity.kind
        ):
            among = _is_rate(reading)
        told.append(reading)
    _sums(readings, scope)
    _shares(readings, earlier)


def _sums(readings: Sequence[Reading], scope: Scope) -> None:
    """特困人员2143人，集中供养386人，分散供养1757人: figures that add up to the one before, or behind, them."""
    # Income, and what was spent and kept of it, add up and are no parts: heads alone are left out.
    levels = [
        r
        for r in readings
        if r.measure is Measure.LEVEL
        and not _is_rate(r)
        and r.name
        and not (r.noun and every(trim(r.noun), "h"))
    ]
    for place, whole in enumerate(levels):
        if whole.whole is not None:
            continue
        behind = _adding_up(whole, levels[place + 1 :])
        total = any(piece.label == "reach.total" for piece in whole.left)
        for part in behind or (_adding_up(whole, levels[place - 1 :: -1]) if total and place else []):
            if part.whole is None:
                part.whole = whole.index
                part.notes.append("part")
                _inherit(part, whole, scope)


def _shares(readings: Sequence[Reading], earlier: Sequence[Reading]) -> None:
    """教师1862人，…具有高级职称的1043人，占56.0%: a share without its whole is of what its figures say."""
    told = [*earlier, *readings]
    for place, reading in enumerate(told[len(earlier) :], len(earlier)):
        if (
            reading.measure is not Measure.SHARE
            or reading.of is not None
            or reading.quantity.kind != "percent"
        ):
            continue
        part = next(
            (r for r in reversed(told[:place]) if r.measure is Measure.LEVEL and not _is_rate(r)), None
        )
        if part is None or (reading.own and reading.opener not in ("Q", ",")):
            continue
        by_index = {r.index: r for r in told[:place]}
        whole = by_index.get(part.whole) if part.whole is not None else None
        whole = whole or next((r for r in reversed(told[:place]) if _makes(reading, part, r)), None)
        if whole is None or not whole.name or whole is part:
            continue
        reading.of = whole.name
        if part.whole is None:
            part.whole = whole.index
            part.notes.append("part")


def _makes(share: Reading, part: Reading, whole: Reading) -> bool:
    """Whether a part makes up its whole by as much as is told, to the digit."""
    if whole.measure is not Measure.LEVEL or not _same_unit(part, whole):
        return False
    above, below, told = part.quantity.value_base, whole.quantity.value_base, share.quantity.value
    if not above or not below or told is None or above >= below:
        return False
    digits = -int(told.as_tuple().exponent)
    return round(100 * above / below, max(0, digits)) == told


def _inherit(part: Reading, whole: Reading, scope: Scope) -> None:
    """学位21360个，小学、初中依次为…: what adds up to a sum is of the same kind, which its own name leaves out."""
    stem = without_events(whole, scope)
    school = part.quantity.unit_base == OF_INSTITUTIONS and part.name.endswith(scope.known.schools)
    plain = part.own and bool(stem) and not part.counts and not school
    if plain and part.name[-1] != stem[-1] and part.name not in whole.name and stem not in part.name:
        part.name = part.base = part.name + stem


def _adding_up(whole: Reading, others: Sequence[Reading]) -> list[Reading]:
    """The figures next to a sum, at least two, that add up to it; [] where they do not."""
    wanted, total = whole.quantity.value_base, Decimal(0)
    found: list[Reading] = []
    if not wanted:
        return []
    for other in others:
        if not _same_unit(whole, other) or other.depth < whole.depth:
            continue
        value = other.quantity.value_base
        if (
            value is None
            or value <= 0
            or other.whole not in (None, whole.index)
            or (other.status is not whole.status and _STANDS not in other.notes)
        ):
            return []
        total += value
        found.append(other)
        if total >= wanted:
            telling = len(found) > _FEWEST or wanted >= _TELLING
            return found if total == wanted and len(found) >= _FEWEST and telling else []
    return []


def _exceeds(reading: Reading, told: Sequence[Reading]) -> bool:
    whole = _last_level(told, reading.quantity.unit_base)
    level = reading.measure is Measure.LEVEL and not _is_rate(reading)
    return level and whole is not None and not _may_be_of(reading, whole)


def _may_be_of(reading: Reading, whole: Reading) -> bool:
    """Whether a figure behind 其中 may be a part: one that is larger than the whole only in the list itself.

    43个，其中国家级3个、省级44个 is for the witness to tell.
    """
    return reading.opener == "Q" or reading.among or _within_list(reading, whole)


def _opens_items(between: Sequence[Chunk]) -> bool:
    """支出12亿元，其中：教育3亿元；科技1亿元: behind a colon the parts may be items that semicolons part."""
    for spot, piece in enumerate(between):
        if piece.kind == "i":
            return spot + 1 < len(between) and between[spot + 1].kind == ":"
    return False


def _among(among: bool, between: Sequence[Chunk], ends: str) -> bool:
    """Whether a list of parts is open behind these chunks."""
    for piece in between:
        if piece.kind == "i":
            among = True
        elif piece.kind in ends:
            among = False
    return among


def _of(reading: Reading, told: Sequence[Reading], among: bool, scope: Scope) -> Reading | None:
    """The whole of one reading, by the first way that finds one."""
    if reading.measure is Measure.SHARE:
        own = reading.own and reading.of is None and not reading.from_side
        return _last_level(told, None) if among and own else None
    if reading.measure is not Measure.LEVEL or _is_rate(reading) or "name:task" in reading.notes:
        return None  # 人工造林12480亩（任务10000亩）: what was aimed at is no part
    unit = reading.quantity.unit_base
    if reading.depth and (listed := _listed(reading, told)):
        return None if _before(reading, listed) else listed
    if among:
        whole = _last_level(told, unit)
        return whole if whole is not None and _may_be_of(reading, whole) else None
    return (
        _listed(reading, told)
        or _done(reading, told, scope.text)
        or _beside(reading, told)
        or _within(reading, told, scope)
        or _batch(reading, told, scope.text)
    )


def _before(one: Reading, other: Reading) -> bool:
    """3.6亿元（去年同期3.1亿元）: of an earlier time."""
    return one.period is not None and other.period is not None and one.period.end < other.period.start


def _last_level(told: Sequence[Reading], unit: str | None) -> Reading | None:
    """The last level that is no part itself and no task, in this unit where one is given."""
    for reading in reversed(told):
        if (
            reading.measure is not Measure.LEVEL
            or reading.whole is not None
            or (unit is None and _is_rate(reading))
        ):
            continue
        if "name:task" in reading.notes:
            continue
        if unit is None or _bare(reading.quantity.unit_base) == _bare(unit):
            return reading
    return None


def _bare(unit: str) -> str:
    """台(套) and 台 count alike."""
    return unit.split("(", maxsplit=1)[0].split("（", maxsplit=1)[0]


def _same_unit(one: Reading, other: Reading) -> bool:
    return _bare(one.quantity.unit_base) == _bare(other.quantity.unit_base)


def _listed(reading: Reading, told: Sequence[Reading]) -> Reading | None:
    """In a list behind a colon or a bracket: 43个：国家级3个、省级12个."""
    if not told:
        return None
    colon = False  # 38426户，增长9.3%：企业9817户: the colon stands behind what was said of the whole
    for whole in reversed(told):
        level = whole.measure is Measure.LEVEL
        colon = colon or whole.closer == ":"
        opened = colon or (whole.bracket and reading.depth > whole.depth)
        if opened and level and whole.depth <= reading.depth:
            fits = _same_unit(whole, reading) and reading.quantity.value_base is not None
            return whole if fits and not reading.subject and _within_list(reading, whole) else None
        if colon and not level:
            continue
        if whole.depth == reading.depth == 0 and (reading.opener not in ("Q", ",") or whole.whole is None):
            return None
    return None


def _within_list(reading: Reading, whole: Reading) -> bool:
    value, total = reading.quantity.value_base, whole.quantity.value_base
    return value is not None and total is not None and value <= total and reading.opener != "k"


def _done(reading: Reading, told: Sequence[Reading], text: str) -> Reading | None:
    """What was done with some of what was told: 排查隐患213处，已整改197处."""
    verbs_only = bool(reading.noun) and all(piece.kind in "EVATtaoRl" for piece in reading.noun)
    if not verbs_only or "name:grafted" not in reading.notes or not told:
        return None
    unit = reading.quantity.unit_base
    if any(piece.label in ("event.bare", "generic") for piece in told[-1].noun):
        return None  # 出栏52万头，存栏31万头: two things, each with a verb of its own
    if reading.opener == ";":
        return None  # 项目新签约5个，完成任务的45%；新开工5个: a statement of its own
    whole = next(
        (
            r
            for r in reversed(told)
            if r.quantity.unit_base == unit and r.measure is Measure.LEVEL and "name:task" not in r.notes
        ),
        None,
    )
    if whole is None or not _within_list(reading, whole):
        return None
    verb = reading.noun[-1]
    deed = text[verb.end - _DEED : verb.end]
    if any(piece.kind == "E" and text.endswith(deed, 0, piece.end) for piece in whole.noun):
        return None  # 新认定18家，重新认定11家: done to others
    return next((r for r in told if r.index == whole.whole), whole)


def _beside(reading: Reading, told: Sequence[Reading]) -> Reading | None:
    """其中出口10.1亿元，下降2.8%；进口2.2亿元: what stands against a part is a part of the same whole."""
    if "name:opposite" not in reading.notes:
        return None
    part = next((r for r in reversed(told) if _same_unit(r, reading) and r.measure is Measure.LEVEL), None)
    return next((r for r in told if part is not None and r.index == part.whole), None)


def _within(reading: Reading, told: Sequence[Reading], scope: Scope) -> Reading | None:
    """33个行业大类中24个实现增长."""
    if not told:
        return None
    whole = told[-1]
    counted = scope.text[whole.right[0].start : whole.right[-1].end] if whole.right else ""
    fits = whole.quantity.unit_base == reading.quantity.unit_base and reading.opener in ("Q", ",")
    among = scope.outside(counted.rstrip(",，有"))
    return whole if fits and among and _within_list(reading, whole) else None


def _batch(reading: Reading, told: Sequence[Reading], text: str) -> Reading | None:
    """共19家，第一批已认定6家，第二批已公示11家."""
    if not reading.left or not _BATCH.search(text[reading.left[0].start : reading.left[-1].end]):
        return None
    whole = _last_level(told, reading.quantity.unit_base)
    return whole if whole is not None and _within_list(reading, whole) else None


def _is_weight(reading: Reading) -> bool:
    return reading.quantity.unit_base == "分" and "name:before-bracket" in reading.notes


def is_total_of_weights(reading: Reading) -> bool:
    """A score that a list of weights adds up to: 分值8.88分."""
    return reading.quantity.unit_base == "分" and "分值" in reading.name and not reading.depth


def _is_rate(reading: Reading) -> bool:
    return reading.quantity.unit_base in _RATES or reading.name.startswith(_PER)
