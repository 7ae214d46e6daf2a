"""What clauses borrow from those before them beside a name: rates, fields, verbs, and the parts of a name."""

from collections.abc import Sequence
from itertools import pairwise

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import (
    RATE,
    RATIOS,
    Scope,
    clean,
    events,
    every,
    finish,
    trim,
    words,
)
from reportmine.attribution.reading import Reading
from reportmine.model import Measure

GROWTH, FALL = "增速", "降幅"  # what a rate of growth is called where only its figure is told

_PAIR = 2  # characters of 收入, 支出
NOT = "不"
TOTAL = "总"  # 总量居第三: of the whole of what was told
_THINGS = ("EX", "X")  # 种植玉米5.3万亩，大豆3万亩，油菜2万亩
_REACHED = ("完成", "到位")
_AMOUNT = "量"
_STANDING = "在"  # 在谈, 在建
_SUM, _LENT = "金额", "款"
_WHOLE = "全"  # 全市, 全省


def is_verbal(noun: Sequence[Chunk]) -> bool:
    """开工、竣工: verbs alone, which name nothing without what they are done to."""
    return bool(noun) and all(piece.kind in "EVA" for piece in noun)


def rates(text: str, sentence: Sequence[Reading]) -> None:
    """Points are the change of a rate, which they name though the clause does not: 增长7.4%，比1-6月提高2.6个百分点."""
    for reading in sentence:
        tail = next((cue for cue in reading.cues if cue.kind == "s"), None)
        if reading.measure is Measure.CHANGE and reading.share and reading.own and tail is not None:
            reading.name += text[tail.start : tail.end]  # 非油经济比重提高10.5个百分点
    for before, reading in pairwise(sentence):
        if (
            reading.measure is not Measure.CHANGE
            or reading.quantity.kind != "point"
            or reading.name != reading.base
        ):
            continue
        rate = before.name.removeprefix(reading.base)
        if before.measure is Measure.GROWTH and not rate:
            narrows = before.sign < 0 and any(cue.kind in "NW" for cue in reading.cues)
            told = next(
                (text[cue.start : cue.end] for cue in before.cues if cue.label == "growth.noun"), GROWTH
            )
            reading.rate = FALL if narrows else told if told.endswith((GROWTH[-1], FALL[-1])) else GROWTH
        elif rate.endswith((GROWTH[-1], FALL[-1])):  # 增速, 增幅, 涨幅, 降幅
            reading.rate = rate
        if not reading.base.endswith(reading.rate):
            reading.name = reading.base + reading.rate


def net(text: str, sentence: Sequence[Reading]) -> None:
    """高新技术企业净增46家: that they came newly, where nothing tells since when; 较年初净增2家 is a change of all."""
    for reading in sentence:
        cue = next((cue for cue in reading.cues if cue.label == "up.net"), None)
        if cue is None or reading.basis or reading.measure is not Measure.CHANGE or not reading.name:
            continue
        verb = text[cue.start : cue.end]
        if verb not in reading.name:
            reading.name = verb + reading.name


def sizes(text: str, sentence: Sequence[Reading]) -> None:
    """占地500亩、总投资8亿元的东湾物流园: each size is of what stands behind the last of them."""
    for before, reading in reversed(list(pairwise(sentence))):
        goes_on = (reading.joined or reading.opener == ",") and not reading.among
        if not _is_sized(reading) or not goes_on:
            continue
        noun = trim(before.noun)
        alone = bool(noun) and every(noun, "h") and before.left[:1] == noun[:1] and not before.cues
        if alone and before.measure is Measure.LEVEL and every(before.right, "、&"):
            before.own, before.thing = True, reading.thing
            finish(before, reading.thing + clean(words(text, noun)), "name:around")


def _is_sized(reading: Reading) -> bool:
    """总投资8亿元的东湾物流园: a size, and behind 的 what has it."""
    sized = bool(reading.thing) and reading.name.startswith(reading.thing)
    return sized and bool(reading.right) and reading.right[0].kind == "的"


