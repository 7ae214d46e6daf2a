"""Sides: what stands before a number and behind it, as far as it may name what is measured."""

from collections.abc import Sequence
from typing import NamedTuple

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import RATIOS, Scope, clean, every, trim, words
from reportmine.attribution.reading import Reading

_EACH = "每"
MAX_SHORT = 4  # characters: a place without its 县 or 市
_YEAR = "年"
_TIMES = ("次", "场次")  # units of what is done so many times


class Sides(NamedTuple):
    """What stands on the two sides of a number."""

    noun: Sequence[Chunk]  # before it, trimmed
    left: str  # the words of that
    right: str  # the noun behind it
    counts: bool  # the number may count that noun
    counting: bool  # … which begins right behind the number


def is_task_of_year(reading: Reading, noun: Sequence[Chunk], text: str) -> bool:
    """全年目标任务12亿元, 全年计划投资5亿元: the number is the task, where nothing says that it was done."""
    tail = noun[-2:] if noun and noun[-1].kind == "h" else noun[-1:]
    task = any(piece.kind == "k" and _YEAR in text[piece.start : piece.end] for piece in tail)
    return task and not any(piece.label == "reach.done" for piece in reading.left)


def made(noun: Sequence[Chunk]) -> Sequence[Chunk]:
    """引导龙头企业新建研发机构: what is made to happen is what counts, not who makes it."""
    led = next((spot for spot, piece in enumerate(noun) if piece.label == "event.led"), len(noun))
    if led + 1 < len(noun):
        return noun[led + 1 :]  # 夏秋连旱致农作物受灾面积
    effort = next((spot for spot, piece in enumerate(noun) if piece.label == "effort"), len(noun))
    verb = next((spot for spot in range(effort + 1, len(noun)) if noun[spot].kind == "E"), None)
    if verb is not None:
        return noun[verb:]  # 汛后抢抓时机修复水毁工程283处
    caused = bool(noun) and noun[0].label == "event.cause" and any(piece.kind == "E" for piece in noun[2:])
    return noun[1:] if caused else noun


def right_noun(reading: Reading, scope: Scope) -> str:
    """The noun behind a number that it may count; "" where a verb of reaching or another number's head stands there."""
    behind = reading.right
    if behind and scope.text[behind[0].start] == _EACH:
        return ""  # 20户每户补1万元
    if behind and behind[0].label == "reach.made":
        behind = behind[1:]  # 带动1898人实现就业
    elif behind and (
        behind[0].kind in "RiKfZ"
        or (behind[0].kind in "、&" and (reading.quantity.kind in RATIOS or "movement" in reading.notes))
    ):
        return ""  # 达到52%以上、进入普及化阶段
    pieces = trim(_without_lists(behind))
    given = _given(reading, scope)
    stop = next(
        (
            spot
            for spot, p in enumerate(pieces)
            if p.kind in "Bi" or (spot and _goes_on(p) and not (given and p.label == "filler.do"))
        ),
        len(pieces),
    )
    pieces = trim(pieces[:stop])
    if behind and behind[0].kind == "B" and every(pieces, "V"):
        return ""  # 出栏7.56万只与去年同期基本持平
    while len(pieces) > 1 and pieces[-1].label == "verb.state":
        pieces = trim(pieces[:-1])  # 50个试点全面铺开
    if reading.closer == "Q" and not for_somebody(reading, scope):
        told = next((spot for spot, p in enumerate(pieces) if spot and p.kind in "AaR"), len(pieces))
        pieces = trim(
            pieces[:told]
        )  # 86个重点项目累计完成投资104.9亿元: what was reached is of the next number
        joined = bool(behind) and behind[-1].kind in "、&"  # 384亿元救灾款和740亿元重建资金
        if (
            pieces
            and not joined
            and pieces[-1].label == "generic"
            and (len(pieces) > 1 or trim(reading.noun))
        ):
            pieces = trim(pieces[:-1])  # 登记94项成交额6.83亿元: the head is of the next number
        narrowed = bool(reading.noun) and reading.noun[-1].kind == "X"
        while (
            not joined
            and pieces
            and (pieces[-1].kind in "EVPUDSCc" or (narrowed and pieces[-1].label == "head"))
        ):
            pieces = trim(pieces[:-1])
    name = clean(words(scope.text, [piece for piece in pieces if piece.kind != "A"]))
    if len(name) == 1 and reading.quantity.kind == "fraction":
        return ""  # 三分之一强
    among = scope.outside(name)
    return among if len(among) > 1 else name


