"""Lists: k figures that pair up with k names, in order."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reportmine.attribution import members
from reportmine.attribution.borrow import TOTAL, same_statement
from reportmine.attribution.phrases import (
    INNER_DROP,
    RATIOS,
    Scope,
    clean,
    empty,
    events,
    every,
    trim,
    words,
)
from reportmine.attribution.reading import Reading
from reportmine.model import Comparator, Measure

_BARE = {"magnitude", "count_or_money"}  # kinds of a number with 万 or 亿 alone
_COMPARING = ("比", "较", "与")
_HOW_MANY = 2  # characters behind the levels: 三级
_MAX_HEAD = 6  # characters: a longer noun is a name of its own, and no head of those told before


def runs(sentence: Sequence[Reading]) -> list[list[Reading]]:
    """Quantities joined by nothing but 、 和 及, with one kind of unit."""
    runs: list[list[Reading]] = []
    for reading in sentence:
        bare = bool(reading.left) and every(reading.left, "、&dAUDRH")
        spread = bool(runs) and runs[-1][0].spread and not reading.right
        if runs and reading.opener == "Q" and bare and (spread or _same_kind(runs[-1][-1], reading)):
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return runs


def go_on(sentence: Sequence[Reading]) -> None:
    """同比增加9宗、412亩: an amount in another unit, joined to a change by nothing but a mark, is one too."""
    for before, reading in pairwise(sentence):
        bare = (
            reading.opener == "Q" and bool(reading.left) and every(reading.left, "、&") and not reading.right
        )
        amounts = before.quantity.kind not in RATIOS and reading.quantity.kind not in RATIOS
        if bare and amounts and before.measure is Measure.CHANGE and reading.measure is Measure.LEVEL:
            reading.measure, reading.sign, reading.basis = before.measure, before.sign, before.basis
            reading.cues = before.cues


def _same_kind(one: Reading, other: Reading) -> bool:
    """分别达1.28万亿、8200亿元; 31.2万、19.8万人: a bare magnitude leaves out the unit of the one beside it."""
    kinds = {one.quantity.kind, other.quantity.kind}
    bare, full = kinds & _BARE, kinds & {"money", "people", "count"}
    return len(kinds) == 1 or (bool(bare) and bool(full))


def pair(run: Sequence[Reading], earlier: Sequence[Reading], scope: Scope) -> Sequence[Reading]:
    """Pair up a run of k figures with the k names that stand before it, in order; returns what the next run pairs with.

    `earlier` are the readings that the next list may be about: …分别增长5.6%、3.1%.
    """
    first = run[0]
    for later in run[1:]:
        _follow(later, first)
    _bound_behind(run)
    told = _deal(run, "basis") or _deal(run, "of")
    listed = any(piece.kind in "、&" for piece in trim(first.noun))
    counted = all(reading.counts and reading.own for reading in run)  # 2.8万名城镇居民、10.6万名农村居民
    names = _names_of(run, earlier, scope) if (listed or not told) and not counted else None
    if names is not None:
        verb = clean(words(scope.text, first.noun[:1])) if first.noun and first.noun[0].kind in "EV" else ""
        for reading, name in zip(run, names, strict=True):
            reading.name = reading.base = clean(name)
            reading.own = True
            reading.notes.append("name:spread")
            if not verb or not reading.name.startswith(verb):
                _part_from_holder(reading, scope)
        _say_the_same(run, scope)
    if len(run) > 1:
        return run
    return [*earlier, first] if first.own else earlier


def _say_the_same(run: Sequence[Reading], scope: Scope) -> None:
    """占58.4%，黄田乡、柳湾镇更达到71.6%、69.2%: what holders have is the share or the growth that was told."""
    told = next((named for named in reversed(scope.named) if named.place < run[0].place), None)
    if told is not None and told.measure in (Measure.SHARE, Measure.GROWTH):
        for reading in run:
            if reading.subject and reading.base == told.base:
                same_statement(reading, told)


def _part_from_holder(reading: Reading, scope: Scope) -> None:
    """白鹭区GDP增速: the place is the subject, and what later clauses borrow is the rest."""
    found = scope.known.place.match(reading.name)
    newly = reading.name.startswith(scope.known.flows)  # 新培育省级企业: no place
    if (
        found
        and not newly
        and len(found.group()) < len(reading.name)
        and not found.group().endswith(scope.known.common)
    ):
        reading.subject = found.group()
        reading.base = reading.name[found.end() :]
        if any(told.base == reading.base for told in scope.named):
            reading.name = reading.base  # 青禾县、白鹭区分别为164家、152家: named as what was told of all


def _names_of(run: Sequence[Reading], earlier: Sequence[Reading], scope: Scope) -> list[str] | None:
    """One name for each figure of a run, or None where the names do not pair up."""
    if len(run) < 2:
        return None
    first = run[0]
    outside = [reading for reading in earlier if reading.depth <= first.depth]
    told = [reading.base for reading in outside[-len(run) :]]
    distinct = len(set(told)) == len(run)
    noun = trim([piece for piece in first.noun if piece.kind not in INNER_DROP])
    tiers = _tiers(first, scope.text)
    if len(tiers) == len(run):
        opening = events(noun)
        verb, thing = words(scope.text, opening), words(scope.text, noun[len(opening) :])
        return [f"{verb}{tier}级{thing}" for tier in tiers]
    if not noun and (one := _one_in_units(first, len(run), scope)):
        return [one] * len(run)
    if not noun or (empty(noun) and not any(piece.kind in "、&" for piece in noun)):
        if not distinct and earlier and members.names_of(scope, trim(earlier[-1].noun), first, len(run)):
            return members.names_of(scope, trim(earlier[-1].noun), first, len(run))
        if not distinct:
            return _topics(scope, first, len(run))
        head = clean(words(scope.text, noun))
        if head.startswith(TOTAL) or (not head and any(p.label == "reach.total" for p in first.left)):
            told = [scope.stock(name) for name in told]  # 新增甲、乙企业3户和41户，累计达到11户、176户
        return [name + head for name in told]
    own = words(scope.text, noun)
    short = len(own) <= _MAX_HEAD and not any(pair[0] in own for pair in scope.known.pairs)
    if first.spread and distinct and short and not any(piece.kind in "、&" for piece in noun):
        head = clean(words(scope.text, noun))
        return [name + head for name in told]
    mixed = len({reading.quantity.kind for reading in run}) > 1
    return members.names_of(scope, noun, first, len(run), mixed=mixed)


def _one_in_units(first: Reading, count: int, scope: Scope) -> str:
    """网签2516套、29.1万平方米，同比分别增长3.9%、2.4%: of one thing, told in as many units; else ""."""
    outside = [named for named in scope.named if named.place < first.place and named.depth == first.depth]
    told = outside[-count:]
    amounts = all(named.quantity.kind not in RATIOS for named in told)
    joined = amounts and all(named.joined for named in told[1:])
    one = len(told) == count and joined and len({named.base for named in told}) == 1
    return told[0].base if one else ""


def _tiers(first: Reading, text: str) -> list[str]:
    """设立县、乡、村三级路长14名、182名、968名: the levels of government that the figures are of."""
    named = next((piece for piece in first.left if piece.label == "aside.levels"), None)
    written = text[named.start : named.end - _HOW_MANY] if named is not None else ""
    return [tier for tier in written if tier != "、"]


def _topics(scope: Scope, first: Reading, count: int) -> list[str] | None:
    """甲产业、乙集群从无到有，分别达2个、3个: the names that the clause before lists, where there are as many."""
    noun = trim(first.noun)
    listed = re.split("[、和与及]", scope.listed) if first.spread and every(noun, "h") else []
    if len(listed) != count or not all(listed):
        return None
    among = members.AMONG.fullmatch(listed[-1])  # 便利店、超市等业态零售额均呈增长态势，分别增长6.4%、4.4%
    names = [name + among["head"] for name in (*listed[:-1], among["last"])] if among else listed
    head = words(scope.text, noun)  # 肺病科、针灸科通过评估，得分分别为92分、88分
    return [name + head for name in names]


def _follow(later: Reading, first: Reading) -> None:
    """A figure that only a list mark joins to the first says the same of its indicator."""
    if later.measure is first.measure and later.of is None:
        later.of = first.of
    if later.measure is first.measure and later.basis is None:
        later.basis = first.basis  # 同比分别增长7.1%、下降3.2%
    exact = later.quantity.comparator is Comparator.EXACT and later.comparator is None
    if first.spread and exact and _bounded_before(first):
        later.comparator = first.quantity.comparator  # 分别超过90家和870家
    if first.from_side and not later.cues:
        later.from_side = True  # 分别从2020年的645元/月、4318元/年提高到…
    if later.cues and later.cues[0].kind == "H" and first.measure in (Measure.CHANGE, Measure.GAP):
        later.measure, later.basis, later.of = first.measure, first.basis, first.of  # 分别多6个和少3个
        later.sign = -1 if later.cues[0].label == "gap.less" else 1
    if later.cues or later.measure is not Measure.LEVEL:
        return
    later.measure, later.sign = first.measure, first.sign
    later.basis, later.of, later.cues = first.basis, first.of, first.cues


def _bound_behind(run: Sequence[Reading]) -> None:
    """分别增长4.5%、5.5%左右: what bounds the last of a spread list from behind bounds them all."""
    last = run[-1].quantity
    if not run[0].spread or last.outer is None or last.outer.end <= last.end:
        return
    for reading in run[:-1]:
        if reading.quantity.comparator is Comparator.EXACT and reading.comparator is None:
            reading.comparator = last.comparator


def _bounded_before(reading: Reading) -> bool:
    quantity = reading.quantity
    before = quantity.outer is not None and quantity.outer.start < quantity.start
    return before and quantity.comparator is not Comparator.ABOUT


def _deal(run: Sequence[Reading], column: str) -> bool:
    """比1-3月、1-4月分别提高6.4个、7.8个百分点: as many references as figures are one for each, in order."""
    written: str = getattr(run[0], column) or ""
    opener = written[0] if column == "basis" and written.startswith(_COMPARING) else ""
    parts = re.split("[、和与及]", written[len(opener) :].removesuffix("平均水平").removesuffix("平均"))
    if len(run) < 2 or len(parts) != len(run) or not all(parts):
        return False
    tail = next((end for end in ("平均水平", "平均") if written.endswith(end)), "")
    for reading, part in zip(run, parts, strict=True):
        setattr(reading, column, opener + part.removeprefix(opener) + tail)
    return True
