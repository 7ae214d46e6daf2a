"""Names: from the chunks beside a quantity, and from what stood before, to the indicator."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import Measure

_HEAD_DROP = "TAtoafMOBb&、iRdl的,:-)Feks“"  # never the first chunk of a name
_TAIL_DROP = "TAtoafMBRdZFUDNWeHb&、l的-(sS:“ik"  # never the last chunk of a name
_INNER_DROP = "TtoaOB"  # told by other columns, wherever they stand
_VERBAL = "EVrPl"
_EDGE = "的了等并且和与及、,，。;；:：-—()（）就还共达为 “”\""
MAX_NAME = 60  # characters: the longest full name in hand-labelled reports has 57


@dataclass(slots=True)
class Scope:
    """What a clause may borrow from: names told so far in the sentence, and what stood before it."""

    text: str
    named: list[Reading] = field(default_factory=list)  # readings of this sentence that have a name, in order
    before: Reading | None = None  # the last named reading of the paragraph's earlier sentences
    aside: str = ""  # the name that stands before the bracket which holds the quantity
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
    name = name.strip(_EDGE)
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
    if follows and (not left or verbal or _bare_subject(noun) or _counted_next(reading, noun)):
        if not left and reading.opener == "Q":
            left = _shared_events(reading, scope)
        reading.own = True
        _finish(reading, left + right, "name:after" if not left else "name:around")
    elif left and not _empty(noun):
        reading.own = True
        if noun[0].kind not in "EV":
            left = _shared_events(reading, scope, noun) + left
        _finish(reading, left, "name:before")
    else:
        _borrow(reading, left, noun, scope)


def _events(noun: Sequence[Chunk]) -> Sequence[Chunk]:
    """The verbs that a name opens with."""
    count = 0
    while count < len(noun) and noun[count].kind in "EV&、A":
        count += 1
    return noun[:count] if count < len(noun) or count == 1 else noun[: count - 1]


def _empty(noun: Sequence[Chunk]) -> bool:
    """The pieces alone name nothing: 总量, 其中国家级, 平均每天新增."""
    return all(piece.kind in "hLnAs" or piece.label == "event.bare" for piece in noun)


def _right_noun(reading: Reading, text: str) -> str:
    pieces = trim(reading.right)
    stop = next((spot for spot, p in enumerate(pieces) if p.kind in "Bi" or (p.kind in "K" and spot)), len(pieces))
    pieces = trim(pieces[:stop])
    if reading.closer == "Q":
        while pieces and pieces[-1].kind in "EVPUDSCc":
            pieces = trim(pieces[:-1])
    return clean(words(text, pieces))


def _all(pieces: Sequence[Chunk], kinds: str) -> bool:
    return all(piece.kind in kinds for piece in pieces)


def _bare_subject(noun: Sequence[Chunk]) -> bool:
    """Only a place or the like stands before the number: what is counted follows it."""
    return bool(noun) and _all(noun, "pOLTA")


def _counted_next(reading: Reading, noun: Sequence[Chunk]) -> bool:
    """云箭集团2个项目: a classifier with a noun right behind it counts that noun."""
    if reading.quantity.kind not in ("count", "people") or not reading.right:
        return False
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
    source = scope.named[-1] if scope.named else None
    if source is None and scope.topic:
        _finish(reading, _graft(scope.topic, left, ()), "name:topic")
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
        _finish(reading, source.name, "name:carried")
        reading.doubt += 0.03
    elif all(piece.kind in "LA" for piece in noun):
        _finish(reading, left + _without_event(source, scope), "name:part")
        reading.doubt += 0.05
    else:
        _finish(reading, _graft(source.name, left, trim(source.noun)), "name:grafted")
        reading.doubt += 0.08
    reading.own = bool(left)


def _without_event(source: Reading, scope: Scope) -> str:
    """The name of a whole without the verbs that open it and without the level of a part before this one."""
    noun = trim(source.noun)
    while noun and noun[0].kind in "EV&L":
        noun = noun[1:]
    stem = clean(words(scope.text, noun)).removeprefix("各类").removeprefix("各级")
    return stem or source.name.removeprefix(words(scope.text, trim(source.noun)))


def _graft(base: str, head: str, noun: Sequence[Chunk]) -> str:
    """The carried name with a generic head of its own: 技术合同成交额 + 总量; 粮食播种面积 + 总产 gives 粮食总产."""
    if not head or base.endswith(head):
        return base
    if len(noun) > 1 and noun[-1].kind == "h":
        return base[: len(base) - (noun[-1].end - noun[-1].start)] + head
    return base + head


def _finish(reading: Reading, name: str, note: str) -> None:
    reading.name = clean(name)[:MAX_NAME]
    if note:
        reading.notes.append(note)


def spread(sentence: Sequence[Reading], scope: Scope) -> None:
    """Pair up 分别-lists: the k figures of a run with the k names that stand before them, in order."""
    for run in _runs(sentence):
        if len(run) < 2:
            continue
        first = run[0]
        for later in run[1:]:
            _follow(later, first)
        noun = trim(first.noun)
        names = _coordinated(scope.text, noun, len(run)) if noun else None
        if names is None and not clean(words(scope.text, noun)):
            names = _earlier(first, sentence, len(run))
        if names is None:
            continue
        for reading, name in zip(run, names, strict=True):
            reading.name = clean(name)
            reading.assume("name:spread", 0.03)


def _follow(later: Reading, first: Reading) -> None:
    """A figure that only a list mark joins to the first says the same of its indicator."""
    if later.cues or later.measure is not Measure.LEVEL:
        return
    later.measure, later.sign = first.measure, first.sign
    later.basis, later.of, later.cues = first.basis, first.of, first.cues


def _runs(sentence: Sequence[Reading]) -> list[list[Reading]]:
    """Quantities joined by nothing but 、 和 及, with one kind of unit."""
    runs: list[list[Reading]] = []
    for reading in sentence:
        bare = bool(reading.left) and _all(reading.left, "、&dAUDR")
        if runs and reading.opener == "Q" and bare and runs[-1][-1].quantity.kind == reading.quantity.kind:
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return runs


def _coordinated(text: str, noun: Sequence[Chunk], count: int) -> list[str] | None:
    """The names that 、 and 和 join, if there are as many as figures. A generic last name takes the first one's stem."""
    parts: list[list[Chunk]] = [[]]
    for piece in noun:
        if piece.kind in "、&":
            parts.append([])
        else:
            parts[-1].append(piece)
    parts = [part for part in parts if part]
    if len(parts) != count:
        return None
    names = [words(text, trim(part)) for part in parts]
    last = parts[-1]
    if all(_all(part, "hLA") for part in parts[1:]) and len(parts[0]) > 1 and parts[0][-1].kind == "h":
        stem = words(text, parts[0][:-1])
        names = [names[0], *(stem + name for name in names[1:])]
    elif last[-1].kind == "h" and len(last) > 1 and all(part[-1].kind != "h" for part in parts[:-1]):
        head = text[last[-1].start : last[-1].end]
        names = [*(name + head for name in names[:-1]), names[-1]]
    return names if all(names) else None


def _earlier(first: Reading, sentence: Sequence[Reading], count: int) -> list[str] | None:
    """Names of the readings just before: …17175元，…5153元，实际增长9.8%和8.5%."""
    before = [r for r in sentence if r.place < first.place and r.own and r.measure is Measure.LEVEL][-count:]
    names = [r.name for r in before]
    return names if len(names) == count and len(set(names)) == count else None


def subject(reading: Reading, text: str) -> str | None:
    """A place that the name side begins with and that is not the document's own."""
    for piece in reading.left:
        if piece.kind == "p":
            return text[piece.start : piece.end]
        if piece.kind not in "TAtoafMB&、i,":
            return None
    return None


__all__ = ["Scope", "clean", "give", "spread", "subject", "trim", "words"]
