"""Names: from the chunks beside a quantity, and from what stood before, to the indicator."""

from collections.abc import Sequence

from reportmine.attribution import partnames
from reportmine.attribution.borrow import graft, overlapping, same_statement, shared_events
from reportmine.attribution.carry import carry, thing, without_rate
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.counting import WAYS as BEHIND
from reportmine.attribution.counting import named
from reportmine.attribution.holders import behind_place, held_by, last_holder, of_group, without_holder
from reportmine.attribution.phrases import (
    OF_INSTITUTIONS,
    RATE,
    RATIOS,
    Scope,
    clean,
    empty,
    events,
    every,
    finish,
    is_rate_of_done,
    trim,
    words,
)
from reportmine.attribution.reading import GRAFTED, TASKS, Reading
from reportmine.attribution.sides import (
    MAX_SHORT,
    Sides,
    is_task_of_year,
    made,
    right_noun,
)
from reportmine.model import Measure

_LEVEL = "级"
_MAX_SIBLING = 12  # characters of a kind
_MAX_TAKEN = 16  # characters of what people take part in: more is prose
_PLACES = "位"  # unit of places gained or lost
_RATES = (RATE, "度")
_TO_EACH_OTHER = "之比"
_RATE_CHUNKS = 2  # 机械化|率
_TOLD_ON = (Measure.SHARE, Measure.GROWTH, Measure.COMPLETION)  # said of the next holder too


def give(reading: Reading, scope: Scope) -> None:
    """Name a reading from its own clause, else from what it may borrow: by the first way that finds a name."""
    noun = made(trim(reading.noun))
    if any(piece.label == "event.led" for piece in reading.noun):
        reading.noun = noun  # nor do parts take it from their whole
    stands = bool(noun) and noun[0].kind == "K" and noun[0].end - noun[0].start > 1
    if stands and reading.measure is not Measure.RANK:
        noun = ()  # 稳居全国前十强、增长4.8%: where it stands is not what grew
    if noun and every(noun, "p") and (reading.measure is Measure.RANK or reading.quantity.unit == _PLACES):
        reading.of, noun = reading.of or words(scope.text, noun), ()  # 全国排名前移47位
    within = reading.opener == "," or (not reading.opener and scope.topic == scope.item != "")
    if len(noun) in (1, 2) and noun[0].label == "works" and every(noun[1:], "h") and within:
        noun = noun[1:]  # 霍坪水库工程正在建设，工程累计完成8亿元: the works that the clause before speaks of
    if len(noun) == 1 and noun[0].label == "verb.tend" and reading.right:
        noun = ()  # 抓好12个重点工业项目
    noun = _without_deed(noun)
    if reading.measure is Measure.LEVEL and is_task_of_year(reading, noun, scope.text):
        reading.notes.append("name:task")
    right = right_noun(reading, scope)
    reading.events = events(noun)
    counts = bool(right) and reading.measure in (Measure.LEVEL, Measure.CHANGE, Measure.SHARE)
    counting = counts and bool(reading.right) and reading.right[0].kind in "XhL"
    left = clean(words(scope.text, noun))
    had_of_those = next((spot for spot, piece in enumerate(noun) if spot and piece.label == "reach.have"), 0)
    if reading.opener == "Q" and had_of_those:
        noun = noun[had_of_those + 1 :]  # 1670名卫生人员中有专业技术人员735名
        left = clean(words(scope.text, noun))
    if counting and reading.opener == "Q" and scope.named and scope.named[-1].counts == left:
        noun, left = (), ""  # what stands between two figures was counted by the first
    sides = Sides(noun, left, right, counts, counting)
    if any(way(reading, sides, scope) for way in BEHIND) or (
        left and any(way(reading, sides, scope) for way in _BEFORE)
    ):
        return
    carry(reading, left, noun, scope)


def _without_deed(noun: Sequence[Chunk]) -> Sequence[Chunk]:
    """电厂三期建成投产、总装机30万千瓦: a head behind what was done, of what it was done to."""
    mark = next((spot for spot in range(len(noun) - 1, 0, -1) if noun[spot].kind == "、"), 0)
    head = noun[mark + 1 :]
    if not mark or noun[mark - 1].kind != "E" or not head or not every(head, "h"):
        return noun
    start = mark
    while start and noun[start - 1].kind in "EA":
        start -= 1
    return [*noun[:start], *head] if start else noun


