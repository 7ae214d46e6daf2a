"""Status: whether a figure was reached, is to be reached, or is expected."""

from collections.abc import Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import Measure, Months, SectionKind, Status

_INTERIM = ("until", "half", "quarters.first")  # labels of times up to which so much of a task was done
_OF_CLASS = {"t": Status.TARGET, "o": Status.FORECAST, "a": Status.ACTUAL}


def govern(chunks: Sequence[Chunk], readings: Sequence[Reading], kind: SectionKind) -> None:
    """Give every reading of a sentence its status: the section's, until a cue of the sentence says otherwise.

    A forecast holds for its own clause only; a target up to the next cue or the sentence's end. In a plan section
    a word for what is done (已, 截至目前) makes the clause actual.
    """
    default = Status.TARGET if kind is SectionKind.PLAN else Status.ACTUAL
    heads = {reading.place: reading for reading in readings}
    current, clause_only, told = default, False, False
    outside: list[tuple[Status, bool]] = []
    for place, piece in enumerate(chunks):
        cue = piece.kind
        if cue == "(":
            outside.append((current, clause_only))
        elif cue == ")" and outside:
            current, clause_only = outside.pop()  # 孵化器（已入驻项目9个）年内再引进6个
        elif cue == "Q":
            reading, told = heads[place], True
            reading.status = Status.ACTUAL if reading.from_side else current
            if _is_task(chunks, place):
                reading.status = Status.TARGET
            if current is not default:
                reading.notes.append(f"status:{current}")
        elif cue == "t" and _says_nothing(chunks, place, current):
            continue
        elif cue in _OF_CLASS:
            current, told = _OF_CLASS[cue], False
            clause_only = current is not Status.TARGET
        elif cue == "T" and piece.label in _INTERIM and current is Status.TARGET is not default and told:
            current = default  # 任务是60件，截至10月底受理58件; 任务是400人，上半年到岗237人
        elif cue == "T" and piece.label == "last_year" and default is Status.TARGET:
            current, clause_only = Status.ACTUAL, True
        elif cue == "," and current is Status.TARGET is not default and not told and _aimless(chunks, place):
            current = default  # 确保政策更可持续，2025年民生支出占比80.1%
        elif cue in ",;:" and clause_only and _ends(chunks, place):
            current, clause_only = default, False
        elif cue == ";" and current is not Status.TARGET:
            current = default


def follow(readings: Sequence[Reading], kind: SectionKind, planned: Months | None) -> None:
    """What a status follows from: a part has that of its whole; a period before the planned one is past; a task is due."""
    by_index = {reading.index: reading for reading in readings}
    before: Reading | None = None
    for reading in readings:
        expected = before is not None and before.status is Status.FORECAST
        before = reading
        if is_task(reading):
            reading.status = Status.TARGET
        if any(note.startswith("status:") for note in reading.notes):
            continue
        whole = by_index.get(reading.whole) if reading.whole is not None else None
        ahead = planned and reading.period and reading.period.start > planned.end
        past = planned and reading.period and reading.period.end < planned.start
        if expected and "name:carried" in reading.notes:
            reading.status = Status.FORECAST  # 预计实现总产值33亿元，增长20%: the growth of what is expected
        elif kind is not SectionKind.PLAN and ahead and reading.status is Status.ACTUAL:
            reading.status = Status.TARGET  # 到2025年达到80家
            reading.notes.append("status:ahead")
        elif whole is not None:
            reading.status = whole.status
            if "name:part" in reading.notes and whole.status is Status.TARGET:
                reading.period = whole.period  # 任务18万亩（新建11万亩、改造7万亩）
        elif kind is SectionKind.PLAN and past and reading.status is Status.TARGET:
            reading.status = Status.ACTUAL
            reading.notes.append("status:past")


def is_task(reading: Reading) -> bool:
    """计划投资58亿元; 改厕任务38283座: the number is what was planned, where nothing says that it was done."""
    if "name:task" in reading.notes:
        return True
    if reading.measure is not Measure.LEVEL:
        return False
    told = [piece for piece in reading.left if piece.label != "reach.equal"]
    due = bool(told) and told[-1].kind == "k" and not any(piece.label == "reach.done" for piece in told)
    return due or any(piece.label == "planned" for piece in told)


def _says_nothing(chunks: Sequence[Chunk], place: int, current: Status) -> bool:
    """A target that is no more than a forecast (预计将达), or what a figure is compared with (比预期目标多3万人)."""
    if chunks[place].label == "target.will" and current is Status.FORECAST:
        return True
    if "".join(piece.kind for piece in chunks[max(0, place - 2) : place]) == "Q的":
        return True  # 距9户的目标还差7户: the one is the target, and not the other
    for piece in reversed(chunks[:place]):
        if piece.kind in "Q,;:。(":
            return False
        if piece.kind in "bB":
            return True
    return False


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
