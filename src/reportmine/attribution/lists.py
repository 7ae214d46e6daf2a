"""Lists: k figures that pair up with k names, in order."""

import re
from collections.abc import Sequence

from reportmine.attribution.borrow import graft, same_statement
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import (
    INNER_DROP,
    RATE,
    Scope,
    clean,
    empty,
    events,
    every,
    is_place,
    trim,
    words,
)
from reportmine.attribution.reading import Reading
from reportmine.model import Comparator, Measure

_MAX_MEMBER = 3  # characters: a member that short (第二, 炼钢) is no name of its own
# 电子信息、竹木加工等主导产业产值
_AMONG = re.compile("(?P<last>.+?)等(?:[两三四五六七八九十]?大)?(?P<head>.{2,})")
_BARE = {"magnitude", "count_or_money"}  # kinds of a number with 万 or 亿 alone
_PAIR = 2
_MAX_RATE = 6  # characters: 接种率, 规范管理率; a longer one names itself
_HEAD = 3  # characters that a shared head has at least
_MAX_HEAD = 6  # characters: a longer noun is a name of its own, and no head of those told before


def runs(sentence: Sequence[Reading]) -> list[list[Reading]]:
    """Quantities joined by nothing but 、 和 及, with one kind of unit."""
    runs: list[list[Reading]] = []
    for reading in sentence:
        bare = bool(reading.left) and every(reading.left, "、&dAUDR")
        spread = bool(runs) and runs[-1][0].spread and not reading.right
        if runs and reading.opener == "Q" and bare and (spread or _same_kind(runs[-1][-1], reading)):
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return runs


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
        for reading, name in zip(run, names, strict=True):
            reading.name = reading.base = clean(name)
            reading.own = True
            reading.notes.append("name:spread")
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


def _names_of(run: Sequence[Reading], earlier: Sequence[Reading], scope: Scope) -> list[str] | None:
    """One name for each figure of a run, or None where the names do not pair up."""
    if len(run) < 2:
        return None
    first = run[0]
    told = [reading.base for reading in earlier[-len(run) :]]
    distinct = len(set(told)) == len(run)
    noun = trim([piece for piece in first.noun if piece.kind not in INNER_DROP])
    if not noun or (empty(noun) and not any(piece.kind in "、&" for piece in noun)):
        if not distinct and earlier and _coordinated(scope, trim(earlier[-1].noun), first, len(run)):
            return _coordinated(scope, trim(earlier[-1].noun), first, len(run))
        if not distinct:
            return _topics(scope, first, len(run))
        head = clean(words(scope.text, noun))
        return [name + head for name in told]
    own = words(scope.text, noun)
    short = len(own) <= _MAX_HEAD and not any(pair[0] in own for pair in scope.known.pairs)
    if first.spread and distinct and short and not any(piece.kind in "、&" for piece in noun):
        head = clean(words(scope.text, noun))
        return [name + head for name in told]
    return _coordinated(scope, noun, first, len(run))


def _topics(scope: Scope, first: Reading, count: int) -> list[str] | None:
    """甲产业、乙集群从无到有，分别达2个、3个: the names that the clause before lists, where there are as many."""
    listed = re.split("[、和与及]", scope.listed) if first.spread and not trim(first.noun) else []
    if len(listed) != count or not all(listed):
        return None
    among = _AMONG.fullmatch(listed[-1])  # 便利店、超市等业态零售额均呈增长态势，分别增长6.4%、4.4%
    return [name + among["head"] for name in (*listed[:-1], among["last"])] if among else listed


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
    written: str | None = getattr(run[0], column)
    parts = re.split("[、和与及]", written.removesuffix("平均水平").removesuffix("平均")) if written else []
    if len(run) < 2 or len(parts) != len(run) or not written:
        return False
    opener = parts[0][0] if column == "basis" and parts[0][0] in "比较与" else ""
    tail = next((end for end in ("平均水平", "平均") if written.endswith(end)), "")
    for reading, part in zip(run, parts, strict=True):
        setattr(reading, column, (part if part.startswith(opener) else opener + part) + tail)
    return True


