"""Members: the names that 、 and 和 join, each with the words that it shares with the others.

What the last name has behind its first piece is of all: 第一剂、第二剂、加强针接种率. What a generic name lacks is taken
from the first one, or from what was told before: 项数、成交额.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reportmine.attribution.borrow import TOTAL, graft, without_events
from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import RATE, RATIOS, Scope, empty, events, every, is_place, trim, words
from reportmine.attribution.reading import Reading
from reportmine.model import Measure

_MAX_MEMBER = 3  # characters: a member that short (第二, 炼钢) is no name of its own
# 电子信息、竹木加工等主导产业产值
AMONG = re.compile("(?P<last>.+?)等(?:[两三四五六七八九十]?大)?(?P<head>.{2,})")
_EACH = re.compile("每[百千万]{1,2}(?:人口|人|户)")
_PAIR = 2
_MAX_RATE = 6  # characters: 接种率, 规范管理率; a longer one names itself
_HEAD = 3  # characters that a shared head has at least


class _Members(NamedTuple):
    """The members of a list, and the figure that stands behind them."""

    parts: Sequence[Sequence[Chunk]]
    names: list[str]  # their words, one for each part
    first: Reading
    scope: Scope

    def with_head(self, head: str) -> list[str]:
        """Their names, a head behind all but the last, which has it."""
        return [*(name + head for name in self.names[:-1]), self.names[-1]]


def names_of(
    scope: Scope, noun: Sequence[Chunk], first: Reading, count: int, *, mixed: bool = False
) -> list[str] | None:
    """The names that 、 and 和 join before the first of `count` figures; None where they are not as many.

    Figures of mixed kinds share no head: 接待游客、旅游收入分别突破520万人次和45亿元.
    """
    text = scope.text
    listed, tail = _split_at(noun, "d")
    parts = [list(trim(part)) for part in _split(listed, count, text)]
    if len(parts) == 1 and count > 1:
        return _of_pair(words(text, trim(listed)), count, scope)
    if len(parts) != count or not all(parts):
        return None
    held = None if tail else _of_holders(parts, first, scope)
    if held is not None:
        return held
    made = next((spot for spot, piece in enumerate(parts[0]) if spot and piece.label == "reach.made"), 0)
    holder = words(text, parts[0][:made])  # 规上工业实现利润、税金: whose all of them are
    parts[0] = parts[0][made + 1 if made else 0 :]
    if not parts[0]:
        return None
    opening = events(parts[0])
    opening = [*opening, *_level_of_all(parts, len(opening))]
    lead = words(text, opening) if len(opening) < len(parts[0]) else ""
    after = words(text, trim(tail)) if tail else ""
    holder = holder or _group_of_all(parts, scope)
    members = _Members(parts, [words(text, part) for part in parts], first, scope)
    headed = mixed and words(text, parts[-1]).endswith(scope.known.heads) and parts[0][-1].kind != "h"
    ways = _WAYS if not headed else _OF_KINDS
    names = next((found for way in ways if (found := way(members)) is not None), members.names)
    if per := _EACH.match(names[0]):
        lead = per.group()  # 每千人床位数、执业医师数
    names = [name if name.startswith(lead) else lead + name for name in names]
    return [holder + (name if name.endswith(after) else name + after) for name in names]


def _level_of_all(parts: Sequence[list[Chunk]], at: int) -> Sequence[Chunk]:
    """获评省级智能工厂、数字化车间分别1个、4个: behind a verb a level is that of all; of none where others have theirs."""
    told = parts[0][at : at + 1]
    others = any(piece.kind in "Lp" for part in parts[1:] for piece in part)
    return told if at and told and told[0].kind == "L" and not others and len(parts[0]) > at + 1 else ()


def _group_of_all(parts: Sequence[list[Chunk]], scope: Scope) -> str:
    """城镇职工基本养老保险、基本医疗保险参保人数: the group that the first opens with is that of all; else "".

    Behind the group all begin alike: of 企业职工养老保险、工伤保险 nothing tells that both are of firms.
    """
    text, first = scope.text, parts[0]
    size = next(
        (n for n in (1, _PAIR) if len(first) > n and words(text, first[:n]).endswith(scope.known.people)), 0
    )
    opening = words(text, first[size:])[:_PAIR]
    if not size or not all(words(text, part).startswith(opening) for part in parts[1:]):
        return ""
    group = words(text, first[:size])
    del first[:size]
    return group


def _listed_in_last(members: _Members) -> list[str] | None:
    return _numbered(members.names) or _within_last(members.names)


def _halves(members: _Members) -> list[str] | None:
    """金融机构存、贷款余额: what the second has behind its first character is of both."""
    first, last = members.parts[0], members.parts[-1]
    text = members.scope.text
    half = text[first[-1].start : first[-1].end] in members.scope.known.halves
    whole = len(last) < _PAIR and len(members.names[-1]) <= _MAX_MEMBER
    if len(members.parts) != _PAIR or not half or len(members.names[-1]) <= _PAIR or whole:
        return None
    lead, head = members.names[0][:-1], members.names[-1][1:]
    return [members.names[0] + head, lead + members.names[-1]]


def _among(members: _Members) -> list[str] | None:
    """电子信息、竹木加工等主导产业产值: what stands behind 等 is of all."""
    found = AMONG.fullmatch(members.names[-1])
    return [name + found["head"] for name in (*members.names[:-1], found["last"])] if found else None


def _group(members: _Members) -> list[str] | None:
    """物理、英语两科优秀率: what stands behind how many they are is of all."""
    *names, last = members.names
    found = members.scope.known.group.search(last)
    if found is None:
        return None
    head = last[found.end() :]
    return [*(name + head for name in names), last[: found.start()] + head]


def _tiers(members: _Members) -> list[str] | None:
    """选派省、市科技特派员: levels of government, and what stands behind the last is of all."""
    opening = events(members.parts[0])
    *others, last = [words(members.scope.text, members.parts[0][len(opening) :]), *members.names[1:]]
    row = next((row for row in members.scope.known.tiers if set(others) <= set(row)), ())
    tier = next((tier for tier in row if last.startswith(tier)), last)
    if tier == last:
        return None
    return [name + last.removeprefix(tier) for name in others] + [last]


def _of_told(members: _Members) -> list[str] | None:
    """项数、成交额: heads alone, of what was told before."""
    parts, _, first, scope = members
    if not all(empty(part) or _bare_rate(part, scope.text) for part in parts):
        return None
    if not scope.named and not scope.topic:
        return None
    source = next((named for named in reversed(scope.named) if named.place < first.place), None)
    if source is not None and source.quantity.kind == "money" and _rates_alone(parts, scope.text):
        counted = (named for named in reversed(scope.named) if named.quantity.kind == "count")
        source = next((named for named in counted if named.place < first.place), source)  # 履约率、开工率
    if source is not None and source.quantity.kind in RATIOS and _total_among(parts, scope.text):
        amounts = (named for named in reversed(scope.named) if named.quantity.kind not in RATIOS)
        source = next((named for named in amounts if named.place < first.place), source)  # 总量、增速分列
    stem = source.base if source is not None else scope.topic
    told = trim(source.noun) if source is not None else ()
    levels = [words(scope.text, part) for part in parts if every(part, "L")]
    if source is not None and len(levels) == len(parts):
        return [level + without_events(source, scope) for level in levels]  # 其中国家级、省级分别为1项、8项
    member = (scope.member(stem, words(scope.text, part)) for part in parts)  # 进出口总额…，出口、进口分别为…
    return [whole or graft(stem, part, told, scope.text) for whole, part in zip(member, parts, strict=True)]


def _alternates(members: _Members) -> list[str] | None:
    """报销比例，职工、居民分别为82.4%、70.3%: kinds of one thing alone, of the indicator that the clause before names."""
    known, topic = members.scope.known, members.scope.listed
    row = next((row for row in known.alternates if set(members.names[1:]) <= set(row)), ())
    if members.names[0] in row:
        return [name + topic for name in members.names] if topic.endswith(known.heads) else None
    kind = next((kind for kind in row if members.names[0].endswith(kind)), "")
    stem = members.names[0].removesuffix(kind)  # 学历合格率小学、初中、高中分别为
    if not kind or not stem.endswith(known.heads):
        return None
    return [stem + name.removeprefix(stem) for name in members.names]


def _behind_last(members: _Members) -> list[str] | None:
    parts, names, _, scope = members
    head = (
        _rate_of_all(parts, names)
        or _behind_shared_end(parts, names, scope.text)
        or _class_head(parts, scope)
    )
    return members.with_head(head) if head else None


def _heads_of_first(members: _Members) -> list[str] | None:
    """省属企业营收和利润: heads alone, of what the first one is of."""
    parts, names, _, scope = members
    headed = parts[0][-1].kind == "h" or names[0].endswith(scope.known.heads)
    bare = all(empty(part) or (headed and _bare_head(part)) or _of_deed(part, parts[0]) for part in parts[1:])
    if not bare or len(parts[0]) < _PAIR:
        return None
    stem = words(scope.text, parts[0][:-1])
    return [names[0], *(stem + name for name in names[1:])]


def _short(members: _Members) -> list[str] | None:
    head = _head_of_short(members.parts, members.names, members.scope.known.institutions)
    return members.with_head(head) if head else None


def _whole(members: _Members) -> list[str] | None:
    """城镇居民人均可支配收入和农村居民人均纯收入: each is whole."""
    names = members.names
    known = members.scope.known
    ends = names[0][-2:] == names[-1][-2:] or names[0].endswith((*known.heads, *known.money))
    if names[0].endswith(known.people) and names[-1].endswith(known.money):
        return names  # 接待游客、旅游收入
    return names if len(names[0]) > _MAX_MEMBER + 1 and ends else None


def _from_last(members: _Members) -> list[str] | None:
    """What the last member has behind its first piece is of all."""
    parts, names, _, scope = members
    last = parts[-1]
    if len(last) < _PAIR or (
        last[-1].kind == parts[0][-1].kind and not _alike(parts[0][-1], last[0], scope.text)
    ):
        return None
    kinds = "XE" if last[-1].end - last[-1].start >= _PAIR else "X"  # 装备制造、新材料、食品加工产值
    generic = last[-1].label == "generic" and all(piece.kind in kinds for piece in last[:-1])
    if generic and max(map(len, names[:-1])) > _MAX_MEMBER and len(last) > _PAIR:
        return members.with_head(words(scope.text, last[-1:]))  # 汽车用锂电池、太阳能电池、工业机器人产量
    if last[0].kind == "L" and len(names[0]) > _MAX_MEMBER:
        return names  # 文明城市、国家历史文化名城: a level, and no member
    headed = len(last) == _PAIR and last[-1].kind == "h"  # 教育、社会保障和就业、卫生健康支出
    if last[0].end - last[0].start > len(names[0]) + 1 and not headed and not _known(last[0]):
        return members.with_head(names[-1][len(names[0]) :])
    return members.with_head(words(scope.text, last[1:]))


# In this order: the first that fits completes the names; where none does, each is whole as it stands.
_WAYS: tuple[Callable[[_Members], list[str] | None], ...] = (
    _listed_in_last,
    _halves,
    _among,
    _group,
    _tiers,
    _of_told,
    _alternates,
    _behind_last,
    _heads_of_first,
    _short,
    _whole,
    _from_last,
)


_OF_KINDS = (_listed_in_last, _halves, _among, _group, _tiers, _of_told, _alternates)  # share no head


def _split(listed: Sequence[Chunk], count: int, text: str) -> list[list[Chunk]]:
    """The names that 、 and 和 join; where they are more than figures, 及 and 和 may join words of one name."""
    by_all = _split_by(listed, "、&")
    parts = by_all if len(by_all) <= count else _split_by(listed, "、")
    return parts if len(parts) == count else _merged(by_all, count, text)


def _split_by(listed: Sequence[Chunk], marks: str) -> list[list[Chunk]]:
    parts: list[list[Chunk]] = [[]]
    for piece in listed:
        if piece.kind in marks:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


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


def _of_pair(name: str, count: int, scope: Scope) -> list[str] | None:
    """城乡居民收入 with two figures: the names of both, by the word that stands for as many things."""
    fitting = (pair for pair in scope.known.pairs if pair[0] in name and len(pair) == count + 1)
    found = next(fitting, None)
    return [name.replace(found[0], member) for member in found[1:]] if found else None


def _of_holders(parts: Sequence[Sequence[Chunk]], first: Reading, scope: Scope) -> list[str] | None:
    """柳湾镇、白石乡分别只有61.3%和58.9%: each holds a figure of what was told before."""
    names = [words(scope.text, part) for part in parts]
    source = next((named for named in reversed(scope.named) if named.place < first.place), scope.first)
    if source is None:
        return None
    group = scope.known.group.search(names[-1])
    if group and group.end() == len(names[-1]):  # 麻栎、松隘、柘坪三县
        names = [f"{name}{group.group()[-1]}" for name in (*names[:-1], names[-1][: group.start()])]
    if all(is_place(name, scope) for name in names):
        return [name + source.base for name in names]  # the place goes to the subject
    return [source.base] * len(names) if _bare_places(parts, names, first, source, scope) else None


def _bare_places(
    parts: Sequence[Sequence[Chunk]], names: Sequence[str], first: Reading, source: Reading, scope: Scope
) -> bool:
    """杉坪、黄泥垱分别完成22.4公里、18.9公里: words that no pattern knows, before what was told of all in their unit."""
    unknown = all(len(part) == 1 and part[0].kind == "X" and not part[0].label for part in parts)
    short = all(_PAIR <= len(name) <= _MAX_MEMBER and not name.endswith(scope.known.heads) for name in names)
    alike = source.quantity.unit_base == first.quantity.unit_base and first.quantity.kind not in RATIOS
    done = any(piece.label == "reach.done" for piece in first.left)
    return unknown and short and alike and done and source.measure is Measure.LEVEL


def _class_head(parts: Sequence[Sequence[Chunk]], scope: Scope) -> str:
    """新能源、输变电装备产业产值: from the class of things on, the last member's words are of all; else ""."""
    last, text, known = parts[-1], scope.text, scope.known.classes
    if any(piece.label == "class" for part in parts[:-1] for piece in part[-1:]):
        return ""
    if words(text, parts[0]).endswith((*scope.known.heads, *scope.known.money)):
        return ""  # 研发费用、高新技术产业增加值: has a head of its own
    start = next((spot for spot, piece in enumerate(last) if spot and piece.label == "class"), None)
    if start is not None and words(text, parts[0]).endswith(known):
        start += 1  # 新兴产业和高技术制造业增加值: each has its own
    head = words(text, last[start:]) if start is not None else ""
    return "" if words(text, parts[0])[-2:] in head else head