def own_verbs(text: str, sentence: Sequence[Reading]) -> None:
    """户均增收2100元: a verb that says what grew stays in the name, and what later clauses borrow is without it.

    财政总收入…，增收8348万元: it adds nothing where the name says so itself.
    """
    for reading in sentence:
        cue = reading.cues[0] if reading.cues else None
        if cue is None or not cue.label.endswith(".own") or reading.measure is not Measure.CHANGE:
            continue
        verb = text[cue.start : cue.end]
        if verb[-1] not in reading.base[-_PAIR:]:
            reading.name += verb


def fields(text: str, chunks: Sequence[Chunk], sentence: Sequence[Reading]) -> None:
    """由全省第5位升至第4位: a rank of the same thing is in the field of the one before.

    在全市满意度调查中得分91分，由第5位升至第2位: else in that of the nearest place that is ranked in.
    """
    for before, reading in pairwise(sentence):
        if reading.measure is before.measure is Measure.RANK and reading.of is None:
            alike = before.from_side or reading.base == before.base
            reading.of = before.of if alike else None
    for reading in sentence:
        if reading.measure is Measure.RANK and reading.of is None:
            places = (
                piece
                for piece in reversed(chunks[: reading.place])
                if piece.label == "whole" or piece.kind == "O"
            )
            told = (text[piece.start : piece.end] for piece in places)
            reading.of = next((place for place in told if place.startswith(_WHOLE)), None)


def same_statement(reading: Reading, source: Reading) -> None:
    """Without a name and a cue of its own a figure says what the one before said: …达到55%，三季度末不低于80%.

    So does the end of a movement: …比重由0.38%提高到1.46%.
    """
    if source.share and reading.measure is Measure.LEVEL and reading.quantity.kind == "percent":
        reading.measure, reading.of = Measure.SHARE, source.of  # 占GDP比重提高0.2个百分点、达到1.56%
        return
    if reading.measure is not Measure.LEVEL or reading.quantity.kind != source.quantity.kind:
        return
    amount = reading.quantity.kind not in RATIOS
    if amount and source.measure is Measure.GAP and reading.opener != "Q":
        return  # 比平均还差860元，全年预计1.9万元
    if (
        amount
        and source.measure is Measure.CHANGE
        and any(piece.label == "last_year" for piece in reading.left)
    ):
        return  # 减收1127万元（上年同期6108万元）
    if source.from_side or not reading.cues:
        reading.measure, reading.of = source.measure, source.of
        reading.sign = source.sign


def without_events(source: Reading, scope: Scope) -> str:
    """The name of a whole without the verbs that open it and without the level of a part before this one."""
    if source.root is not None and source.noun and every(trim(source.noun), "h"):
        return without_events(source.root, scope)  # 新增龙头企业4家，总数达28家，其中省级9家
    noun = trim(source.noun)
    paid = len(noun) > 1 and scope.text[noun[0].start : noun[0].end] in _REACHED
    noun = noun[1:] if paid else noun  # 到位各级衔接资金1.4亿元，其中省级3980万元
    while noun and (_opens(noun[0]) or scope.text[noun[0].start : noun[0].end].endswith(scope.known.above)):
        noun = noun[1:]
    while len(noun) > 1 and noun[-1].kind == "L":
        noun = noun[:-1]  # 研发中心省级4家、市级6家
    stem = clean(words(scope.text, noun))
    if len(noun) == 1 and noun[0].label == "class" and len(trim(source.noun)) > 1:
        return words(
            scope.text, trim(source.noun)[-len("EX") :]
        )  # 前期项目3项（市级2项）: 项目 alone says too little
    kinds = next((word for word in scope.known.kinds if stem.startswith(word)), "")
    return stem.removeprefix(kinds) or source.name.removeprefix(words(scope.text, trim(source.noun)))


def _opens(piece: Chunk) -> bool:
    """A verb or a level; a verb of one character that stands before a noun is a chunk of text: 获省级立项."""
    return piece.kind in "EV&LA" or piece.label in ("event", "event.held")