def _coordinated(scope: Scope, noun: Sequence[Chunk], first: Reading, count: int) -> list[str] | None:
    """The names that 、 and 和 join, if there are as many as figures.

    What the last name has behind its first piece is of all: 第一剂、第二剂、加强针接种率. What a generic name lacks is
    taken from the first one, or from what was told before: 项数、成交额.
    """
    listed, tail = _split_at(noun, "d")
    parts = [list(trim(part)) for part in _members(listed, count, scope.text)]
    text = scope.text
    if len(parts) == 1 and count > 1:
        return _of_pair(words(text, trim(listed)), count, scope)
    if len(parts) != count or not all(parts):
        return None
    held = None if tail else _of_holders(parts, first, scope)
    if held is not None:
        return held
    made = next((spot for spot, piece in enumerate(parts[0]) if spot and piece.label == "reach.made"), 0)
    holder, parts[0] = words(text, parts[0][:made]), parts[0][made + 1 if made else 0 :]
    if not parts[0]:
        return None
    names = [words(text, part) for part in parts]
    after = words(text, trim(tail)) if tail else ""
    lead = words(text, events(parts[0])) if len(events(parts[0])) < len(parts[0]) else ""
    counted = scope.known.group.search(names[-1])
    among = _AMONG.fullmatch(names[-1])
    numbered = _numbered(names) or _within_last(names)
    if numbered is not None:
        names = numbered
    elif among is not None:
        names = [name + among["head"] for name in (*names[:-1], among["last"])]
    elif counted is not None:
        head = names[-1][counted.end() :]
        names = [*(name + head for name in names[:-1]), names[-1][: counted.start()] + head]
    elif all(empty(part) or _bare_rate(part, text) for part in parts) and (scope.named or scope.topic):
        source = next((named for named in reversed(scope.named) if named.place < first.place), None)
        stem = source.base if source is not None else scope.topic
        told = trim(source.noun) if source is not None else ()
        names = [graft(stem, part, told, text) for part in parts]
    elif (
        (head := _rate_of_all(parts, names))
        or (head := _behind_shared_end(parts, names, text))
        or (head := _class_head(parts, text))
    ):
        names = [*(name + head for name in names[:-1]), names[-1]]
    elif all(empty(part) or _bare_head(part, parts[0]) for part in parts[1:]) and len(parts[0]) > 1:
        stem = words(text, parts[0][:-1])
        names = [names[0], *(stem + name for name in names[1:])]
    elif head := _head_of_short(parts, names):
        names = [*(name + head for name in names[:-1]), names[-1]]
    elif len(names[0]) > _MAX_MEMBER + 1 and (
        names[0][-2:] == names[-1][-2:] or names[0].endswith(scope.known.heads)
    ):
        pass  # 城镇居民人均可支配收入和农村居民人均纯收入: each is whole
    elif len(parts[-1]) > 1 and (
        parts[-1][-1].kind != parts[0][-1].kind or _alike(parts[0][-1], parts[-1][0], text)
    ):
        first_chunk = parts[-1][0].end - parts[-1][0].start
        head = names[-1][len(names[0]) :] if first_chunk > len(names[0]) + 1 else words(text, parts[-1][1:])
        plain = all(piece.kind == "X" for piece in parts[-1][:-1])
        if (
            parts[-1][-1].label == "generic"
            and len(names[0]) > _MAX_MEMBER
            and len(parts[-1]) > _PAIR
            and plain
        ):
            head = words(text, parts[-1][-1:])  # 汽车用锂电池、太阳能电池、工业机器人产量
        names = [*(name + head for name in names[:-1]), names[-1]]
    names = [name if name.startswith(lead) else lead + name for name in names]
    return [holder + (name if name.endswith(after) else name + after) for name in names]


def _members(listed: Sequence[Chunk], count: int, text: str) -> list[list[Chunk]]:
    """The names that 、 and 和 join; where they are more than figures, 及 and 和 may join words of one name."""
    parts: list[list[Chunk]] = []
    for marks in ("、&", "、"):
        parts = [[]]
        for piece in listed:
            if piece.kind in marks:
                parts.append([])
            else:
                parts[-1].append(piece)
        if len(parts) <= count:
            break
    return parts if len(parts) == count else _merged(_members_by_all(listed), count, text)


def _members_by_all(listed: Sequence[Chunk]) -> list[list[Chunk]]:
    parts: list[list[Chunk]] = [[]]
    for piece in listed:
        if piece.kind in "、&":
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _of_pair(name: str, count: int, scope: Scope) -> list[str] | None:
    """城乡居民收入 with two figures: the names of both, by the word that stands for as many things."""
    fitting = (pair for pair in scope.known.pairs if pair[0] in name and len(pair) == count + 1)
    found = next(fitting, None)
    return [name.replace(found[0], member) for member in found[1:]] if found else None


def _class_head(parts: Sequence[Sequence[Chunk]], text: str) -> str:
    """新能源、输变电装备产业产值: from the class of things on, the last member's words are of all; else ""."""
    last = parts[-1]
    if any(piece.label == "class" for part in parts[:-1] for piece in part[-1:]):
        return ""
    start = next((spot for spot, piece in enumerate(last) if spot and piece.label == "class"), None)
    head = words(text, last[start:]) if start is not None else ""
    return "" if words(text, parts[0])[-2:] in head else head


def _bare_rate(part: Sequence[Chunk], text: str) -> bool:
    """响应率、满意率分别为100%、96.8%: rates of what was told before."""
    name = words(text, part)
    return len(part) == 1 and len(name) <= _MAX_MEMBER + 1 and name.endswith(RATE)