def _total_among(parts: Sequence[Sequence[Chunk]], text: str) -> bool:
    return any(words(text, part).startswith(TOTAL) for part in parts)


def _rates_alone(parts: Sequence[Sequence[Chunk]], text: str) -> bool:
    return all(words(text, part).endswith(RATE) for part in parts)


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


def _head_of_short(
    parts: Sequence[Sequence[Chunk]], names: Sequence[str], institutions: Sequence[str]
) -> str:
    """小学、初中学生人均公用经费: what the last member has behind as much as a short one is of all; else ""."""
    last = parts[-1]
    opening = last[0].end - last[0].start
    bare = all(len(name) <= _MAX_MEMBER for name in names[:-1])
    if last[0].label == "ORG" and bare:  # 柘坪、大垭、枫香坪敬老院床位: from the institution on it is of all
        found = next((word for word in institutions if word in names[-1][1:opening]), "")
        return names[-1][names[-1].index(found, 1) :] if found else ""
    for part, name in zip(parts[:-1], names[:-1], strict=True):
        if len(names[-1]) < len(name) + _HEAD or _known(last[0]):
            return ""
        if len(last) == 1:
            return names[-1][len(name) :]
        if len(name) <= _MAX_MEMBER + 1 and part[-1].kind in "XLpO" and abs(opening - len(name)) <= 1:
            return names[-1][opening:]
    return ""


def _bare_head(part: Sequence[Chunk]) -> bool:
    """省属企业营收和利润: a head alone, behind a member that has one with words before it."""
    return len(part) == 1 and part[0].kind == "h"


def _of_deed(part: Sequence[Chunk], first: Sequence[Chunk]) -> bool:
    """安全事故起数、死亡人数: how many something was done to, behind how often."""
    deed = [piece.kind for piece in part] == ["E", "h"]
    return deed and first[-1].label == "generic" and part[-1].label == "generic"


def _alike(one: Chunk, other: Chunk, text: str) -> bool:
    """城镇职工基本养老保险、基本医疗保险参保人数: both members end alike, and what is behind the second is of both."""
    return text[one.end - 2 : one.end] == text[other.end - 2 : other.end]


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