def overlapping(base: str, head: Sequence[Chunk], text: str) -> str:
    """研发经费投入896亿元，投入强度2.14%: a head that begins as the name ends goes on from there; "" where none does."""
    written = clean(words(text, head))
    fits = bool(head) and every(head, "h") and len(written) > _PAIR and base.endswith(written[:_PAIR])
    return base + written[_PAIR:] if fits else ""


def graft(base: str, head: Sequence[Chunk], noun: Sequence[Chunk], text: str) -> str:
    """The carried name with a generic head or verb of its own.

    技术合同成交额 + 总量; 粮食播种面积 + 总产 gives 粮食总产; 生猪出栏 + 存栏 gives 生猪存栏; 投资 + 增速 keeps both.
    """
    written = clean(words(text, head))
    edge = base.startswith(written) or base.endswith(written) or not every(head, "E")
    if not head or (written in base and edge):
        return base
    told = clean(words(text, noun))
    instead = base == told or (base.endswith(told) and not written.startswith(TOTAL))
    if noun and instead and every(noun, "h") and every(head, "h"):
        return base.removesuffix(told) + written  # 该项目占地面积8436平方米，建筑面积7077平方米
    first, done = text[head[0].start : head[0].end], written[:-1]
    if len(head) > 1 and every(head, "E") and base.endswith(text[head[-1].start : head[-1].end]):
        return written  # 再就业培训7252人，创业培训1599人
    if written.endswith(RATE) and (head[0].kind == "E" or base.startswith(done) or base.endswith(done)):
        return rate_of(base, written, done, words(text, events(noun)))
    if head[0].kind == "E" and head[-1].kind == "h" and first not in base:
        return base + written  # 开展培训1.86万人次，拨付资金2140万元
    done = words(text, noun)
    verbs = bool(noun) and every(head, "EA") and every(noun, "E") and len(base) > len(done)
    if verbs and (name := _with_verb(base, done, written)):
        return name
    if all(piece.kind in "nA" for piece in head) or len(noun) < 2:
        return base + written
    if every(head, "E") and every(noun, "EVA") and base == clean(words(text, noun)):
        return written  # 竣工投产76个，续建41个: neither names a thing
    if head[0].kind == "E" and len(head) > 1 and base.find(first) > 0:
        opening = base[: base.index(first)]  # 食品监督抽检合格率, and of it 抽检量
        verb = opening == words(text, events(noun)[:1])  # 实施技改项目43个，完成技改投资12.1亿元
        return written if verb else opening + written
    return _on_stem(base, head, noun, text)


def _with_verb(base: str, done: str, written: str) -> str:
    """失业保险参保8046人，征缴163.2万元; 推进100项重点项目，竣工60项: the name with another verb; "" where it has none."""
    if base.endswith(done):
        return base.removesuffix(done) + written
    return written + base.removeprefix(done) if base.startswith(done) else ""


def rate_of(base: str, written: str, done: str, opening: str) -> str:
    """整改隐患1398处，整改率97.8%, 收集诉求1328条，办结率97.2%: of what it was done to.

    检出不合格31批次，合格率97.9% stands alone.
    """
    if base.endswith(NOT + done):
        return written
    verb_before = done if base.startswith(done) else opening
    return base.removeprefix(verb_before).removesuffix(done) + written


