"""Names of parts: what those are called that 其中, a colon, a bracket or the clause before takes apart."""

from collections.abc import Sequence

from reportmine.attribution.borrow import TOTAL, without_events
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.counting import named
from reportmine.attribution.phrases import (
    OF_INSTITUTIONS,
    RATE_ENDS,
    RATIOS,
    Scope,
    clean,
    every,
    trim,
    words,
)
from reportmine.attribution.reading import Reading
from reportmine.attribution.sides import Sides
from reportmine.model import Measure

_MIN_TOPIC = 2  # characters that a topic with 中 behind it has more than
_MAX_KIND = 6  # characters: a longer part names itself


def part(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """其中国家级3个, 其中职工4.16万人: a level or a kind of what the whole is.

    外贸进出口58.7亿元：出口41.2亿元 narrows the whole's own word.
    """
    if scope.whole is None or scope.whole is reading or _of_others(reading, sides.noun, scope):
        return False
    if _does_again(reading, sides.noun, scope):
        scope.whole = None  # nor is what is listed behind it
    if scope.whole is None or _begins_anew(reading, sides.noun, scope.whole):
        return False
    if member := scope.member(scope.whole.base, sides.left):
        return named(reading, member, "name:part")
    if any(sides.left in row[1:] for row in scope.known.opposites):
        return False
    if _of_part_before(reading, sides.noun, scope):
        return False
    if all(piece.kind in "LAEV、&" for piece in sides.noun):
        stem = _undone(without_events(scope.whole, scope), sides.noun, scope)
        total = (head for head in scope.known.heads if head.startswith(TOTAL) and stem.endswith(head))
        stem = stem.removesuffix(next(total, ""))  # 社会组织总数218家，其中新登记6家
        named(reading, sides.left + stem, "name:part")
        reading.thing = "" if any(piece.kind == "L" for piece in sides.noun) else stem
        return True
    inherited = _of_whole(reading, sides.left, sides.noun, scope)
    return bool(inherited) and named(reading, inherited, "name:part")


def inside(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """教育支出中，中央财政部分1981亿元: a part of what the clause before names."""
    topic = scope.topic
    whole = scope.inside if reading.joined else scope.outside(topic) if len(topic) > _MIN_TOPIC else ""
    scope.inside = whole
    prose = not whole or whole in scope.known.tails  # 在实际工作中争取更好结果，粮食产量1600亿斤
    if reading.opener not in (",", "Q") or prose or sides.left[-2:] in whole:
        return False
    return named(reading, whole + sides.left, "name:part")


def _of_others(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """调解员446名，其中专职206名，调处纠纷3508宗，调解成功3442宗: of what was counted alike behind the parts."""
    alike = scope.alike(reading) if every(noun, "EA") and not reading.among else None
    whole = scope.whole
    apart = whole is not None and whole.quantity.unit_base != reading.quantity.unit_base
    return apart and alike is not None and alike.place > whole.place if whole is not None else False


def _of_part_before(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """其中，道路运输事故21起、死亡19人: what happened in the part just told, counted in a unit of its own."""
    told = scope.named[-1] if reading.joined and scope.named else None
    apart = told is not None and told.among and told.quantity.unit_base != reading.quantity.unit_base
    return apart and every(noun, "E")


def _undone(stem: str, noun: Sequence[Chunk], scope: Scope) -> str:
    """危桥改造开工7座，其中完工3座: what was done to some is not what was done to all."""
    last = trim(scope.whole.noun)[-1:] if scope.whole is not None else ()
    bare = bool(last) and last[0].label == "event.bare" and every(noun, "EA")
    verb = scope.text[last[0].start : last[0].end] if bare else ""
    return stem.removesuffix(verb) or stem


def _does_again(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """新增铁路639公里、其中高铁370公里，新增公路2600公里: a clause that opens with the verb of the whole stands beside it."""
    events = scope.whole.events if scope.whole is not None else ()
    if reading.opener != "," or reading.among or len(noun) < len("EX") or not events or noun[0].kind != "E":
        return False
    return words(scope.text, noun[:1]) == words(scope.text, events[:1])


def _begins_anew(reading: Reading, noun: Sequence[Chunk], whole: Reading) -> bool:
    """其中国家级1项，全年完成重大科技成果2项: a clause with a verb and a noun of its own is of no whole before it."""
    if reading.opener != "," or reading.among or not noun or noun[-1].kind != "X" or noun[-1].label:
        return False
    verb = len(noun) > 1 and noun[0].kind == "E" and not whole.events
    return verb or (
        any(piece.label == "reach.done" for piece in reading.left) and reading.left[0].kind == "T"
    )


def _of_whole(reading: Reading, left: str, noun: Sequence[Chunk], scope: Scope) -> str:
    """The name of a part that says only of what kind it is: 基本医保参保47.83万人，其中职工4.16万人.

    Behind a colon or 其中, in the unit of the whole.
    """
    whole = scope.whole
    if whole is None or whole is reading or whole.quantity.unit_base != reading.quantity.unit_base:
        return ""
    if whole.quantity.kind in RATIOS and left.endswith(RATE_ENDS) and whole not in scope.named:
        return ""  # 药占比24.9%: a ratio of its own, and no part of one told in another sentence
    grown = reading.measure is Measure.GROWTH is whole.measure and reading.among  # 其中新能源汽车增长17.2倍
    levels = reading.measure is Measure.LEVEL is whole.measure
    if not (levels or grown) or reading.right:
        return ""
    stem = without_events(whole, scope)
    if left in stem or stem in left or any(piece.kind in "hk" for piece in noun):
        return ""
    if every(whole.noun, "EVA"):
        deed = clean(words(scope.text, trim(whole.noun)))  # 回迁安置1096户，其中油库巷412户
        several = len(trim(whole.noun)) > 1 and reading.among and not whole.right
        return left + deed if several and every(noun, "XL") and noun[-1].label != "class" else ""
    opening = clean(words(scope.text, whole.events))
    opening = "" if opening in scope.known.run else opening  # 发生事故14起，其中工矿事故2起
    sum_of_its_own = whole.quantity.kind == "money" and left.endswith(scope.known.money)
    verbal = bool(whole.noun) and trim(whole.noun)[-1:] and trim(whole.noun)[-1].kind in "EV"
    same_head = left[-1] == stem[-1] and not verbal  # 基本医疗保险参保38.6万人，其中职工医保4.2万人
    done = noun[-1].kind == "E" and scope.text[noun[-1].start : noun[-1].end] in stem
    same_head = same_head or (done and len(noun) > 1)  # 采矿业纳税 of 工业企业纳税总额
    if same_head or set(left) <= set(stem) or len(left) > _MAX_KIND or sum_of_its_own:
        # 过夜游客 of 游客, 公租房 of 保障性住房, 门诊 of 门急诊: a kind that names itself
        listed = reading.among or reading.opener in ("Q", ":", "(")
        return opening + left if opening and listed and noun[0].kind not in "EV" else ""
    kinds = reading.quantity.unit_base == OF_INSTITUTIONS or stem.endswith(scope.known.classes)
    if kinds and left.endswith(scope.known.schools):
        return opening + left  # 中小学171所，其中初中21所
    counted = stem.endswith(scope.known.people) and not stem.endswith(scope.known.heads)
    if left.endswith(scope.known.people) and counted:
        return opening + left  # 新增市场主体，其中企业: both are counted by themselves
    head = next((head for head in scope.known.heads if stem.endswith(head)), "")
    if head and left[-1] == stem.removesuffix(head)[-1:] and not verbal:
        return left + head  # 封山育林 of 营造林面积: the same kind
    shared = next((size for size in (4, 3, 2) if stem.startswith(left[-size:])), 0)
    return opening + left + stem[shared:]  # 城镇居民 of 居民人均可支配收入