def _rate_of_all(parts: Sequence[Sequence[Chunk]], names: Sequence[str]) -> str:
    """新冠疫苗第一剂、第二剂、加强针接种率: a rate that stands alone behind the last is of all; else ""."""
    last = parts[-1][-1]
    size = last.end - last.start
    rate = names[-1].endswith(RATE) and len(parts[-1]) > 1 and 1 < size <= _MAX_RATE
    return names[-1][-size:] if rate and not any(name.endswith(RATE) for name in names[:-1]) else ""


def _behind_shared_end(parts: Sequence[Sequence[Chunk]], names: Sequence[str], text: str) -> str:
    """养老保险、工伤保险、失业保险参保人数: behind the word that all members end with, words are of all; else ""."""
    last, end = parts[-1], names[0][-2:]
    if any(not name.endswith(end) or name == end for name in names[:-1]):
        return ""
    spots = [spot for spot in range(1, len(last)) if text.endswith(end, 0, last[spot - 1].end)]
    head = words(text, last[spots[-1] :]) if spots else ""
    return head if len(head) >= len(end) else ""


def _known(piece: Chunk) -> bool:
    """A long word that the patterns know is a name of its own: 城镇新增就业."""
    return piece.label == "keep" and piece.end - piece.start > _MAX_MEMBER + 1


def _head_of_short(parts: Sequence[Sequence[Chunk]], names: Sequence[str]) -> str:
    """小学、初中学生人均公用经费: what the last member has behind as much as a short one is of all; else ""."""
    last = parts[-1]
    opening = last[0].end - last[0].start
    for part, name in zip(parts[:-1], names[:-1], strict=True):
        if len(names[-1]) < len(name) + _HEAD or _known(last[0]):
            return ""
        if len(last) == 1:
            return names[-1][len(name) :]
        if len(name) <= _MAX_MEMBER + 1 and part[-1].kind in "XL" and abs(opening - len(name)) <= 1:
            return names[-1][opening:]
    return ""


def _bare_head(part: Sequence[Chunk], first: Sequence[Chunk]) -> bool:
    """省属企业营收和利润: a head alone, behind a member that has one with words before it."""
    return len(part) == 1 and part[0].kind == "h" and first[-1].kind == "h"


def _merged(parts: list[list[Chunk]], count: int, text: str) -> list[list[Chunk]]:
    """粮油类、日用品类和服装、鞋帽、纺织品类, with three figures: what does not end as the last does belongs to the next."""
    if len(parts) <= count or not parts[-1]:
        return parts
    listed = [part for part in parts if part]
    last = next((piece for piece in reversed(listed[-1]) if piece.kind in "Xh"), listed[-1][-1])
    ending = text[last.end - 1]
    merged: list[list[Chunk]] = [[]]
    for part in listed:
        merged[-1] += part
        if any(text[piece.end - 1] == ending for piece in part) and part is not listed[-1]:
            merged.append([])
    return merged


def _alike(one: Chunk, other: Chunk, text: str) -> bool:
    """城镇职工基本养老保险、基本医疗保险参保人数: both members end alike, and what is behind the second is of both."""
    return text[one.end - 2 : one.end] == text[other.end - 2 : other.end]


def _of_holders(parts: Sequence[Sequence[Chunk]], first: Reading, scope: Scope) -> list[str] | None:
    """柳湾镇、白石乡分别只有61.3%和58.9%: each holds a figure of what was told before."""
    names = [words(scope.text, part) for part in parts]
    source = next((named for named in reversed(scope.named) if named.place < first.place), scope.first)
    if source is None or not all(is_place(name, scope) for name in names):
        return None
    return [name + source.base for name in names]


def _within_last(names: Sequence[str]) -> list[str] | None:
    """汽车、新能源汽车产量: the last member ends as the first, and what stands behind is of all."""
    at = names[-1].rfind(names[0])
    head = names[-1][at + len(names[0]) :]
    return [*(name + head for name in names[:-1]), names[-1]] if at > 0 and len(head) > 1 else None


def _numbered(names: Sequence[str]) -> list[str] | None:
    """第一、二、三产业; 一、二、三产业: the members are single numerals."""
    if not names[0] or any(len(name) != 1 for name in names[1:-1]) or len(names[-1]) < 3:
        return None
    if not re.search("[一二三四五六七八九十]$", names[0]) or names[-1][0] not in "一二三四五六七八九十":
        return None
    head = names[-1][1:]
    return [names[0][:-1] + name[-1 if number == 0 else 0] + head for number, name in enumerate(names)]


def _split_at(pieces: Sequence[Chunk], kind: str) -> tuple[Sequence[Chunk], Sequence[Chunk]]:
    at = next((spot for spot, piece in enumerate(pieces) if piece.kind == kind), len(pieces))
    return pieces[:at], pieces[at + 1 :]
