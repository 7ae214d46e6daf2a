"""Names: from the chunks beside a quantity, and from what stood before, to the indicator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import Measure

_HEAD_DROP = "SxTAtoafMOBb&、iRdl的,:-)Fes“"  # never the first chunk of a name
_TAIL_DROP = "xTAtoafMBRdZFUDNWeHb&、l的-(sS:“iK"  # never the last chunk of a name
_INNER_DROP = "xTtoaOB"  # told by other columns, wherever they stand
_VERBAL = "EVrPl"
_MARKS = "、,，。;；:：-—.· \t"
# 物理、英语两科优秀率, 能源、交通、建工三大板块: how many they are stands behind the last of them.
_COUNTED = re.compile("(?<=.)[两三四五六七八九十](?:大|个|项|科|类|种|家|名|方面)")
_MAX_SHORT = 4  # characters: a place without its 县 or 市
_MAX_HOLDER = 12  # characters: 南屿省青禾县石鼓镇
MAX_NAME = 60  # characters: the longest full name in hand-labelled reports has 57


@dataclass(slots=True)
class Scope:
    """What a clause may borrow from: names told so far in the sentence, and what stood before it."""

    text: str
    holders: tuple[str, ...] = ()  # endings of places and organisations
    common: tuple[str, ...] = ()  # endings that only look like one
    place: re.Pattern[str] = re.compile("(?!)")  # a name that begins with a place
    own: str = ""  # title and issuer: what they name is no subject
    people: tuple[str, ...] = ()  # nouns for people
    whole: Reading | None = None  # what 其中, a colon or a bracket takes apart
    named: list[Reading] = field(default_factory=list)  # readings of this sentence that have a name, in order
    before: Reading | None = None  # the last named reading of the paragraph's earlier sentences
    aside: str = ""  # the name that stands before the bracket which holds the quantity

    def last(self, reading: Reading) -> Reading | None:
        """The last named reading that is no deeper in brackets than this one, and not in its own field."""
        fitting = (named for named in reversed(self.named) if named.depth <= reading.depth)
        return next((named for named in fitting if named.place < reading.beyond), None)
    topic: str = ""  # what the sentence, or the heading above it, is about


def words(text: str, pieces: Sequence[Chunk]) -> str:
    """Their characters joined, without the chunks that other columns tell and without spaces."""
    kept = [text[p.start : p.end] for p in pieces if p.kind not in _INNER_DROP]
    return re.sub(r"\s", "", "".join(kept))


def trim(pieces: Sequence[Chunk]) -> Sequence[Chunk]:
    """The pieces without what never begins or ends a name."""
    start, end = 0, len(pieces)
    while start < end and pieces[start].kind in _HEAD_DROP:
        start += 1
    while end > start and pieces[end - 1].kind in _TAIL_DROP:
        end -= 1
    return pieces[start:end]


def clean(name: str) -> str:
    """The name without marks at its edges and without an unpaired bracket or quote."""
    name = name.strip(_MARKS).removeprefix("的").removesuffix("的").removesuffix("了").strip(_MARKS)
    for opening, closing in ("()", "（）", "“”", "《》"):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name


def give(reading: Reading, scope: Scope) -> None:
    """Name a reading from its own clause, else from what it may borrow."""
    text = scope.text
    noun = trim(reading.noun)
    left = clean(words(text, noun))
    right = _right_noun(reading, text)
    reading.events = _events(noun)
    verbal = bool(noun) and noun[-1].kind in _VERBAL
    follows = bool(right) and reading.measure in (Measure.LEVEL, Measure.CHANGE, Measure.SHARE)
    noun_behind = bool(reading.right) and reading.right[0].kind in "XhL"
    if follows and noun_behind and reading.opener == "Q" and scope.named and scope.named[-1].counts == left:
        noun, left = (), ""
    if follows and (not left or verbal or _had(reading) or _bare_subject(noun) or _counted_next(reading, noun, text)):
        if not left and reading.opener == "Q":
            left = _shared_events(reading, scope)
        if not left and scope.whole is not None and reading.right[0].kind in "GgUDEVRAZ":
            left = _without_event(scope.whole, scope)
        reading.own = True
        reading.counts = right
        _finish(reading, left + right, "name:after" if not left else "name:around")
    elif left and (held := _held(reading, left, right, scope)):
        reading.subject = left
        _finish(reading, held, "name:carried-for-subject")
        reading.doubt += 0.05
    elif left and scope.whole is not None and scope.whole is not reading and all(p.kind in "LAEV、&" for p in noun):
        reading.own = True
        _finish(reading, left + _without_event(scope.whole, scope), "name:part")
        reading.doubt += 0.05
    elif left and noun[-1].kind not in "EV" and (shared := _of_group(left, scope.last(reading), scope)):
        reading.own = True
        _finish(reading, shared, "name:group")
        reading.doubt += 0.05
    elif left and _of_topic(reading, noun, right, scope):
        reading.own = True
        _finish(reading, _graft(scope.topic, noun, (), text), "name:topic")
        reading.doubt += 0.1
    elif left and not _empty(noun) and not _of_counted(reading, noun, scope) and not _repeats(noun, scope, reading):
        reading.own = True
        if _shared_noun(reading, left, scope):
            _finish(reading, scope.named[-1].name, "name:shared")
            return
        if noun[0].kind not in "EV":
            left = _shared_events(reading, scope, noun) + left
        _finish(reading, left, "name:before")
    else:
        _borrow(reading, left, noun, scope)


def _of_group(left: str, source: Reading | None, scope: Scope) -> str:
    """城镇居民35218元 behind 居民人均可支配收入27846元: a group of those whose figure was told."""
    if source is None or len(left) > _MAX_HOLDER or not left.endswith(scope.people):
        return ""
    for size in (4, 3, 2):
        group = left[-size:]
        at = source.base.find(group)
        if len(left) > size and 0 <= at <= 2 and len(source.base) > at + size + 2:
            return left + source.base[at + size :]
    return ""


def _is_place(name: str, scope: Scope) -> bool:
    """The name ends as a place or an organisation does, and is more than that ending."""
    held = name.endswith(scope.holders) and name not in scope.holders and len(name) <= _MAX_HOLDER
    return held and not name.endswith(scope.common)


def _held(reading: Reading, left: str, right: str, scope: Scope) -> str:
    """The name that stands before where a clause names only who holds the figure, else "".

    石桥县增长3.9%; （白鹭区52.3%，临溪县44.1%）; (研发支出与地区生产总值之比,甲县2.82,乙县3.12).
    """
    source = scope.last(reading)
    plain = all(piece.kind in "XLpO" for piece in trim(reading.noun))
    if not plain or (right and reading.measure is Measure.LEVEL):
        return ""
    short = reading.depth > 0 and len(left) <= _MAX_SHORT and reading.quantity.unit_base in ("%", "")
    if short and scope.topic:
        return scope.topic
    if source is None:
        return ""
    alike = source.quantity.kind == reading.quantity.kind
    if _is_place(left, scope):
        fits = alike or reading.depth > 0 or reading.measure is not Measure.LEVEL
        return source.base if fits else ""
    return source.base if short and alike else ""


def _shared_noun(reading: Reading, left: str, scope: Scope) -> bool:
    """签了5个项目3.2亿元: what stands between two figures was counted by the first, and is of both."""
    if reading.opener != "Q" or not scope.named or reading.left[0].kind in "、&":
        return False
    before = scope.named[-1]
    return before.counts == left and bool(left)


def _events(noun: Sequence[Chunk]) -> Sequence[Chunk]:
    """The verbs that a name opens with."""
    count = 0
    while count < len(noun) and noun[count].kind in "EV&、A":
        count += 1
    return noun[:count] if count < len(noun) or count == 1 else noun[: count - 1]


def _empty(noun: Sequence[Chunk]) -> bool:
    """The pieces alone name nothing: 总量, 其中国家级, 平均每天新增."""
    if len(noun) > 1 and noun[0].kind == "L" and noun[-1].kind == "h":
        return False
    if not all(piece.kind in "LnAsk" or piece.label in ("generic", "event.bare") for piece in noun):
        return False
    verbs = sum(piece.label == "event.bare" for piece in noun)
    return verbs in (0, len(noun)) or noun[-1].kind in "EA"


def _of_topic(reading: Reading, noun: Sequence[Chunk], right: str, scope: Scope) -> bool:
    """水产种业项目已完成…，投资额达800万元: the clause before says of what."""
    if right or not scope.topic or reading.opener != ",":
        return False
    return len(noun) == 1 and noun[0].label == "head"


def _repeats(noun: Sequence[Chunk], scope: Scope, reading: Reading) -> bool:
    """科技型中小企业入库量达88家，入库总量排名第一: the verb was told with its noun before."""
    source = scope.last(reading)
    if source is None or len(noun) < 2 or noun[0].kind != "E" or any(piece.kind not in "Eh" for piece in noun):
        return False
    return scope.text[noun[0].start : noun[0].end] in source.base[1:]


def _of_counted(reading: Reading, noun: Sequence[Chunk], scope: Scope) -> bool:
    """项目45个，总投资62亿元: money behind a count is the money of what was counted."""
    source = scope.last(reading)
    heads = all(piece.kind in "hLA" or piece.label == "event.bare" for piece in noun)
    counted = source is not None and source.quantity.kind in ("count", "people") and source.measure is Measure.LEVEL
    return heads and counted and reading.quantity.kind == "money" and reading.opener in ("Q", ",")


def _right_noun(reading: Reading, text: str) -> str:
    if reading.right and reading.right[0].kind in "RiK":
        return ""
    pieces = trim(reading.right)
    stop = next((spot for spot, p in enumerate(pieces) if p.kind in "Bi" or (p.kind in "K" and spot)), len(pieces))
    pieces = trim(pieces[:stop])
    if reading.closer == "Q":
        while pieces and pieces[-1].kind in "EVPUDSCc":
            pieces = trim(pieces[:-1])
    return clean(words(text, [piece for piece in pieces if piece.kind != "A"]))


def _all(pieces: Sequence[Chunk], kinds: str) -> bool:
    return all(piece.kind in kinds for piece in pieces)


def _bare_subject(noun: Sequence[Chunk]) -> bool:
    """Only a place or the like stands before the number: what is counted follows it."""
    return bool(noun) and _all(noun, "pOLTA")


def _had(reading: Reading) -> bool:
    """建设任务共有5个一级指标: what is had stands behind the number."""
    tail = [piece for piece in reading.left[-3:] if piece.label == "reach.have"]
    return bool(tail) and bool(reading.right) and reading.right[0].kind in "XhL"


def _counted_next(reading: Reading, noun: Sequence[Chunk], scope_text: str) -> bool:
    """云箭集团2个项目: a classifier with a noun right behind it counts that noun."""
    if reading.quantity.kind not in ("count", "people", "money") or not reading.right or not noun:
        return False
    if scope_text[noun[-1].start : noun[-1].end].endswith("等"):
        return True  # 尿毒症等8类大病
    return reading.right[0].kind in "XhL" and reading.closer != "Q" and not any(p.kind in "E" for p in noun[:1])


def _shared_events(reading: Reading, scope: Scope, noun: Sequence[Chunk] = ()) -> str:
    """The verbs of the list that a reading stands in: 引进2名院士、3个团队; 淘汰炼钢产能1691万吨、炼铁产能2113万吨.

    A list is joined by 、 or 和; a comma joins it too where both names end alike: 国家级研发机构1个，省级研发机构3个.
    """
    if not scope.named:
        return ""
    last = scope.named[-1]
    joined = reading.opener == "Q" and bool(reading.left) and reading.left[0].kind in "、&"
    alike = bool(noun) and reading.opener == "," and last.name[-4:] == words(scope.text, noun)[-4:]
    if not (joined or alike) or not last.events:
        return ""
    reading.events = last.events
    reading.assume("event:listed", 0.02)
    return clean(words(scope.text, last.events))


def _borrow(reading: Reading, left: str, noun: Sequence[Chunk], scope: Scope) -> None:
    """No name of its own: the name before it, with whatever generic head or verb the clause has."""
    bracketed = reading.opener == "(" and not left
    if bracketed and scope.aside:
        _finish(reading, scope.aside, "name:before-bracket")
        reading.own = True
        reading.doubt += 0.1
        return
    source = scope.last(reading)
    if scope.topic and reading.opener != "Q":
        _finish(reading, _graft(scope.topic, noun, (), scope.text), "name:topic")
        reading.own = True
        reading.doubt += 0.25
        return
    if source is None:
        source = scope.before
        reading.assume("name:sentence-before", 0.25)
    if source is None:
        _finish(reading, left, "name:none")
        reading.doubt += 0.5
        return
    if not left:
        _finish(reading, source.base, "name:carried")
        reading.doubt += 0.03
        _same_statement(reading, source)
    elif all(piece.kind in "LA" for piece in noun):
        _finish(reading, left + _without_event(source, scope), "name:part")
        reading.doubt += 0.05
    elif all(piece.kind in "kAT" for piece in noun):
        _finish(reading, source.base + left, "name:task")
        reading.base = source.base
    else:
        _finish(reading, _graft(source.base, noun, trim(source.noun), scope.text), "name:grafted")
        reading.doubt += 0.08
    reading.own = bool(left)


def _same_statement(reading: Reading, source: Reading) -> None:
    """Without a name and a cue of its own a figure says what the one before said: …达到55%，三季度末不低于80%.

    So does the end of a movement: …比重由0.38%提高到1.46%.
    """
    if reading.measure is not Measure.LEVEL or reading.quantity.kind != source.quantity.kind:
        return
    if source.from_side or not reading.cues:
        reading.measure, reading.of = source.measure, source.of
        reading.sign = source.sign


def _without_event(source: Reading, scope: Scope) -> str:
    """The name of a whole without the verbs that open it and without the level of a part before this one."""
    noun = trim(source.noun)
    while noun and (noun[0].kind in "EV&LA" or scope.text[noun[0].start : noun[0].end].endswith("以上")):
        noun = noun[1:]
    stem = clean(words(scope.text, noun)).removeprefix("各类").removeprefix("各级")
    return stem or source.name.removeprefix(words(scope.text, trim(source.noun)))


def _graft(base: str, head: Sequence[Chunk], noun: Sequence[Chunk], text: str) -> str:
    """The carried name with a generic head or verb of its own.

    技术合同成交额 + 总量; 粮食播种面积 + 总产 gives 粮食总产; 生猪出栏 + 存栏 gives 生猪存栏; 投资 + 增速 keeps both.
    """
    written = clean(words(text, head))
    if not head or written in base:
        return base
    if all(piece.kind in "nA" for piece in head) or len(noun) < 2:
        return base + written
    verb = head[0].label == "event.bare"
    if verb and noun[0].label == "event.bare":
        return base.removeprefix(text[noun[0].start : noun[0].end]) + written
    opening = words(text, _events(noun))
    if verb and opening and base.startswith(opening) and len(opening) < len(base):
        return written + base.removeprefix(opening)  # 受理投诉264件，办结250件
    stem = list(noun)
    if stem[-1].kind == "h" and not verb:
        stem.pop()
        while len(stem) > 1 and stem[-1].kind in "EV":
            stem.pop()
    elif stem[-1].label == "event.bare" and verb:
        stem.pop()
    cut = noun[-1].end - (stem[-1].end if stem else noun[0].start)
    return (base[: len(base) - cut] if cut and stem else base) + written


def _finish(reading: Reading, name: str, note: str) -> None:
    reading.name = clean(name)[:MAX_NAME]
    reading.base = reading.name.removesuffix(reading.rate) or reading.name
    if note:
        reading.notes.append(note)


def pair(run: Sequence[Reading], earlier: Sequence[Reading], scope: Scope) -> Sequence[Reading]:
    """Pair up a run of k figures with the k names that stand before it, in order; returns what the next run pairs with.

    `earlier` are the readings that the next list may be about: …分别增长5.6%、3.1%.
    """
    first = run[0]
    for later in run[1:]:
        _follow(later, first)
    _deal(run, "basis")
    _deal(run, "of")
    names = _names_of(run, earlier, scope)
    if names is not None:
        for reading, name in zip(run, names, strict=True):
            reading.name = reading.base = clean(name)
            reading.own = True
            reading.assume("name:spread", 0.03)
            _part_from_holder(reading, scope)
    if len(run) > 1:
        return run
    return [*earlier, first] if first.own else earlier


def _part_from_holder(reading: Reading, scope: Scope) -> None:
    """白鹭区GDP增速: the place is the subject, and what later clauses borrow is the rest."""
    found = scope.place.match(reading.name)
    if found and len(found.group()) < len(reading.name) and not found.group().endswith(scope.common):
        reading.subject = found.group()
        reading.base = reading.name[found.end() :]


def _names_of(run: Sequence[Reading], earlier: Sequence[Reading], scope: Scope) -> list[str] | None:
    """One name for each figure of a run, or None where the names do not pair up."""
    if len(run) < 2:
        return None
    first = run[0]
    told = [reading.base for reading in earlier[-len(run) :]]
    distinct = len(set(told)) == len(run)
    noun = trim([piece for piece in first.noun if piece.kind not in _INNER_DROP])
    if not noun or (_empty(noun) and not any(piece.kind in "、&" for piece in noun)):
        if not distinct and earlier and _coordinated(scope, trim(earlier[-1].noun), first, len(run)):
            return _coordinated(scope, trim(earlier[-1].noun), first, len(run))
        if not distinct:
            return None
        head = clean(words(scope.text, noun))
        return [name + head for name in told]
    if first.spread and distinct and not any(piece.kind in "、&" for piece in noun):
        head = clean(words(scope.text, noun))
        return [name + head for name in told]
    return _coordinated(scope, noun, first, len(run))


def _follow(later: Reading, first: Reading) -> None:
    """A figure that only a list mark joins to the first says the same of its indicator."""
    if later.cues or later.measure is not Measure.LEVEL:
        return
    later.measure, later.sign = first.measure, first.sign
    later.basis, later.of, later.cues = first.basis, first.of, first.cues


def _deal(run: Sequence[Reading], column: str) -> None:
    """比1-3月、1-4月分别提高6.4个、7.8个百分点: as many references as figures are one for each, in order."""
    written: str | None = getattr(run[0], column)
    parts = re.split("[、和与及]", written.removesuffix("平均水平").removesuffix("平均")) if written else []
    if len(run) < 2 or len(parts) != len(run) or not written:
        return
    opener = parts[0][0] if column == "basis" and parts[0][0] in "比较与" else ""
    tail = next((end for end in ("平均水平", "平均") if written.endswith(end)), "")
    for reading, part in zip(run, parts, strict=True):
        setattr(reading, column, (part if part.startswith(opener) else opener + part) + tail)


def runs(sentence: Sequence[Reading]) -> list[list[Reading]]:
    """Quantities joined by nothing but 、 和 及, with one kind of unit."""
    runs: list[list[Reading]] = []
    for reading in sentence:
        bare = bool(reading.left) and _all(reading.left, "、&dAUDR")
        if runs and reading.opener == "Q" and bare and runs[-1][-1].quantity.kind == reading.quantity.kind:
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return runs


def _coordinated(scope: Scope, noun: Sequence[Chunk], first: Reading, count: int) -> list[str] | None:
    """The names that 、 and 和 join, if there are as many as figures.

    What the last name has behind its first piece is of all: 第一剂、第二剂、加强针接种率. What a generic name lacks is
    taken from the first one, or from what was told before: 项数、成交额.
    """
    listed, tail = _split_at(noun, "d")
    parts: list[list[Chunk]] = [[]]
    for piece in listed:
        if piece.kind in "、&":
            parts.append([])
        else:
            parts[-1].append(piece)
    parts = [list(trim(part)) for part in parts]
    text = scope.text
    whole = words(text, trim(listed))
    if len(parts) == 1 and count == 2 and whole.startswith("城乡"):
        return ["城" + whole[2:], "乡" + whole[2:]]
    if len(parts) != count or not all(parts):
        return None
    held = _of_holders(parts, first, scope)
    if held is not None:
        return held
    names = [words(text, part) for part in parts]
    after = words(text, trim(tail)) if tail else ""
    lead = words(text, _events(parts[0])) if len(_events(parts[0])) < len(parts[0]) else ""
    counted = _COUNTED.search(names[-1])
    numbered = _numbered(names)
    if numbered is not None:
        names = numbered
    elif counted is not None:
        head = names[-1][counted.end() :]
        names = [*(name + head for name in names[:-1]), names[-1][: counted.start()] + head]
    elif all(_empty(part) for part in parts):
        source = next((named for named in reversed(scope.named) if named.place < first.place), None)
        stem = source.base if source is not None else scope.topic
        names = [_graft(stem, part, (), text) for part in parts]
    elif all(_empty(part) for part in parts[1:]) and len(parts[0]) > 1:
        stem = words(text, parts[0][:-1])
        names = [names[0], *(stem + name for name in names[1:])]
    elif len(parts[-1]) == 1 and len(names[-1]) >= len(names[0]) + 3:
        names = [*(name + names[-1][len(names[0]) :] for name in names[:-1]), names[-1]]
    elif len(parts[-1]) > 1 and (parts[-1][-1].kind != parts[0][-1].kind or _alike(parts[0][-1], parts[-1][0], text)):
        first_chunk = parts[-1][0].end - parts[-1][0].start
        head = names[-1][len(names[0]) :] if first_chunk > len(names[0]) + 1 else words(text, parts[-1][1:])
        names = [*(name + head for name in names[:-1]), names[-1]]
    names = [name if name.startswith(lead) else lead + name for name in names]
    return [name if name.endswith(after) else name + after for name in names]


def _alike(one: Chunk, other: Chunk, text: str) -> bool:
    """城镇职工基本养老保险、基本医疗保险参保人数: both members end alike, and what is behind the second is of both."""
    return text[one.end - 2 : one.end] == text[other.end - 2 : other.end]


def _of_holders(parts: Sequence[Sequence[Chunk]], first: Reading, scope: Scope) -> list[str] | None:
    """柳湾镇、白石乡分别只有61.3%和58.9%: each holds a figure of what was told before."""
    names = [words(scope.text, part) for part in parts]
    source = next((named for named in reversed(scope.named) if named.place < first.place), None)
    if source is None or not all(_is_place(name, scope) for name in names):
        return None
    return [name + source.base for name in names]


def _numbered(names: Sequence[str]) -> list[str] | None:
    """第一、二、三产业: the members are single numerals."""
    if len(names[0]) < 2 or any(len(name) != 1 for name in names[1:-1]) or len(names[-1]) < 3:
        return None
    if not re.search("[一二三四五六七八九十]$", names[0]) or names[-1][0] not in "一二三四五六七八九十":
        return None
    head = names[-1][1:]
    return [names[0][:-1] + name[-1 if number == 0 else 0] + head for number, name in enumerate(names)]


def _split_at(pieces: Sequence[Chunk], kind: str) -> tuple[Sequence[Chunk], Sequence[Chunk]]:
    at = next((spot for spot, piece in enumerate(pieces) if piece.kind == kind), len(pieces))
    return pieces[:at], pieces[at + 1 :]


def subject(reading: Reading, scope: Scope) -> str | None:
    """Who holds the figure: a place or organisation that the clause begins with, or the one before that it speaks of on.

    The document's own place and issuer are no subject.
    """
    if reading.subject:
        return reading.subject
    for piece in reading.left:
        written = scope.text[piece.start : piece.end]
        if piece.kind == "p" or (piece.label in ("ORG", "PLACE") and written not in scope.own):
            return written
        if piece.kind not in "TAtoafMB&、i,":
            break
    before = scope.named[-1] if scope.named else None
    told_on = any(note in reading.notes for note in ("name:carried", "name:grafted"))
    if before is not None and before.subject and told_on and reading.depth == before.depth:
        return before.subject
    return None


__all__ = ["Scope", "clean", "give", "pair", "runs", "subject", "trim", "words"]