def _given(reading: Reading, scope: Scope) -> bool:
    """对20处重大隐患进行挂牌督办, 为4219名残疾人进行技能培训: what is done stands behind those it is done to."""
    before = reading.left[-1] if reading.left else None
    return before is not None and scope.text[before.start : before.end] in scope.known.done_to


def _without_lists(behind: Sequence[Chunk]) -> Sequence[Chunk]:
    """6个国家4A级旅游区（甲民俗村、乙溪）: which ones they are is no part of what is counted."""
    opened = next((spot for spot, piece in enumerate(behind) if piece.kind == "("), None)
    if opened is None:
        return behind
    closed = next((spot for spot in range(opened, len(behind)) if behind[spot].kind == ")"), len(behind) - 1)
    if not opened:
        return behind[closed + 1 :]  # 来访21人（主要是机动三轮车问题）
    inside = behind[opened:closed]
    listed = any(piece.kind == "、" for piece in inside) or closed == len(behind) - 1
    return [*behind[:opened], *behind[closed + 1 :]] if listed and opened else behind


def _goes_on(piece: Chunk) -> bool:
    """3个小区改造并推进另外2个: another statement; 第二名: a position."""
    return piece.kind == "K" or piece.label in ("filler.also", "filler.do", "reach.due")


def for_somebody(reading: Reading, scope: Scope) -> bool:
    """协调金融机构为43家企业发放贷款2.3亿元: those for whom something is done, and what is done."""
    before = reading.left[-1] if reading.left else None
    behind = (
        bool(reading.right)
        and reading.right[0].kind in "XE"
        and any(p.kind == "E" for p in reading.right[1:])
    )
    return behind and before is not None and scope.text[before.start : before.end] in scope.known.given_to


def bare_subject(noun: Sequence[Chunk]) -> bool:
    """Only a place or the like stands before the number: what is counted follows it."""
    return bool(noun) and every(noun, "pOLTA")


def had(reading: Reading) -> bool:
    """建设任务共有5个一级指标: what is had stands behind the number."""
    tail = [piece for piece in reading.left[-3:] if piece.label in ("reach.have", "reach.other")]
    return bool(tail) and bool(reading.right) and reading.right[0].kind in "XhL"


def counted_next(reading: Reading, noun: Sequence[Chunk], scope_text: str) -> bool:
    """云箭集团2个项目: a classifier with a noun right behind it counts that noun."""
    if not reading.right or not noun:
        return False
    if scope_text[noun[-1].start : noun[-1].end].endswith("内"):
        return True  # 县域内5.9万株病枯树
    if reading.quantity.kind not in ("count", "people", "money"):
        return False
    if _is_done_by(reading, noun):
        return True
    if scope_text[noun[-1].start : noun[-1].end].endswith("等"):
        return True  # 尿毒症等8类大病
    if noun[0].label == "event.cause" and noun[-1].kind == "X" and len(noun) == len("EX"):
        return reading.right[0].kind in "XhL"  # 带动上下游千余家企业
    return (
        reading.right[0].kind in "XhL" and reading.closer != "Q" and not any(p.kind in "E" for p in noun[:1])
    )


def _is_done_by(reading: Reading, noun: Sequence[Chunk]) -> bool:
    """县委常委会12次研究科技工作: so many times somebody did what stands behind; 检查3次发现隐患5处 is none."""
    times = reading.quantity.unit_base in _TIMES and reading.right[0].kind == "E" and reading.closer != "Q"
    return times and every(noun, "X") and noun[-1].end - noun[0].start >= MAX_SHORT


def narrowed(reading: Reading, sides: Sides) -> bool:
    """辖区18家律师事务所收入1.05亿元: a short word narrows what the classifier behind it counts."""
    counted = sides.counting and reading.quantity.kind == "count" and reading.right[0].kind == "X"
    return counted and every(sides.noun, "X") and len(sides.left) <= MAX_SHORT and reading.closer == "Q"


def thing_counted(reading: Reading, scope: Scope) -> str:
    """3.2万亩高标准农田全部完工: what later clauses speak of is the noun, not what became of it."""
    return words(scope.text, thing_of(reading.right))


def thing_of(behind: Sequence[Chunk]) -> list[Chunk]:
    """The chunks of the noun that stands behind a number, up to what became of it."""
    pieces = trim(behind)
    stop = next(
        (
            spot
            for spot, piece in enumerate(pieces)
            if spot
            and piece.kind in "AERato"
            and pieces[spot - 1].kind in "XhL"
            and not (piece.kind == "E" and spot + 1 < len(pieces) and pieces[spot + 1].label == "class")
        ),
        len(pieces),
    )
    return [piece for piece in pieces[:stop] if piece.kind != "A"]
