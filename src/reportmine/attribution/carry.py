"""Carried names: a clause without one takes that of a reading before it, with what it has of its own."""

from collections.abc import Sequence
from typing import NamedTuple

from reportmine.attribution.borrow import (
    NOT,
    TOTAL,
    graft,
    is_verbal,
    overlapping,
    rate_of,
    same_statement,
    without_events,
)
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.holders import without_whole
from reportmine.attribution.phrases import (
    RATE,
    RATIOS,
    Scope,
    clean,
    events,
    every,
    finish,
    is_aside,
    is_place,
    is_rate_of_done,
    trim,
    words,
)
from reportmine.attribution.reading import TASKS, Reading
from reportmine.model import Comparator, Measure

_HEAD = 2  # characters of the head in 计划投资
_SEVERAL = 2  # parts: behind one alone a rate may be of that one
_NEAR = 2  # figures back that a rate of what was done may speak of


def carry(reading: Reading, left: str, noun: Sequence[Chunk], scope: Scope) -> None:
    """No name of its own: the name before it, with whatever generic head or verb the clause has."""
    if reading.opener == "(" and not left and _of_bracket(reading, scope):
        return
    if scope.kind and not reading.opener and left in scope.known.attributes:
        finish(reading, scope.kind + left, "name:class")  # 石化产业持续升级。产值突破1300亿元
        reading.own = True
        return
    source = _of_all_parts(reading, noun, scope) or thing(reading, noun, scope) or scope.last(reading)
    rate = bool(noun) and every(noun, "nAT、") and scope.before is not None and not scope.named
    if scope.topic and reading.opener != "Q" and not rate:
        if _done_alone(reading, scope):
            reading.measure = Measure.COMPLETION  # 西汲河治理工程，已完成70%
        finish(reading, graft(scope.topic, noun, (), scope.text), "name:topic")
        reading.own = True
        if noun and every(noun, "kAT"):
            reading.base = scope.topic  # 零售总额：底线目标929亿元；奋斗目标938亿元
    elif source is None and scope.heading and (scope.before is None or is_verbal(noun)):
        finish(reading, graft(scope.heading, noun, (), scope.text), "name:heading")
        reading.own = True
    elif source is None and scope.before is None:
        reading.notes.append("name:sentence-before")
        finish(reading, left, "name:none")
    else:
        if source is None:
            reading.notes.append("name:sentence-before")
        _from(_counted_alike(reading, left, source, scope) or scope.before, reading, left, noun, scope)


