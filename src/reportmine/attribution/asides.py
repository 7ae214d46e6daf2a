"""Asides: expressions of time that govern no figure, or only those of their own clause."""

import re
from collections.abc import Sequence
from itertools import takewhile

from reportmine.attribution.chunks import Chunk

SPAN = re.compile("[-—–~～－至到截自从起]")  # in an expression of more than one month
_OF_NUMBER = re.compile("[XfhB]?的A?Q")  # classes of chunks: 是2015年的2倍
_BY = "前"  # 10月底前: when something is to be done
_OF_PROGRAMMES = "年度"  # a year by which programmes are counted
_AT = ("于", "自")  # before the time of an event: 成立于2005年, 自去年动工
_RELATIVE = ("last_year", "this_year")


def governs_nothing(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether an expression is what a figure is compared with, or the time of a task that so much was done of."""
    return _in_basis(chunks, place) or _of_task(chunks, place)


def of_its_clause(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """Whether an expression is of a noun, an event or a deed, and so of no later clause."""
    return (
        _of_noun(chunks, place)
        or _of_event(text, chunks, place)
        or _in_prose(chunks, place)
        or _compares(chunks, place)
        or _behind_verb(chunks, place)
        or _of_programme(text, chunks, place)
        or _by_when(text, chunks, place)
    )


def is_source(chunks: Sequence[Chunk], place: int) -> bool:
    """（上年度数据）, 采用上年数据: of which year the figures behind are."""
    behind = chunks[place + 1].label if place + 1 < len(chunks) else ""
    return chunks[place].label in ("last_year", "year") and behind == "data"


def is_source_of_one(chunks: Sequence[Chunk], place: int) -> bool:
    """研发投入（上年度数据）41.6亿元; 占比2.61%（为2021年度数据）: of which year the figure beside the bracket is."""
    before = "".join(piece.kind for piece in chunks[max(0, place - 3) : place]).removesuffix("R")
    behind = "".join(piece.kind for piece in chunks[place + 2 : place + 4])
    return is_source(chunks, place) and before.endswith("(") and (before[-2:-1] == "Q" or behind == ")Q")


def _rest(chunks: Sequence[Chunk], place: int, end: str = "[,;:。]") -> str:
    """The classes of the chunks behind a place, up to the end of its clause."""
    return re.split(end, "".join(piece.kind for piece in chunks[place + 1 :]), maxsplit=1)[0]


def _of_noun(chunks: Sequence[Chunk], place: int) -> bool:
    """面向2030年的重大项目: the expression belongs to a noun, and no number is near."""
    after = [piece.kind for piece in chunks[place + 1 : place + 8]]
    year = place > 0 and chunks[place].label == "year"
    made = year and chunks[place - 1].kind in "EV"  # 开展2025年第一批企业申报
    if place and chunks[place - 1].label == "light" and chunks[place].label in _RELATIVE:
        return True  # 对去年没有研发活动的61家企业建立台账，培训6场次
    return (made or after[:1] == ["的"]) and "Q" not in "".join(after).split(",")[0]


def _of_event(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """二期9月通过预验收，一期入驻企业54家: one month dates what was done then, and no later clause."""
    piece = chunks[place]
    if text.endswith(_AT, 0, piece.start) and piece.label in ("months", "until", "year", "last_year"):
        # 已于10月开工、工程进度达65%: behind the event another figure may stand
        clause = _rest(chunks, place, "[,;:。]|(?<=E)、")
        return "Q" not in clause and (
            "E" in clause or not clause
        )  # 组建于2005年9月，总面积12平方公里; 二期于6月底投入使用，新增面积3.6万平方米
    if piece.label != "months" or SPAN.search(text, piece.start, piece.end):
        return False
    if [one.label for one in chunks[place + 1 : place + 2]] == ["event.held"]:
        return False  # 8月举办美食节，力争参展商户超过200家
    after = "".join(piece.kind for piece in chunks[place + 1 : place + 12])
    clause = re.split("[,;:。]", after)[0]
    return bool(clause) and "Q" not in clause and "," in after


def _behind_verb(chunks: Sequence[Chunk], place: int) -> bool:
    """兑现2022年度科技奖补2100万元，惠及企业203家: the year of what is dealt with is of no later clause."""
    if not place or chunks[place].label != "year":
        return False
    dealt = chunks[place - 1].label == "reach.done" and "Q" not in _rest(chunks, place)
    return dealt or chunks[place - 1].kind in "EV"  # 完成2021年度信用评定，约谈8家


def _of_programme(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """2012年度农村饮水安全项目覆盖75个村: the year is part of what a programme is called, and of no later clause."""
    if chunks[place].label != "year" or not text.endswith(_OF_PROGRAMMES, 0, chunks[place].end):
        return False
    behind = list(takewhile(lambda piece: piece.kind in "XLE", chunks[place + 1 :]))
    return len(behind) > 1 and any(piece.label in ("class", "works") for piece in behind[1:])


def _by_when(text: str, chunks: Sequence[Chunk], place: int) -> bool:
    """力争10月底前建成体系，履职率100%: by when something is to be done that has no figure."""
    clause = _rest(chunks, place)
    return text.endswith(_BY, 0, chunks[place].end) and "Q" not in clause and "E" in clause


def _in_prose(chunks: Sequence[Chunk], place: int) -> bool:
    """结束了自2015年以来连续下降的局面: behind a verb, in a clause without a figure."""
    before = chunks[place - 1].kind if place else ","
    dated = chunks[place].label in ("year", "years", "plan", "since")
    return dated and before in "XEV" and "Q" not in _rest(chunks, place)


def _compares(chunks: Sequence[Chunk], place: int) -> bool:
    """门急诊23.6万人次，上年21.1万，增长11.8%: a level of last year that the growth behind it is told by."""
    if chunks[place].label != "last_year":
        return False
    after = "".join(piece.kind for piece in chunks[place + 1 : place + 8]).lstrip("fRA")
    return re.match("Q,[ABd]*(?:[UDi]|Rk)", after) is not None


def _in_basis(chunks: Sequence[Chunk], place: int) -> bool:
    """比1-3月提高, 与2020年相比, 是2015年的2倍, and years of a bracket without a number (2024-2026年)."""
    for spot in range(place - 1, max(-1, place - 6), -1):
        kind = chunks[spot].kind
        if kind in "bB" or (kind in "Gg" and spot == place - 1):
            return True  # 快于2024年1.8个百分点
        if kind not in "T、&":
            break
    after = [piece.kind for piece in chunks[place + 1 : place + 5]]
    if "的" in after and _OF_NUMBER.match("".join(after)):
        return True
    return _bare_bracket(chunks, place)


def _of_task(chunks: Sequence[Chunk], place: int) -> bool:
    """1-5月拨付769万元，完成全年预算的41.2%: the time of the task that so much was done of."""
    after = [piece.kind for piece in chunks[place + 1 : place + 5]]
    return (
        "k" in after[:2]
        and "的" in after
        and "".join(after[after.index("的") :]).lstrip("的A").startswith("Q")
    )


def _bare_bracket(chunks: Sequence[Chunk], place: int) -> bool:
    opened = next((spot for spot in range(place - 1, -1, -1) if chunks[spot].kind in "()"), None)
    if opened is None or chunks[opened].kind == ")":
        return False
    if is_source(chunks, place):
        return False
    closed = next((spot for spot in range(place + 1, len(chunks)) if chunks[spot].kind in "()"), len(chunks))
    return not any(piece.kind == "Q" for piece in chunks[opened:closed])