def _on_stem(base: str, head: Sequence[Chunk], noun: Sequence[Chunk], text: str) -> str:
    """The carried name with the last head or the first verb of its noun changed for another."""
    written = clean(words(text, head))
    last = text[noun[-1].start : noun[-1].end]
    if written.startswith(TOTAL) and last.startswith(TOTAL):
        return base + written  # 零售总额29.8亿元，总量居第3位: of the whole of it
    if head[-1].kind == "h" and written[:-1] in last and base.endswith(last):
        return base.removesuffix(last) + written  # 不合格29批次，合格率98.2%
    if written.endswith(RATE) and last == RATE:
        return words(text, noun[:-_PAIR]) + written  # 面商率100%，满意率98.6%
    opening = words(text, events(noun))
    if written.endswith(RATE) and noun[-1].kind == "E" and opening != base:
        return base.removeprefix(opening) + written  # 启动城中村改造2个，签约率达到95%
    verb = head[0].label == "event.bare"
    if verb and noun[0].label == "event.bare":
        return base.removeprefix(text[noun[0].start : noun[0].end]) + written
    if every(head, "EV") and opening and base.startswith(opening) and len(opening) < len(base):
        return written + base.removeprefix(opening)  # 受理投诉264件，办结250件
    done = "".join(text[piece.start : piece.end] for piece in noun[-1:] if piece.kind == "E")
    if done and written.startswith(_REACHED) and any(piece.label == "class" for piece in noun):
        return base.removesuffix(done) + written  # 重点项目已开工38个，完成投资19.8亿元
    stem = list(noun)
    amount = verb and stem[-1].kind == "h" and last[-1] == _AMOUNT and len(last) > _PAIR
    if amount and len(stem) > 1 and base.endswith(last):
        return base.removesuffix(last) + written  # 生猪存栏量41万头，出栏18万头
    whole = stem[-1].label == "head" and written.startswith(TOTAL)  # 进出口增长8.4%，总额8000亿元
    whole = whole or (written == _SUM and last.endswith(_LENT))  # 助学贷款3218笔、金额3052万元
    if stem[-1].kind == "h" and not verb and not whole:
        stem.pop()
        while len(stem) > 1 and stem[-1].kind in "EV":
            stem.pop()
    elif stem[-1].label == "event.bare" and verb:
        stem.pop()
    if not base.endswith(last) and base not in text[noun[0].start : noun[-1].end]:
        return base + written  # 投入资金3120万元实施河道修复项目，完成投资2340万元
    cut = noun[-1].end - (stem[-1].end if stem else noun[0].start)
    return (base[: len(base) - cut] if cut and stem else base) + written


def _kinds(noun: Sequence[Chunk]) -> str:
    """The classes of a name's chunks, but for the whole place that they are of and 共."""
    return "".join(piece.kind for piece in noun if piece.kind != "O" and piece.label != "reach")


def shared_events(reading: Reading, scope: Scope, noun: Sequence[Chunk] = ()) -> str:
    """The verbs of the list that a reading stands in: 引进2名院士、3个团队; 淘汰炼钢产能1691万吨、炼铁产能2113万吨.

    A list is joined by 、 or 和; a comma joins it too where both names end alike: 国家级研发机构1个，省级研发机构3个.
    """
    if not scope.named:
        return ""
    last = scope.named[-1]
    reached = any(piece.kind in "RZ" for piece in reading.left)  # 企业达到263家: not of what came newly
    comma = reading.opener == "," and not reached
    alike = bool(noun) and comma and last.name[-4:] == words(scope.text, noun)[-4:]
    same = comma and not last.right and last.quantity.kind == reading.quantity.kind
    alike = alike or (same and _kinds(noun) == "X" and _kinds(last.noun) in _THINGS)
    headed = reading.joined and _kinds(noun) == "X" and _kinds(trim(last.noun)) == "hX"
    if headed and last.quantity.unit_base == reading.quantity.unit_base and not last.right:
        return clean(words(scope.text, trim(last.noun)[:1]))  # 亩产玉米480公斤、大豆95公斤
    if not (reading.joined or alike) or not last.events:
        return ""
    visits = last.quantity.kind == "visits" and reading.quantity.kind == "money"
    if noun and scope.text[noun[0].start] == _STANDING:
        return ""  # 已签约项目2个、在谈项目1个
    if visits and noun and noun[-1].label == "head":
        return ""  # 接待游客11亿人次、旅游收入1万亿元
    reading.events = last.events
    reading.notes.append("event:listed")
    return clean(words(scope.text, last.events))