def _of_all_parts(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> Reading | None:
    """排污口286个，其中工业31个、农业92个，整治率74.8%: a rate behind several parts is of their whole.

    So is a total that is no smaller: 新登记经营主体6280户，其中企业1560户、个体4680户，总量3.86万户.
    """
    whole = scope.whole
    rate = reading.measure is Measure.COMPLETION or is_rate_of_done(noun, scope)
    if (
        whole is None
        or not (rate or _holds(reading, whole))
        or reading.opener != ","
        or whole not in scope.named
    ):
        return None
    behind = scope.named[scope.named.index(whole) + 1 :]
    alike = [named for named in behind if named.quantity.unit_base == whole.quantity.unit_base]
    parts = [named for named in alike if "name:grafted" not in named.notes]  # 出栏10.9万头: another deed
    return whole if len(parts) >= _SEVERAL and parts[-1] is behind[-1] else None


def _holds(reading: Reading, whole: Reading) -> bool:
    amount, parted = reading.quantity.value_base, whole.quantity.value_base
    alike = reading.quantity.unit_base == whole.quantity.unit_base and reading.measure is Measure.LEVEL
    return alike and amount is not None and parted is not None and amount >= parted


def _of_bracket(reading: Reading, scope: Scope) -> bool:
    """Name a number that stands alone in a bracket by what stands before it; False where nothing does."""
    held = scope.last(reading)
    if held is not None and is_place(scope.aside, scope):
        reading.subject = scope.aside  # 有甲县(20.5%)、乙县(15.3%)
        finish(reading, held.base, "name:carried-for-subject")
        reading.measure = _measured_alike(reading, scope)
    elif held is not None and set(scope.beside) & set("Ggbk"):
        task = scope.aside if "k" in scope.beside else ""  # 低于全省平均水平(2.41%); 完成全年任务(2.8亿元)
        finish(reading, held.base + task, "name:task" if task else "name:carried")
        reading.base = held.base
        if not task:
            same_statement(reading, held)
    elif scope.aside:
        finish(reading, scope.aside, "name:before-bracket")
        reading.own = True
    else:
        return False
    return True


def _measured_alike(reading: Reading, scope: Scope) -> Measure:
    """增长22.1%，较全省(7.3%)高14.8个百分点，较全州(12.5%)高9.6个: what another place has is no distance."""
    told = (named for named in reversed(scope.named) if named.measure is not Measure.GAP)
    alike = next((named for named in told if named.quantity.kind == reading.quantity.kind), None)
    return alike.measure if alike is not None else reading.measure


def _counted_alike(reading: Reading, left: str, source: Reading | None, scope: Scope) -> Reading | None:
    """上线1362人，上线率41.6%，同比增加58人: an amount behind a rate is of those counted alike."""
    amount = not left and reading.quantity.kind not in RATIOS and bool(reading.quantity.unit_base)
    unit = reading.quantity.unit_base
    if (
        amount
        and source is not None
        and reading.measure is Measure.CHANGE
        and source.quantity.unit_base != unit
    ):
        # 土地67宗、总面积2318亩，同比增加9宗、412亩
        return next((named for named in reversed(scope.named) if named.quantity.unit_base == unit), source)
    if not amount or source is None or source.measure is not Measure.LEVEL:
        return source
    of_money = source.quantity.kind == "money" and reading.quantity.kind == "count"
    if _amounts(source) and not (of_money and reading.opener == ","):
        return source  # 实事10件，完成投资3.2亿元，8件已完成
    return next((named for named in reversed(scope.named) if named.quantity.unit_base == unit), source)


class _Lent(NamedTuple):
    """What a clause without a name of its own has, and the reading that lends it one."""

    source: Reading
    left: str  # the words of `noun`
    noun: Sequence[Chunk]  # a head, a verb, a level, or nothing
    scope: Scope


def _from(source: Reading | None, reading: Reading, left: str, noun: Sequence[Chunk], scope: Scope) -> None:
    """Name a reading from the one that lends, by the first way that fits."""
    assert source is not None, reading
    lent = _Lent(source, left, noun, scope)
    next(way for way in _WAYS if way(reading, lent))
    reading.own = bool(left)


def _rate_again(reading: Reading, lent: _Lent) -> bool:
    """增速高于全省平均1.9个百分点、排名全省第四: the rate that was told."""
    if lent.left or not lent.source.rate or not _of_rate(reading, lent.source):
        return False
    reading.rate = lent.source.rate
    finish(reading, lent.source.name, "name:carried")
    return True


def _plan_done(reading: Reading, lent: _Lent) -> bool:
    """年度计划投资58.6亿元，一季度完成15.1亿元: the name of the plan without what makes it one."""
    noun, text = trim(lent.source.noun), lent.scope.text
    if not _done_of_planned(reading, lent.source, lent.scope) or not words(text, noun).endswith(lent.left):
        return False
    planned = words(text, noun[-1:])
    finish(reading, lent.source.base.removesuffix(planned) + planned[-_HEAD:], "name:carried")
    return True


def _those_done(reading: Reading, lent: _Lent) -> bool:
    """反馈问题12项，完成10项: the thing, with the verb of doing for its own.

    新建助餐点任务15个，完成16个; 适老化改造180户，完成203户: the deed itself.
    """
    if lent.left or not _done_of_alike(reading, lent.source):
        return False
    noun = trim(lent.source.noun)
    counted = lent.source.right or (noun and noun[-1].kind == "k" and reading.quantity.unit_base in TASKS)
    if len(noun) > 1 and noun[-1].kind in "kE" and not counted:
        finish(reading, lent.source.base, "name:carried")
        return True
    opening = clean(words(lent.scope.text, events(noun)))
    told = lent.source.thing or lent.source.base
    finish(reading, min(lent.scope.known.done, key=len) + told.removeprefix(opening), "name:grafted")
    return True


def _same_name(reading: Reading, lent: _Lent) -> bool:
    """技术合同成交额12亿元，同比增长15%: a clause that has no word for its name has the one told."""
    if lent.left:
        return False
    source, scope = lent.source, lent.scope
    _of_whole_sum(reading, source, scope)
    if _amounts(source) and _done_alone(reading, scope):
        reading.measure = Measure.COMPLETION
    counted = reading.measure is Measure.CHANGE and reading.quantity.kind == "count"
    newly = counted and source.measure is Measure.LEVEL and reading.basis is None  # 新增企业12家，净增8家
    stands = source.measure is Measure.LEVEL and _comes_to(reading)  # 通车里程新增300公里、突破7000公里
    stock = newly or stands or (_is_total(reading) and not _adds_up(reading, source, scope))
    base = without_whole(source, reading, scope)
    finish(reading, scope.stock(base) if stock else base, "name:carried")
    reading.root = source.root
    same_statement(reading, source)
    return True


def _part(reading: Reading, lent: _Lent) -> bool:
    """新增国家级平台2项、省级5项: a level of what was counted."""
    if not every(lent.noun, "LA"):
        return False
    source = lent.scope.alike(reading) or _origin(lent.source, lent.scope)
    opening = words(lent.scope.text, source.events) if reading.opener == "Q" else ""
    finish(reading, opening + lent.left + without_events(source, lent.scope), "name:part")
    return True


def _task(reading: Reading, lent: _Lent) -> bool:
    """高新技术企业39家，年度目标45家: what was told, as it is to be."""
    if not every(lent.noun, "kAT"):
        return False
    source = lent.scope.in_unit(reading) or lent.source
    told = source.thing or source.base
    grows = reading.measure is Measure.GROWTH  # 奋斗目标增长14%: what is to grow, by how much
    against = grows and reading.basis is not None  # 比年度计划翻了一番: the plan is what it is compared with
    name = told if grows else _without_sum(told, lent) + lent.left
    finish(reading, name, "name:carried" if against else "name:task")
    reading.base = source.base
    return True


def _without_sum(base: str, lent: _Lent) -> str:
    """总投资519亿元，当年计划投资63亿元: one sum beside another, of the same thing."""
    if base.endswith(lent.left):
        return base.removesuffix(lent.left)
    alike = [
        head for head in lent.scope.known.heads if base.endswith(head) and head[-_HEAD:] == lent.left[-_HEAD:]
    ]
    return base.removesuffix(max(alike, key=len, default=""))


def _head_again(reading: Reading, lent: _Lent) -> bool:
    """合同成交额、登记项数分别增长62%、108%，成交额完成目标的143%: a head that was told with its name, and others behind it."""
    head = [piece.kind for piece in lent.noun] == ["h"] and reading.quantity.kind in RATIOS
    names = {named.base for named in lent.scope.named if named.base.endswith(lent.left) and named.own}
    if not head or len(names) != 1 or lent.source.base in names or lent.left in names:
        return False
    finish(reading, names.pop(), "name:carried")
    return True


def _grafted(reading: Reading, lent: _Lent) -> bool:
    """技术合同成交额12亿元，总量居全市第三: a head or a verb of what was told."""
    noun, scope = lent.noun, lent.scope
    root = _root(lent.source, noun, lent.left)
    if reading.quantity.kind not in RATIOS:
        root = _origin(root, scope)
    if lent.left.endswith(RATE):
        root = _of_all(root, lent.left, scope)
    base = root.thing or root.base
    base = scope.outside(base) or base  # 58个签约项目中，…已开工39个
    if reading.quantity.kind == "money" and _paid_for(base, noun, scope.text):
        finish(reading, lent.left, "name:before")  # 参加各级培训150人次，培训支出4.3万元
        return True
    sown = next((verb for verb in scope.known.sown if base.endswith(verb)), "")
    if sown and lent.left in scope.known.yields:
        finish(
            reading, base.removesuffix(sown) + lent.left, "name:grafted"
        )  # 油菜收获6.58万亩，总产量0.98万吨
        return True
    base = scope.stock(base) if noun[0].label == "generic" or _is_total(reading) else base
    told = trim(root.noun)
    if reading.quantity.kind not in RATIOS or lent.left.endswith(RATE):
        whole = without_rate(base, scope)
        base, told = whole, told if whole == base else ()
    if reading.quantity.kind == "money" and (work := _work_of(root, scope)):
        base, told = work, ()
    elif reading.quantity.kind == "money" and (
        light := _run_only(base, told, anew=reading.opener == ";", scope=scope)
    ):
        base, told = base.removeprefix(light), ()
        base = next((base.removeprefix(kind) for kind in scope.known.kinds if base.startswith(kind)), base)
    elif lent.left.endswith(RATE) or (
        reading.quantity.kind not in RATIOS and every(noun, "h") and not lent.left.startswith(TOTAL)
    ):
        base, told = _without_head(base, told, lent)
    in_all = reading.measure is Measure.RANK and every(noun, "h") and lent.left.startswith(TOTAL)
    name = base + lent.left if in_all else overlapping(base, noun, scope.text)
    verbal = bool(told) and told[0].kind == "E" and not base.startswith(scope.known.flows)
    if verbal and is_rate_of_done(noun, scope) and lent.left[:-1] not in base:
        name = rate_of(base, lent.left, lent.left[:-1], words(scope.text, events(told)))
    finish(reading, name or graft(base, noun, told, scope.text), "name:grafted")
    reading.root = root
    if reading.measure is Measure.RANK and not reading.from_side:
        reading.base = base  # 总量居第五位: what follows is of the thing itself
    return True


def _paid_for(base: str, noun: Sequence[Chunk], text: str) -> bool:
    """Whether a sum names what it was spent on, as the name told before ends."""
    return (
        len(noun) > 1
        and noun[0].kind == "E"
        and noun[-1].kind == "h"
        and base.endswith(words(text, noun[:1]))
    )


def _run_only(base: str, told: Sequence[Chunk], *, anew: bool, scope: Scope) -> str:
    """实施城建项目28个，总投资34.6亿元: the verb that says only that something is carried out; "" where it is another.

    Anew behind a semicolon, any verb: 查处违法案件326件；罚没款276.4万元.
    """
    opening = events(told) if anew else told[:1]
    verb = words(scope.text, opening)
    light = anew or verb in scope.known.run
    return verb if len(told) > len(opening) and light and base.startswith(verb) else ""


def _work_of(source: Reading, scope: Scope) -> str:
    """改造项目涉及居民1200户，总投资3亿元: money is of the work, and not of those whom it concerns."""
    before = [named for named in scope.named if named.place < source.place] if source.opener == "Q" else []
    for told in (source, *before[-1:]):  # 涉及5个镇20个村
        spots = [spot for spot, piece in enumerate(told.noun) if piece.label == "event.concern"]
        if spots:
            return clean(words(scope.text, trim(told.noun[: spots[0]])))
    return _begun(trim(source.noun), scope)


def _begun(noun: Sequence[Chunk], scope: Scope) -> str:
    """学校建设项目开工建设14所，到位资金5027万元: of the projects, and not of those that were begun."""
    end = len(noun)
    while end and noun[end - 1].kind in "EA":
        end -= 1
    name = clean(words(scope.text, noun[:end]))
    return name if 0 < end < len(noun) and name.endswith(scope.known.works) else ""


def _of_all(source: Reading, rate: str, scope: Scope) -> Reading:
    """抽检2150批次，检出不合格47批次，合格率97.8%: a rate is of all, and not of those that failed."""
    failed = NOT + rate.removesuffix(RATE)
    if failed not in source.base:
        return source
    told = (named for named in reversed(scope.named) if named.measure is Measure.LEVEL and _amounts(named))
    return next((named for named in told if failed not in named.base), source)


def _origin(source: Reading, scope: Scope) -> Reading:
    """The figure that first had a name which others only carried on: its noun tells what its head is."""
    if trim(source.noun) or source.root is not None:
        return source
    same = (named for named in reversed(scope.named) if named.base == source.base and trim(named.noun))
    return next(same, source)


def without_rate(base: str, scope: Scope) -> str:
    """资金到位率43%，缺口2.3亿元: an amount behind a rate of what was done is of what it was done to."""
    verb = base.removesuffix(RATE)
    done = next((verb[-size:] for size in (4, 3, 2) if verb[-size:] in scope.known.verbs), "")
    return (verb.removesuffix(done) or base) if done and verb != base else base


# In this order: the first that fits names the reading, and the last always fits.
_WAYS = (_rate_again, _plan_done, _those_done, _same_name, _part, _task, _head_again, _grafted)


def _adds_up(reading: Reading, source: Reading, scope: Scope) -> bool:
    """一季度新增就业1260人，二季度1580人，累计2840人: the total of those told, and not of all there are."""
    told = [named.quantity.value_base or 0 for named in scope.named if named.base == source.base]
    return len(told) > 1 and sum(told) == reading.quantity.value_base


def _comes_to(reading: Reading) -> bool:
    """达到, 突破 and the like right before an amount: what there is, and no more what came newly."""
    verb = reading.left[-1] if reading.left else None
    quantity = reading.quantity
    if (
        quantity.comparator is Comparator.AT_LEAST
        and quantity.outer
        and quantity.outer.start < quantity.start
    ):
        return reading.opener in ("Q", ",") and every(reading.left, "、,A") and quantity.kind not in RATIOS
    return (
        verb is not None
        and verb.kind in "RZ"
        and not _is_total(reading)
        and reading.quantity.kind not in RATIOS
    )


def _without_head(base: str, told: Sequence[Chunk], lent: _Lent) -> tuple[str, Sequence[Chunk]]:
    """销售收入534亿元，利税126亿元: one head takes the place of another, though that is part of a longer word.

    So does one rate that of another: 办复率100%，满意率98%.
    """
    last, rate = words(lent.scope.text, told[-1:]), lent.left.endswith(RATE)
    head = last.endswith(RATE if rate else lent.scope.known.heads)
    if told and told[-1].label == "keep" and head and base.endswith(last):
        return base.removesuffix(last), ()
    return base, told


def _is_total(reading: Reading) -> bool:
    return any(piece.label == "reach.total" for piece in reading.left)


def _root(source: Reading, noun: Sequence[Chunk], left: str) -> Reading:
    """What a head is of: 项目126个，总投资684亿元，年度投资158亿元 are both of the projects; 增幅 is of what grew."""
    if source.root is None or every(noun, "nAT、") or left in source.base:
        return source
    return source.root


def thing(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> Reading | None:
    """项目42个，开工率92.9%，完成投资21.5亿元: an amount, or a rate of what was done, is of things and of no ratio."""
    rate = is_rate_of_done(noun, scope)
    if not noun or (reading.quantity.kind in RATIOS and not rate):
        return None
    if not rate and every(noun, "EVA") and (alike := scope.alike(reading)):
        return alike
    told = [named for named in reversed(scope.named) if not is_aside(named, reading)]
    if rate:  # 签约项目60个、总投资200亿元，开工率60%: of what was counted, not of its money
        counted = (named for named in told[:_NEAR] if named.quantity.kind in ("count", "people"))
        return next((named for named in counted if named.measure is Measure.LEVEL), None)
    found = next((named for named in told if named.measure is not Measure.LEVEL or _amounts(named)), None)
    size = trim(found.noun)[-1:] if found is not None else ()
    sized = bool(size) and scope.text[size[0].start : size[0].end].endswith(scope.known.above)
    whole = scope.whole
    if sized and whole is not None and whole in told and reading.opener == "," and not reading.among:
        return whole  # 引进项目46个，其中10亿元以上6个，到位资金62亿元
    return found


def _amounts(named: Reading) -> bool:
    return named.quantity.kind not in RATIOS


def _of_rate(reading: Reading, source: Reading) -> bool:
    """增速高于全省平均1.9个百分点、排名全省第四: what stands right behind a rate still speaks of it."""
    moved = reading.measure is Measure.CHANGE and reading.quantity.kind == "point"
    told = moved or reading.measure in (Measure.RANK, Measure.GAP)
    return told and source.measure in (Measure.RANK, Measure.GAP, Measure.CHANGE)


def _done_of_planned(reading: Reading, source: Reading, scope: Scope) -> bool:
    """年度计划投资58.6亿元，一季度完成15.1亿元; 总投资20亿元，已完成6.7亿元: what was done of a plan is no plan."""
    noun, text = trim(source.noun), scope.text
    if not noun or reading.quantity.kind != source.quantity.kind:
        return False
    planned = noun[-1].label == "planned" or text[noun[-1].start : noun[-1].end].endswith(scope.known.budgets)
    return planned and any(text[piece.start : piece.end].endswith(scope.known.done) for piece in reading.left)


def _done_of_alike(reading: Reading, source: Reading) -> bool:
    """反馈问题12项，完成10项: so many of those told were done."""
    done = any(piece.label == "reach.done" for piece in reading.left) and reading.measure is Measure.LEVEL
    unit, told = reading.quantity, source.quantity
    aim = "name:task" in reading.notes
    return done and not aim and unit.kind == told.kind == "count" and unit.unit_base == told.unit_base


def _done_alone(reading: Reading, scope: Scope) -> bool:
    """总投资2395万元，已完成97%: a percentage right behind the verb, and nothing else in its clause."""
    told = [scope.text[piece.start : piece.end] for piece in reading.left if piece.kind not in "Af"]
    percent = reading.quantity.kind == "percent" and reading.measure is Measure.LEVEL
    return percent and len(told) == 1 and told[0].endswith(scope.known.done)


def _of_whole_sum(reading: Reading, source: Reading, scope: Scope) -> None:
    """已完成投资1.2亿元,占总投资的60% is completion; 环保投资1.87亿元,占总投资的3% is a share."""
    if not any(piece.label == "task.whole" for piece in reading.left) or not source.left:
        return
    told = scope.text[source.left[0].start : source.left[-1].end]
    if not any(word in told for word in scope.known.done):
        reading.measure = Measure.SHARE
