"""Counting: names that a noun behind the number tells: 39家企业, 引进2名院士, 首期规模500亿元的科创基金."""

from reportmine.attribution import spending
from reportmine.attribution.borrow import shared_events, without_events
from reportmine.attribution.phrases import Scope, clean, every, finish, words
from reportmine.attribution.reading import BREAKS, Reading
from reportmine.attribution.sides import (
    Sides,
    bare_subject,
    counted_next,
    for_somebody,
    had,
    narrowed,
    thing_counted,
    thing_of,
)

_REACHED, _EACH = "实现", "每"
_EXTENTS = ("area", "length")  # kinds of units
_VERBAL = "EVrPl"


def named(reading: Reading, name: str, note: str) -> bool:
    """Give a reading the name that its own clause tells; True, for the ways that end with it."""
    reading.own = True
    finish(reading, name, note)
    return True


def _size_of(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """首期规模500亿元的科创基金: a size, and behind 的 what has it."""
    behind = len(reading.right) > 1 and reading.right[0].kind == "的" and reading.right[1].kind in "XL"
    size = bool(sides.noun) and sides.noun[-1].kind == "h" and not reading.cues
    if size and not behind and every(reading.right, "的") and reading.closer == "Q" and scope.behind:
        thing = clean(words(scope.text, thing_of(scope.behind)))  # 总投资134.4亿元的85个工业重点项目
        return bool(thing) and named(reading, thing + words(scope.text, sides.noun[-1:]), "name:around")
    if not (sides.counts and behind and size):
        return False
    thing = thing_counted(reading, scope)
    last = reading.right[-1]
    named_one = len(reading.right) == len("的X") and last.kind == "X" and not last.label  # …的大庙塘2座水库
    done = any(piece.kind in "aR" for piece in reading.right[len("的X") :])  # …的污水处理厂已完成工程量的80%
    if (
        reading.closer == "Q" and not named_one and not (done and last.kind != "h")
    ):  # …的宏远项目完成投资3亿元: the head is of the next number
        if last.kind != "h":
            return False
        thing = thing.removesuffix(scope.text[last.start : last.end])
        joint = reading.right[-2]
        if joint.kind == "&":  # 总投资7000万元的变电站和总投资3000万元的水厂
            thing = thing.removesuffix(scope.text[joint.start : joint.end])
    reading.thing = clean(thing)
    return named(reading, reading.thing + sides.left, "name:around")


def _members(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """甲、乙2个产业集群: the noun behind tells what those before are."""
    if not sides.counting or reading.closer == "Q" or not any(piece.kind == "、" for piece in sides.noun):
        return False
    reading.counts = sides.right
    return named(reading, clean(words(scope.text, reading.events)) + sides.right, "name:listed")


def _of_those(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """33个行业大类中24个实现增长, 33项指标中，有30项完成: so many of those told, by what became of them."""
    told, start = scope.last(reading), reading.left[0].start if reading.left else reading.quantity.start
    comma = (
        reading.opener == "," and every(reading.left, "RA") and scope.text[start - 2] in scope.known.within
    )
    directly = reading.opener == "Q" and sides.left.endswith(scope.known.within)
    if told is None or not (comma or directly) or not reading.right or sides.counting:
        return False
    verb = clean(scope.text[reading.right[0].start : reading.right[-1].end])
    base = scope.outside(told.base) or told.base
    if not verb or not named(reading, base + verb.removeprefix(_REACHED), "name:part"):
        return False
    reading.base = base
    return True


def _spends(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """投资6000万元实施湿地公园保护工程: a sum of which only what it is for is told."""
    name = spending.purpose(reading, sides.left, scope)
    if not name or not named(reading, name, "name:purpose"):
        return False
    reading.base = spending.project(scope) or reading.base
    return True


def _counted(reading: Reading, sides: Sides, scope: Scope) -> bool:
    """39家企业, 引进2名院士: the number counts the noun behind it."""
    noun, left, right = sides.noun, sides.left, sides.right
    if (
        not reading.left
        and reading.opener == "Q"
        and scope.named
        and reading.right
        and reading.right[0].kind == "A"
    ):
        return False  # 监测对象126户386人全部落实帮扶措施: what was done for those counted
    if reading.left and reading.left[-1].kind in "、&" and reading.opener != "Q":
        left = clean(words(scope.text, reading.events))  # 编制规划纲要及19个专项规划
    verbal = bool(noun) and noun[-1].kind in _VERBAL
    somebody = for_somebody(reading, scope)
    left = (
        "" if somebody or (left.startswith(_EACH) and right and every(noun, "X")) else left
    )  # 每个县（市、区）至少建成1个辅导中心
    joined = (
        bool(reading.left) and reading.left[-1].kind in "、&" and sides.counting
    )  # 医学中心和12个区域医疗中心
    described = (
        bool(reading.left) and reading.left[-1].kind in "的l"
    )  # 纳入统计的82种产品; 工程使6069万农民受益
    own = (
        not left
        or _became(reading)
        or joined
        or verbal
        or described
        or _extends(reading, sides)
        or had(reading)
        or bare_subject(noun)
    )
    if not sides.counts or not (own or counted_next(reading, noun, scope.text) or narrowed(reading, sides)):
        return False
    if not left and reading.opener == "Q":
        left = shared_events(reading, scope)
    others = any(piece.label == "reach.other" for piece in reading.left)
    if not left and others and reading.opener == "," and (alike := scope.alike(reading)):
        left = scope.stock(alike.thing or alike.base)  # 企业53家，另有7家未通过复审
    if not left and scope.whole is not None and reading.right[0].kind in "GgUDEVRAZ":
        left = without_events(scope.whole, scope)
    if not left and reading.opener == "," and len(reading.right) == 1 and reading.right[0].label == "generic":
        left = scope.topic  # 大病保险制度基本建立，1700多万人次受益
    reading.counts = right
    named(reading, left + right, "name:around" if left else "name:after")
    reading.thing = clean(left + thing_counted(reading, scope))
    return True


def _became(reading: Reading) -> bool:
    """规上企业有13家停产: what became of so many of them."""
    had = any(piece.label == "reach.have" for piece in reading.left[-2:]) and not reading.among
    return had and bool(reading.right) and reading.right[0].kind in "EV" and reading.closer in BREAKS


def _extends(reading: Reading, sides: Sides) -> bool:
    """完成甲公路1.7公里水泥硬化: an extent between a place and what is done there, or stands there."""
    extent = sides.counting and reading.quantity.kind in _EXTENTS
    return extent and not reading.cues and "Q" not in (reading.closer, reading.opener)


WAYS = (_of_those, _size_of, _spends, _members, _counted)  # in this order
