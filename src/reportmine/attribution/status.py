"""Status: whether a figure was reached, is to be reached, or is expected."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import Measure, Months, SectionKind, Status

_INTERIM = ("until", "half", "quarters.first")  # labels of times up to which so much of a task was done
_AHEAD = "ahead"  # label of 今后五年
_LASTS = "forecast.lasts"  # label of 预计（下同）
_NOW = "stop"  # label of 目前, 截至目前: 计划完成投资1.2亿元，目前完成8640万元
_OF_CLASS = {"t": Status.TARGET, "o": Status.FORECAST, "a": Status.ACTUAL}


def govern(chunks: Sequence[Chunk], readings: Sequence[Reading], kind: SectionKind) -> None:
    """Give every reading of a sentence its status: the section's, until a cue of the sentence says otherwise.

    A forecast holds for its own clause only; a target up to the next cue or the sentence's end. In a plan section
    a word for what is done (已, 截至目前) makes the clause actual.
    """
    heads = {reading.place: reading for reading in readings}
    course = _Course(chunks, Status.TARGET if kind is SectionKind.PLAN else Status.ACTUAL)
    for place, piece in enumerate(chunks):
        if piece.kind == "Q":
            course.give(heads[place])
        elif piece.kind in "toakT":
            course.word(place)
        elif piece.kind in ",;:()":
            course.mark(place)
        elif piece.label == "estimated" and (behind := heads.get(place - 1)) is not None:
            behind.status = Status.FORECAST  # 总产值27.6亿元（预计数）
            behind.notes.append(f"status:{Status.FORECAST}")


class _Course:
    """The status that governs along one sentence, from its beginning on."""

    def __init__(self, chunks: Sequence[Chunk], default: Status) -> None:
        self._chunks = chunks
        self._default = self._current = default
        self._clause_only = False
        self._told = False  # a figure stands behind the last word
        self._stands = False  # as things stand now, up to the next word of status
        self._lasts = False  # a forecast of every figure up to the sentence's end
        self._given = False  # a figure of the sentence was told
        self._plain = (
            False  # the last word stands behind a figure, and heads no list: it is of no clause behind ;
        )
        self._listed = False  # a word heads a list that semicolons part
        self._outside: list[tuple[Status, bool]] = []  # governs again behind a bracket

    @property
    def _aims(self) -> bool:
        """Whether a target governs where the section tells of what was reached."""
        return self._current is Status.TARGET is not self._default

    def give(self, reading: Reading) -> None:
        """Give a reading its status."""
        self._told = self._given = True
        if reading.measure is Measure.COMPLETION and self._default is Status.ACTUAL:
            self._current, self._clause_only = self._default, False  # 计划总投资215亿元，完成率107%
        reached = reading.from_side or _so_many(self._chunks, reading.place)
        reading.status = Status.ACTUAL if reached else self._current
        if _is_task(self._chunks, reading.place):
            reading.status = Status.TARGET
        if self._current is not self._default or self._stands:
            reading.notes.append(f"status:{self._current}")

    def word(self, place: int) -> None:
        """A cue of status, a task, or an expression of time."""
        piece = self._chunks[place]
        if piece.kind in _OF_CLASS:
            if piece.kind == "t" and _says_nothing(self._chunks, place, self._current):
                return
            self._current, self._told, self._stands = _OF_CLASS[piece.kind], False, False
            heads = piece.label == _LASTS or _heads_list(self._chunks, place)
            self._listed = self._listed or heads
            self._lasts, self._plain = piece.kind == "o" and heads, self._given and not self._listed
            self._clause_only = self._current is not Status.TARGET and not self._lasts
        elif piece.kind == "k":
            if _heads_list(self._chunks, place) and not _done_before(self._chunks, place):
                # 年度目标：浓度40微克，优良率91.5%
                self._current, self._clause_only, self._told = Status.TARGET, False, False
                self._listed, self._plain = True, False
        elif piece.label == _AHEAD:
            self._current, self._clause_only, self._told = Status.TARGET, False, False
            self._plain = False
        elif piece.label == _NOW and not _describes(self._chunks, place):
            self._current, self._clause_only, self._told = Status.ACTUAL, True, False
            self._stands = True
        elif piece.label in _INTERIM and self._aims and self._told:
            self._current = self._default  # 任务是60件，截至10月底受理58件; 任务是400人，上半年到岗237人
        elif piece.label == "last_year" and self._default is Status.TARGET:
            self._current, self._clause_only = Status.ACTUAL, True

    def mark(self, place: int) -> None:
        """A mark between clauses, or a bracket."""
        kind = self._chunks[place].kind
        if kind == "(":
            self._outside.append((self._current, self._clause_only))
        elif kind == ")":
            if self._outside:
                self._current, self._clause_only = self._outside.pop()  # 孵化器（已入驻项目9个）年内再引进6个
        elif kind == "," and self._aims and not self._told and _aimless(self._chunks, place):
            self._current = self._default  # 确保政策更可持续，2025年民生支出占比80.1%
        elif self._clause_only and _ends(self._chunks, place):
            self._current, self._clause_only = self._default, False
        elif kind == "," and self._aims and self._told and _done_next(self._chunks, place):
            self._current = self._default  # 计划完成投资1.8亿元，完成1.7亿元
        elif kind == ";" and (self._current is not Status.TARGET or self._plain) and not self._lasts:
            self._current = self._default


def follow(readings: Sequence[Reading], kind: SectionKind, planned: Months | None) -> None:
    """What a status follows from: a part has that of its whole; a period before the planned one is past; a task is due."""
    by_index = {reading.index: reading for reading in readings}
    before: list[Reading] = []  # the figure before, and around brackets those outside of them
    for reading in readings:
        while before and before[-1].depth > reading.depth:
            before.pop()  # 旅客1852万人次（全年预计2160万人次），同比增长3.3%
        earlier = before[-1] if before else None
        before.append(reading)
        # 预计全年完成52.8亿元，增长9.6%；1-11月已完成47.35亿元: what has a time of its own is not expected
        expected = (
            earlier is not None and earlier.status is Status.FORECAST and earlier.period == reading.period
        )
        if is_task(reading):
            reading.status = Status.TARGET
        if any(note.startswith("status:") for note in reading.notes):
            continue
        whole = by_index.get(reading.whole) if reading.whole is not None else None
        ahead = planned and reading.period and reading.period.start > planned.end
        past = planned and reading.period and reading.period.end < planned.start
        if expected and ("name:carried" in reading.notes or _grows(reading, earlier)):
            reading.status = Status.FORECAST  # 预计实现总产值33亿元，增长20%: the growth of what is expected
        elif earlier is not None and _grows_to(reading, earlier):
            reading.status = Status.TARGET  # 奋斗目标938亿元，增长13%
        elif kind is not SectionKind.PLAN and ahead and reading.status is Status.ACTUAL:
            reading.status = Status.TARGET  # 到2025年达到80家
            reading.notes.append("status:ahead")
        elif whole is not None and not (whole.status is Status.TARGET and _was_done(reading)):
            reading.status = whole.status
            if "name:part" in reading.notes and whole.status is Status.TARGET:
                reading.period = whole.period  # 任务18万亩（新建11万亩、改造7万亩）
        elif kind is SectionKind.PLAN and past and reading.status is Status.TARGET:
            reading.status = Status.ACTUAL
            reading.notes.append("status:past")


def _was_done(reading: Reading) -> bool:
    """改厕任务6200户，完成3410户; 计划实施165公里，截止6月底建成78.3公里: so many of them."""
    done = any(
        piece.kind == "a" or piece.label == "reach.done" or piece.label in _INTERIM for piece in reading.left
    )
    return reading.depth == 0 and done


def _grows(reading: Reading, before: Reading | None) -> bool:
    """预计总产值38亿元，总产值增速20%: the growth of what was told, by its own name."""
    grown = before is not None and reading.measure is Measure.GROWTH and reading.opener == ","
    return grown and before is not None and reading.base == before.base


def _grows_to(reading: Reading, before: Reading) -> bool:
    aimed = is_task(before) and before.status is Status.TARGET and reading.opener == ","
    return aimed and reading.measure is Measure.GROWTH and "name:carried" in reading.notes


def is_task(reading: Reading) -> bool:
    """计划投资58亿元; 改厕任务38283座: the number is what was planned, where nothing says that it was done."""
    if "name:task" in reading.notes:
        return True
    if reading.measure is not Measure.LEVEL:
        return False
    told = [piece for piece in reading.left if piece.label != "reach.equal"]
    due = bool(told) and told[-1].kind == "k" and not any(piece.label == "reach.done" for piece in told)
    return due or _is_set(reading.left) or any(piece.label == "planned" for piece in told)


def _is_set(left: Sequence[Chunk]) -> bool:
    """下达的目标任务为引进资金27亿元: what the task is."""
    return any(one.kind == "k" and other.label == "reach.equal" for one, other in pairwise(left))


def _says_nothing(chunks: Sequence[Chunk], place: int, current: Status) -> bool:
    """A target that is no more than a forecast (预计将达), or what a figure is compared with (比预期目标多3万人)."""
    if chunks[place].label == "target.will" and current is Status.FORECAST:
        return True
    if "".join(piece.kind for piece in chunks[max(0, place - 2) : place]) == "Q的":
        return True  # 距9户的目标还差7户: the one is the target, and not the other
    for piece in reversed(chunks[:place]):
        if piece.kind in "Q,;:。(":
            return False
        if piece.kind in "bBGg":
            return True
    return False


def _describes(chunks: Sequence[Chunk], place: int) -> bool:
    """由目前的4个增加到7个: the time is that of one figure alone."""
    return any(piece.kind == "的" for piece in chunks[place + 1 : place + 2])


def _heads_list(chunks: Sequence[Chunk], place: int) -> bool:
    """预计全年：生产总值165亿元；投资30亿元: a colon behind the word, and the figures behind that."""
    behind = "".join(piece.kind for piece in chunks[place + 1 : place + 4] if piece.label != "reach.equal")
    return re.match("[TAk]{0,2}:", behind) is not None


def _done_before(chunks: Sequence[Chunk], place: int) -> bool:
    """超额完成年度目标：投资增长8%: what follows was reached."""
    clause = re.split("[。(]", "".join(piece.kind for piece in chunks[:place]))[-1]
    return any(kind in "QRa" for kind in clause)


def _done_next(chunks: Sequence[Chunk], place: int) -> bool:
    """A clause that begins with what was done, of the same thing: with a thing of its own it is one more task."""
    if place + 1 >= len(chunks) or chunks[place + 1].label != "reach.done":
        return False
    clause = "".join(piece.kind for piece in chunks[place + 2 : place + 8]).partition("Q")[0]
    return "X" not in clause


def _so_many(chunks: Sequence[Chunk], place: int) -> bool:
    """计划总投资97亿元，其中9个项目已签约: so many have done it, whatever is planned of the sum before."""
    behind = "".join(piece.kind for piece in chunks[place + 1 : place + 4])
    return re.match("[XLE]{1,2}a", behind) is not None


def _ends(chunks: Sequence[Chunk], place: int) -> bool:
    """A comma ends a clause-only cue once a quantity stood between cue and comma."""
    for piece in reversed(chunks[:place]):
        if piece.kind == "Q":
            return True
        if piece.kind in "toa,;:":
            return False
    return False


def _aimless(chunks: Sequence[Chunk], place: int) -> bool:
    """An aim that is told without a figure ends with its clause: 确保粮食安全，播种面积48万亩."""
    clause = "".join(piece.kind for piece in chunks[:place]).rpartition(",")[2].rpartition("t")[2]
    return "X" in clause


def _is_task(chunks: Sequence[Chunk], place: int) -> bool:
    """完成全年任务（2.8亿元）的52.1%: the number in the bracket is the task."""
    bracketed = place >= 2 and chunks[place - 1].kind == "(" and chunks[place - 2].kind == "k"
    return (
        bracketed or "".join(piece.kind for piece in chunks[place + 1 : place + 3]) == "的t"
    )  # 距9户的目标还差7户