def _holder(reading: Reading, sides: Sides, scope: Scope) -> bool:
    noun = last_holder(sides.noun, scope)
    sides = sides._replace(noun=noun, left=clean(words(scope.text, noun)))
    held = held_by(reading, sides, scope)
    if not held or (
        sides.left.endswith(scope.known.schools) and reading.quantity.unit_base == OF_INSTITUTIONS
    ):
        return False
    reading.subject = sides.left
    held = without_holder(held, scope)
    finish(reading, held, "name:carried-for-subject")
    if (source := scope.last(reading)) is not None and source.measure in _TOLD_ON:
        same_statement(reading, source)
    return True


def _against(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """社保基金收入96.4亿元，支出88.2亿元: a head alone, of what the head before it was of."""
    if not any(sides.left in row[1:] for row in scope.known.opposites):
        return False
    money = [named for named in scope.named[::-1] if named.quantity.unit_base == reading.quantity.unit_base]
    if reading.opener == ";":
        money.sort(key=lambda named: not scope.stands_against(named, sides.left))
    found = next((name for named in money if (name := scope.opposite(named.base, sides.left))), "")
    return bool(found) and named(reading, found, "name:opposite")


def _instead(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """学历达标率小学100%，初中99.7%: a kind alone, of what was told of another kind of the same thing."""
    told = scope.last(reading)
    if told is None or not told.base or sides.right or not _alike(reading, told):
        return False
    row = next((row for row in scope.known.alternates if sides.left in row), ())
    if row and told.base.endswith(sides.left) and told.base != sides.left:
        return named(reading, told.base, "name:opposite")  # 学历达标率高中98.2%，高中比上年提高0.6个百分点
    other = next((kind for kind in row if kind != sides.left and kind in told.base), "")
    if not other or told.base == other:
        return False
    stem, _, rest = told.base.rpartition(other)
    return named(reading, stem + sides.left + rest, "name:opposite")


def _kind_of_those(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """31家规上企业中，正常生产的22家: so many of those that were told, by what they are."""
    told = [piece for piece in reading.left if piece.label != "reach.have" and piece.kind not in "AR"]
    whole = scope.parted(reading) if told and told[-1].kind == "的" and not sides.right else None
    if whole is None or not whole.base:
        return False
    base = scope.outside(whole.base) or whole.base
    return named(reading, sides.left + base, "name:part")


def _sibling(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """采矿业增加值48万元，…；制造业5706万元; 主要产品产量：锂电池1936万只: a kind alone, of what was told before it."""
    left = sides.left
    whole = left.endswith((*scope.known.heads, *scope.known.sums)) or reading.left[-1].kind == "的"
    kind = every(sides.noun, "XL、&") and len(left) <= _MAX_SIBLING and not whole
    level = left.endswith(_LEVEL)  # 公益林面积78.6万亩，国家级51.3万亩: of which level
    if not kind or sides.right or reading.depth or level:
        return False
    head = _head_above(reading, scope) if reading.opener == ":" else _head_of_sibling(reading, left, scope)
    return bool(head) and named(reading, left + head, "name:sibling")


def _head_above(reading: Reading, scope: Scope) -> str:
    """主要产品产量：锂电池1936万只: the head that the clause before a list ends with."""
    topic = "" if scope.named and scope.named[-1].closer == ":" else scope.topic
    return next((head for head in scope.known.siblings if topic.endswith(head)), "") if topic else ""


def _head_of_sibling(reading: Reading, left: str, scope: Scope) -> str:
    """The head of the kind before, in the same unit: 水稻面积9640亩，玉米2705亩."""
    alike = (
        named
        for named in reversed(scope.named)
        if named.measure is reading.measure
        and (named.quantity.unit_base == reading.quantity.unit_base or "name:sibling" in named.notes)
    )
    told = next((named for named in alike if named.own and not named.depth), None)
    if told is None or told.right or left in told.base:
        return ""
    noun = trim(told.noun)
    if "name:sibling" in told.notes:
        return told.base.removeprefix(clean(words(scope.text, noun)))
    head = words(scope.text, noun[-1:])
    kinds = len(noun) > 1 and every(noun[:-1], "XL") and told.base.endswith(head)
    return head if kinds and head in scope.known.siblings else ""


def _had_by(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """养老机构226个，拥有床位3.5万张: what those just counted have."""
    told = scope.named[-1] if scope.named else None
    if told is None or reading.opener != "," or not told.own or told.measure is not Measure.LEVEL:
        return False
    had = any(scope.text[piece.start : piece.end] in scope.known.held for piece in reading.left)
    short = len(sides.left) <= MAX_SHORT and every(sides.noun, "Xh") and not reading.right
    counted = told.quantity.kind == "count" and told.quantity.unit_base != reading.quantity.unit_base
    base = scope.stock(told.base)
    return had and short and counted and bool(base) and named(reading, base + sides.left, "name:held")


def _such_as(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """英民中学、第六高级中学等学校12个: what the listed are is what is counted."""
    tail = scope.text[sides.noun[-1].start : sides.noun[-1].end]
    listed = any(piece.kind == "、" for piece in sides.noun)
    if not listed or not tail.startswith(scope.known.such) or tail in scope.known.such or reading.right:
        return False
    kind = next(tail.removeprefix(word) for word in scope.known.such if tail.startswith(word))
    return named(reading, clean(words(scope.text, events(sides.noun))) + kind, "name:listed")


def _group(reading: Reading, sides: Sides, scope: Scope) -> bool:
    told = scope.last(reading)
    if told is None or not _alike(reading, told):
        return False
    kind = len(sides.left) <= MAX_SHORT and every(sides.noun, "X") and sides.noun[-1].label != "keep"
    kind = kind and not sides.left.endswith(_RATES)  # 林木绿化率31.3%，草场盖度65%
    rate = trim(told.noun)[-_RATE_CHUNKS:]
    if kind and reading.quantity.kind == "percent" == told.quantity.kind and told.name.endswith(RATE):
        same_statement(reading, told)
        return named(
            reading, sides.left + words(scope.text, rate), "name:group"
        )  # 机械化率61.4%，水稻达78.9%
    shared = (
        "" if sides.noun[-1].kind in "EV" or sides.noun[0].kind == "E" else of_group(sides.left, told, scope)
    )
    return bool(shared) and named(reading, shared, "name:group")


def _alike(reading: Reading, told: Reading) -> bool:
    """Amounts of one unit, or of money; a ratio may be of any: 城镇居民增长5% behind 居民人均可支配收入27846元."""
    ratio = reading.quantity.kind in RATIOS or told.quantity.kind in RATIOS
    money = reading.quantity.kind == told.quantity.kind == "money"  # 内资30.2亿元、外资381万美元
    return ratio or money or reading.quantity.unit_base == told.quantity.unit_base


def _topical(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """水产种业项目已完成…，投资额达800万元: a head or a verb alone, and the clause before says of what."""
    noun = sides.noun
    opens = not scope.topic and not scope.named and scope.before is None
    if opens and not sides.right and scope.heading.endswith(sides.left):
        return named(reading, scope.heading, "name:heading")  # 一般公共预算支出。累计支出19.8亿元
    attribute = sides.left in scope.known.attributes and sides.left[:2] not in scope.heading
    generic = every(noun, "h") or _is_size(noun) or attribute
    titled = scope.titled or scope.heading.endswith(scope.known.works)
    if opens and titled and not reading.opener and generic and not sides.right:
        return named(reading, scope.heading + sides.left, "name:heading")  # 1.龙潭水库。总投资7.2亿元
    if scope.lead and reading.opener in (",", ";") and every(noun, "hk") and not sides.right:
        return named(reading, scope.lead + sides.left, "name:topic")  # 宏昶铝业：…，1-11月产值21.4亿元
    if sides.right or not scope.topic:
        return False
    if reading.opener == "," and _only_pays(noun, scope):
        return named(reading, scope.topic + sides.left, "name:topic")  # 补贴覆盖全县，中央财政安排资金130亿元
    if _is_size(noun) and reading.opener == ",":
        first = not scope.named  # 石潭辣椒入选名录，种植面积达2.1万亩
        return first and named(reading, scope.topic + sides.left, "name:topic")
    taken = len(noun) == len("EX") and words(scope.text, noun[:1]) in scope.known.took_part
    taken = taken and reading.opener == "," and not scope.named and len(scope.topic) <= _MAX_TAKEN
    if taken and sides.left.endswith(scope.known.people):
        return named(reading, scope.topic + sides.left, "name:topic")  # 课后服务全覆盖，参与学生3.1万人
    if len(noun) != 1:
        return False
    head = noun[0].label == "head" and not scope.topic.endswith(
        scope.known.heads
    )  # 营业收入增长，利润总额128亿元
    at = next((spot for spot, piece in enumerate(reading.left) if piece is noun[0]), 0)
    done = at > 0 and reading.left[at - 1].label == "reach.done"  # 完成造林2.9万亩: what is done is a noun
    opening = reading.opener in (",", ":") or (not reading.opener and scope.topic == scope.item)
    lacks = (opening and head) or (noun[0].kind in "EV" and not done)
    return lacks and named(reading, graft(scope.topic, noun, (), scope.text), "name:topic")


def _is_size(noun: Sequence[Chunk]) -> bool:
    """种植面积: a deed and how much of it."""
    size = len(noun) == len("Eh") and noun[0].kind == "E" and noun[1].label == "generic"
    return size and noun[1].end - noun[1].start > 1


def _of_other_rate(reading: Reading, scope: Scope) -> str:
    """危房改造开工率100%，竣工率92%: what the rate before, of another verb, was of."""
    told = scope.last(reading)
    if told is None or reading.opener not in ("Q", ",") or not told.base.endswith(RATE):
        return ""
    return without_rate(told.base, scope) if without_rate(told.base, scope) != told.base else ""


def _only_pays(noun: Sequence[Chunk], scope: Scope) -> bool:
    """中央财政安排资金: who pays, that it pays, and that it is money."""
    who = next((spot for spot, piece in enumerate(noun) if piece.kind in "Eh"), len(noun))
    return every(noun[who:], "Eh") and words(scope.text, noun[:who]) in scope.known.payers


def _before(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """高新技术企业达到39家: the noun before the number."""
    noun = sides.noun
    if _of_done(reading, noun, scope):
        return False
    compound = len(noun) > 1 and every(noun, "E") and not scope.alike(reading)  # 立案处罚26起
    if compound:
        return named(reading, sides.left, "name:before")
    alone = reading.opener in (";", "") and len(sides.left) > MAX_SHORT  # ；到位市外资金11.2亿元
    if (
        _spent(reading, noun, scope)
        or _concerns(reading, noun, scope)
        or (empty(noun) and not alone)
        or _of_counted(reading, noun, scope)
        or _repeats(noun, scope, reading)
    ):
        return False
    if is_rate_of_done(noun, scope) and reading.opener in ("Q", ",") and thing(reading, noun, scope):
        return False
    told = scope.last(reading) if reading.opener == "," and reading.quantity.kind in RATIOS else None
    if told is not None and overlapping(told.base, noun, scope.text):
        return False  # 研发经费投入6.83亿元，投入强度1.64%
    if reading.joined and every(noun, "h") and _stands_apart(reading, scope):
        return False  # 供应土地67宗、总面积2318亩
    if is_rate_of_done(noun, scope) and (stem := _of_other_rate(reading, scope)):
        return named(reading, stem + sides.left, "name:opposite")
    if _shared_noun(reading, sides.left, scope):
        return named(reading, scope.named[-1].name, "name:shared")
    noun = behind_place(noun, scope)
    sides = sides._replace(noun=noun, left=clean(words(scope.text, noun)))
    shared = "" if noun[0].kind in "EV" else shared_events(reading, scope, noun)
    named(reading, shared + sides.left, "name:before")
    if len(noun) > 1 and noun[-1].kind == "k" and reading.quantity.unit_base not in TASKS:
        reading.base = clean(words(scope.text, noun[:-1]))  # 送戏任务78场，演出93场: what was done is no task
    return True


def _ratio_to(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """技术合同成交额1527亿元，与地区生产总值之比为3.2%: a ratio of what was told, to what the clause names."""
    told = scope.last(reading) if sides.left.endswith(_TO_EACH_OTHER) and reading.opener == "," else None
    if told is None or reading.left[0].kind != "b":
        return False
    return named(reading, told.base + words(scope.text, reading.left[:1]) + sides.left, "name:grafted")


def _bracketed(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """连接器项目（总投资4.5亿元）: a head alone in a bracket, of what stands before it."""
    head = every(sides.noun, "h") and not sides.right
    if head and reading.opener == "," and (told := _in_bracket(reading, scope)) is not None:
        stem = told.base.removesuffix(words(scope.text, trim(told.noun)))
        return bool(stem) and named(reading, stem + sides.left, "name:before-bracket")
    thing = head and reading.opener == "(" and scope.aside and not set(scope.beside) & set("QGgbk")
    return bool(thing) and named(reading, scope.aside + sides.left, "name:before-bracket")


def _in_bracket(reading: Reading, scope: Scope) -> Reading | None:
    """外科大楼（建筑面积2.87万平方米，概算1.35亿元）: the head told before in the same bracket, of what stands before it."""
    told = scope.named[-1] if scope.named else None
    alike = told is not None and told.depth == reading.depth > 0 and "name:before-bracket" in told.notes
    return told if alike and told is not None and every(trim(told.noun), "h") else None


_BEFORE = (
    _ratio_to,
    _bracketed,
    _holder,
    _kind_of_those,
    _sibling,
    partnames.part,
    partnames.inside,
    _against,
    _instead,
    _had_by,
    _such_as,
    _group,
    _topical,
    _before,
)  # ways that what stands before it does


def _stands_apart(reading: Reading, scope: Scope) -> bool:
    """In another kind of unit than the count told right before it."""
    told = scope.named[-1] if scope.named else None
    counted = told is not None and told.own and told.quantity.kind in ("count", "people")
    return counted and told is not None and told.quantity.kind != reading.quantity.kind


def _of_done(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """签约项目22个，…；落地14个: a verb alone, and things counted alike were told before."""
    if not every(noun, "EVA") or reading.right:
        return False
    return scope.alike(reading) is not None or _of_sum(reading, noun, scope)


def _of_sum(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """发放消费券3200万元，核销2860万元: a verb alone, right behind a sum to which another was done."""
    told = scope.named[-1] if scope.named else None
    if told is None or len(noun) != 1 or reading.opener != "," or noun[0].kind not in "EV":
        return False
    sums = told.quantity.kind == "money" == reading.quantity.kind and told.measure is reading.measure
    return sums and told.own and bool(told.events) and len(told.events) < len(trim(told.noun))


def _spent(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """截至6月底已支出4.03亿元, 累计完成投资1.26亿元: a head that was reached is a verb, and of what was told before."""
    told = scope.last(reading) or scope.before
    if len(noun) == 1 and reading.opener == "," and scope.against(told, reading, words(scope.text, noun)):
        return True  # 预备费12亿元，支出0.40亿元
    attribute = words(scope.text, noun) in scope.known.attributes
    if len(noun) != 1 or noun[0].label != "head" or told is None or attribute:
        return False
    at = next(spot for spot, piece in enumerate(reading.left) if piece is noun[0])
    before = reading.left[at - 1] if at else None
    if told.quantity.kind == "money" and told.base.endswith(scope.known.heads):
        # 总收入210亿元，完成税收6.3亿元: a head beside another; 总投资3.8亿元，已完成投资2.1亿元: what was done of it
        done = before is not None and scope.text[before.start : before.end].endswith(scope.known.done)
        return done and told.base.endswith(scope.known.budgets)
    return before is not None and (before.kind in "Aa" or before.label in ("reach.done", "reach.total"))


def _concerns(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """改造小区27个，涉及住户4216户: what is concerned is of what was told before."""
    told = scope.last(reading)
    return reading.opener == "," and noun[0].label == "event.concern" and told is not None and told.own


def _shared_noun(reading: Reading, left: str, scope: Scope) -> bool:
    """签了5个项目3.2亿元: what stands between two figures was counted by the first, and is of both."""
    if reading.opener != "Q" or not scope.named or reading.joined:
        return False
    before = scope.named[-1]
    spent = before.quantity.kind == "money" and reading.quantity.kind != "money"  # 投入1260万元新建宿舍楼一栋
    return before.counts == left and bool(left) and not spent


def _repeats(noun: Sequence[Chunk], scope: Scope, reading: Reading) -> bool:
    """科技型中小企业入库量达88家，入库总量排名第一: the verb was told with its noun before."""
    source = scope.last(reading)
    if source is None or not noun or noun[0].kind != "E" or any(piece.kind not in "Eh" for piece in noun):
        return False
    if len(noun) == 1:
        return not reading.right and source.base.startswith(scope.text[noun[0].start : noun[0].end])
    return scope.text[noun[0].start : noun[0].end] in source.base[1:]


def _of_counted(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """项目45个，总投资62亿元: money behind a count is the money of what was counted."""
    source = scope.last(reading)
    heads = all(piece.kind in "hLA" or piece.label == "event.bare" for piece in noun)
    fits = reading.quantity.kind == "money" or reading.measure is Measure.COMPLETION
    if source is None or not heads or not fits or reading.opener not in ("Q", ",") or reading.among:
        return False  # 兑现资金1.86亿元，惠及企业412家，其中中央资金5600万元
    if source.quantity.kind == "money":
        return not GRAFTED.isdisjoint(source.notes) or reading.measure is Measure.COMPLETION
    return source.measure is Measure.LEVEL and source.quantity.kind not in RATIOS
