"""Frames in which the number relates the indicator to something else: a rank, a whole, a task."""

from collections.abc import Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.clause import RELATIVE, Clause, is_word
from reportmine.attribution.phrases import RATE_ENDS, every, trim
from reportmine.model import Comparator, Measure

_EQUALS = frozenset(("reach.equal", "to.equal", "recovered"))  # labels of cues
_MORE = "RUHA"  # classes of 超过, 超额, 多
_WITHIN = ("以内", "之内")  # behind an aim: it is not to be passed
_NOT = ("没", "未", "不", "无")  # 46%的乡镇没有中心园
_IS = "为是"  # 仅为, 只是
_FROM_BELOW = "倒数"
_DONE = "完成"  # 已完成 is a cue of status as well: no label of one book tells it
_YEAR = "年"
_TASKS = ("项", "件", "条")  # units in which tasks themselves are counted
_MAX_SETTER = 12  # characters of who or what set an aim
_RATES = (*RATE_ENDS, "比例", "标准", "水平")  # 16%的税率: the number is the rate, not a part of it
_MAX_SUM = 2  # chunks: 年度合同


def rank(clause: Clause) -> bool:
    """排名全市第六, 在怀化市排名第一, 在全市9家医院中排第3, 由第8位上升至第3位."""
    reading = clause.reading
    if reading.quantity.kind != "rank":
        return False
    reading.measure = Measure.RANK
    left = clause.left
    if left and all(piece.kind in "、&" for piece in left):
        reading.noun = ()  # 第6位和第12位: what the first says holds for both
        return True
    start = clause.find("F")
    reading.from_side = start is not None
    moved = start is not None or clause.find("Z") is not None
    if (
        reading.opener == "Q"
        and not moved
        and not (left and left[0].kind in "、&")
        and (clause.find("K") in (None, 0) or clause.find("K") == len(left) - 1)
    ):
        left = clause.left = reading.before
    opener = clause.find("KF")
    if opener is None:
        opener = clause.find("Z")
    stop = len(left) if opener is None else opener
    reading.of = _field(clause, left[stop + 1 :])
    while stop and left[stop - 1].kind in "K的":
        stop -= 1
    within = next((spot for spot in range(stop - 1, -1, -1) if is_word(clause, spot, "在")), None)
    if reading.of is None and within is not None and within + 1 < stop:
        if any(piece.label == "contest" for piece in left[within + 1 : stop]) and not within:
            place = left[within + 1].kind == "p"
            reading.of = clause.words(left[within + 1 : within + 2]) if place else None
            reading.noun = _contest(clause, left[within + 1 + place : stop])
            return True
        reading.of = clause.words(left[within + 1 : stop]).strip("中里") or None
        stop = within
    elif reading.of is None and stop and left[stop - 1].kind in "pO":
        reading.of = clause.words(left[stop - 1 : stop])
        stop -= 1
    alone = every(left[:stop], "c")  # 完成任务的118%，完成率排第4: of what was told
    reading.noun = () if alone else left[:stop]
    if any(piece.kind == "Q" for piece in left):
        reading.beyond = reading.place - len(reading.before)
        reading.noun = [] if any(piece.kind == "Q" for piece in left[:stop]) else left[:stop]
    reading.cues = tuple(piece for piece in left[stop:] if piece.kind in "nK")
    return True


def _contest(clause: Clause, pieces: Sequence[Chunk]) -> Sequence[Chunk]:
    """在全市年度考核中名列第二: what is ranked, without the 中 behind it."""
    return [
        piece for piece in pieces if piece.kind != "Q" and clause.words([piece]).strip() not in ("中", "里")
    ]


def _field(clause: Clause, tail: Sequence[Chunk]) -> str | None:
    """The field of a rank between 排名 and 第N: 全市, 怀化市."""
    kept = [piece for piece in tail if piece.kind in "pXOLhEQ"]
    return clause.words(kept).strip("在的中里").removesuffix(_FROM_BELOW) or None


def contribution(clause: Clause) -> bool:
    """拉动工业增长2.8个百分点, 对经济增长的贡献率60%."""
    reading = clause.reading
    pull = clause.find("P")
    if pull is not None and clause.find("S") is None and reading.quantity.kind in ("point", "percent"):
        reading.measure = Measure.CONTRIBUTION
        reading.of = (
            clause.words([p for p in clause.left[pull + 1 :] if p.kind not in "AdRe"]).strip("的了、和")
            or None
        )
        reading.noun = clause.left[:pull]
        reading.sign = -1 if clause.left[pull].label == "pull.down" else 1
        return True
    rate = clause.find("C")
    if rate is None:
        return False
    reading.measure = Measure.CONTRIBUTION
    reading.from_side = any(piece.kind == "F" for piece in clause.left[rate:])  # 贡献率从17.1%提升到35.1%
    to_ = next((spot for spot in range(rate - 1, -1, -1) if is_word(clause, spot, "对")), None)
    if to_ is not None:
        reading.of = clause.words(clause.left[to_ + 1 : rate]).strip("的") or None
        reading.noun = clause.left[:to_]
    else:
        reading.noun = clause.left[: rate + 1] if rate else ()  # alone it is of what was told: 贡献率53.6%
    change = clause.cue("UDNW")
    if change is not None and change.kind in "UD" and reading.quantity.kind == "point":
        reading.measure = Measure.CHANGE
        reading.sign = -1 if change.kind == "D" else 1
        reading.of = None
        reading.noun = clause.left[: rate + 1]
    return True


def of_task(clause: Clause) -> bool:
    """为年初预算12.9亿元的52.9%, 占全年23亿元任务的67.8%: the number before is the whole, this one what was reached of it."""
    reading = clause.reading
    bare = "".join(piece.kind for piece in clause.left).strip("A")
    if (
        reading.opener not in ("Q", "(", ")")
        or bare not in ("的", "k的")
        or reading.quantity.kind not in RELATIVE
    ):
        return False
    before = "".join(piece.kind for piece in reading.before) + bare
    if "k" not in before and "S" not in before:
        return False
    reading.measure = Measure.COMPLETION if "k" in before else Measure.SHARE
    reading.noun = ()
    return True


def aim(clause: Clause) -> bool:
    """超额完成3.5%的年度目标, 控制在13.8亿立方米目标以内: the number is the aim of what was told before."""
    reading = clause.reading
    behind = [piece for piece in reading.right if piece.kind not in "的A"]
    bare = all(piece.kind in "RSAETltoaZfBVk的、&" for piece in clause.left) or _set_by(clause)
    if reading.right and reading.right[0].kind == "k" and reading.quantity.unit in _TASKS:
        return False  # 71项任务全部办结: counted themselves
    if _of_whole(clause):
        reading.noun = ()
        reading.notes.append("name:task")
        return True
    if not behind or behind[0].kind != "k" or not bare or reading.opener in ("", ":"):
        return False
    if clause.words(behind[1:2]) in _WITHIN:
        reading.comparator = Comparator.AT_MOST
    reading.noun = reading.right = ()
    reading.notes.append("name:task")
    return True


def _of_whole(clause: Clause) -> bool:
    """占中央投资计划11.7亿元的90%: the plan that so much was done of, which who set it narrows."""
    reading, left = clause.reading, clause.left
    percentage = reading.closer == "Q" and [piece.kind for piece in reading.right] == ["的"]
    told = len(left) > 1 and left[0].kind == "S" and left[-1].kind == "k" and reading.opener == ","
    return percentage and told and _YEAR not in clause.words(left)  # a yearly task says of what by its period


def _set_by(clause: Clause) -> bool:
    """提前完成市下达的30亿元的任务, 超过行动方案提出的37%的目标值: reached, and who or what has set it."""
    left = clause.left
    told = sum(piece.end - piece.start for piece in left if piece.kind in "XpO")
    return (
        bool(left)
        and any(piece.kind == "R" for piece in left[:3])
        and (any(piece.kind == "的" for piece in left[-2:]) or left[-1].kind == "E")
        and all(piece.kind in "RATXpOLEf的" for piece in left)
        and told <= _MAX_SETTER
    )


def outdone(clause: Clause) -> bool:
    """比“十五”计划目标3000亿元超过1070亿元: what was aimed at, and by how much more was reached."""
    reading = clause.reading
    opener = next((spot for spot, piece in enumerate(reading.before) if piece.kind in "bB"), None)
    if opener is None or reading.quantity.kind in RELATIVE:
        return False
    told = reading.before[opener:]
    figure = next((spot for spot, piece in enumerate(told) if piece.kind == "Q"), len(told))
    if not any(piece.kind in "kt" for piece in told[:figure]):
        return False
    if figure == len(told) and reading.closer == "Q" and all(piece.kind in _MORE for piece in reading.right):
        reading.noun = reading.right = ()
        reading.notes.append("name:task")
        return True
    if figure == len(told) or any(piece.kind not in _MORE for piece in reading.left):
        return False
    reading.measure, reading.noun, reading.basis = Measure.GAP, (), None
    reading.of = clause.words(told[:figure]).removeprefix(clause.words(told[:1])[0])
    reading.comparator = Comparator.EXACT
    return True


def multiple(clause: Clause) -> bool:
    """是2015年的1.65倍, 为上年同期的1.5倍: a ratio to what stands between 是 and 的."""
    reading = clause.reading
    if reading.quantity.kind not in ("multiple", "percent", "fraction") or not clause.left:
        return False
    last = len(clause.left) - 1
    while last >= 0 and clause.left[last].kind in "A":
        last -= 1
    if last < 1 or not is_word(clause, last, "的"):
        return False
    verb = next(
        (spot for spot in range(last - 1, -1, -1) if _equals(clause, spot)),
        None,
    )
    if verb is None or any(piece.kind in "SPk" for piece in clause.left[verb + 1 :]):
        return False
    reading.measure = Measure.GROWTH if reading.quantity.kind == "multiple" else Measure.LEVEL
    between = clause.left[verb + 1 : last]
    reference = clause.words(between) or None
    share = reading.measure is Measure.LEVEL and not any(piece.kind in "TB" for piece in between)
    if clause.left[verb].label in ("reach", "reach.have") or share:
        reading.measure, reading.of = Measure.SHARE, reference  # 不到全年的四分之一
        if clause.words(clause.left[verb : verb + 1]).startswith(_NOT):
            reading.comparator = Comparator.AT_MOST
    else:
        reading.basis = reference
    reading.noun = clause.left[:verb]
    return True


def _equals(clause: Clause, spot: int) -> bool:
    """是, 为; before a fraction 不足, 不到 and 超过 too: 不足全市平均水平的一半."""
    quantity = clause.reading.quantity
    short = clause.words(clause.left[spot : spot + 1]).startswith(_NOT)  # 不到一般公共预算支出的0.2%
    bound = quantity.kind == "fraction" or quantity.unit == "成" or short
    label = clause.left[spot].label
    only = label == "reach.have" or (
        label == "reach" and clause.words(clause.left[spot : spot + 1])[-1] in _IS
    )
    relative = (bound and label == "reach") or (quantity.kind == "percent" and only)
    times = quantity.kind == "multiple" and clause.left[spot].kind == "S"  # 相当于“十三五”时期的1.3倍
    return label in _EQUALS or relative or times


def completion(clause: Clause) -> bool:
    """完成率124.75%, 完成年度任务的54.7%, 占年度计划的80%."""
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return False
    if clause.cue("c") is not None:
        reading.measure = Measure.COMPLETION
        rate = clause.find("c") or 0
        named = clause.left[rate].label == "completion.named"
        reading.noun = clause.left[: rate + 1 if named else rate]
        if named and reading.opener == "," and not trim(clause.left[:rate]):
            reading.noun = ()  # 收到直达资金4.12亿元，支出进度59.7%: of what was told
        return True
    task = clause.find("k")
    if task is None:
        task = next((spot for spot, piece in enumerate(clause.left) if piece.label == "planned"), None)
    if task is None:
        return _of_sum(clause) or _done(clause)
    behind = clause.left[task + 1 :]
    if behind and every(behind, "aAR") and clause.words(behind).endswith(_DONE):
        reading.measure = Measure.COMPLETION  # 税收任务已完成60.5%
        reading.noun = clause.left[:task]
        return True
    tail = "".join(piece.kind for piece in behind)
    if tail.strip("的AR"):
        return False
    if any(piece.kind == "Q" for piece in clause.left[:task]):
        reading.measure = Measure.COMPLETION  # 15亿元的任务只完成45.5%
        reading.noun = ()
        return True
    if not ("的" in tail or not tail):
        return False
    verb = next((spot for spot in range(task - 1, -1, -1) if _reaches(clause, spot)), None)
    if verb is None:
        return False
    reading.measure = Measure.COMPLETION
    reading.of = clause.words(clause.left[verb + 1 : task + 1]) or None
    reading.noun = clause.left[:verb]
    return True


def _reaches(clause: Clause, place: int) -> bool:
    """占, 完成, 已完成 and the like: what stands before the task that a percentage is of."""
    piece = clause.left[place]
    return piece.kind in "RSE" or (piece.kind == "a" and clause.words([piece]).endswith(_DONE))


def _of_sum(clause: Clause) -> bool:
    """收购烟叶10530担，完成合同的97.5%; 完成全年的73.7%: so much of what was to be done."""
    told = [piece for piece in clause.left if piece.kind not in "Af"]
    verb = next((spot for spot in range(len(told) - 1, -1, -1) if told[spot].label == "reach.done"), None)
    if verb is None or told[-1].kind != "的" or clause.reading.quantity.kind != "percent":
        return False
    between = told[verb + 1 : -1]
    if not between or len(between) > _MAX_SUM or not every(between, "XTh"):
        return False
    clause.reading.measure = Measure.COMPLETION
    clause.reading.of = clause.words(between)
    clause.reading.noun = told[:verb]
    return True


def _done(clause: Clause) -> bool:
    """路基土石方完成87%: a percentage behind the verb itself, of something that is no rate."""
    told = [piece for piece in clause.left if piece.kind not in "Af"]
    if len(told) < 2 or told[-1].label != "reach.done":
        return False
    if told[-2].kind not in "XhLEk" or clause.words(told[-2:-1]).endswith(RATE_ENDS):
        return False
    clause.reading.measure = Measure.COMPLETION
    clause.reading.noun = [piece for piece in clause.left if piece is not told[-1]]
    return True


def share(clause: Clause) -> bool:
    """占生产总值比重2%, 占比0.45%, 服务业在生产总值中的比重50%."""
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return False
    opener = clause.find("S")
    tail = clause.cue("s")
    if opener is None and tail is None:
        return _beyond_half(clause)
    reading.measure = Measure.SHARE
    if opener is not None:
        inner = [p for p in clause.left[opener + 1 :] if p.kind not in "sRAZdf的" and p.kind not in "UD"]
        reading.of = clause.words(inner).strip("的约了、在") or None
        reading.noun = clause.left[:opener]
        if clause.left[opener].end < reading.quantity.start and tail is None and not inner:
            reading.of = None
        if reading.of is None:
            _whole_ahead(clause, opener)
        return True
    within = next((spot for spot, piece in enumerate(clause.left) if piece is tail), len(clause.left))
    reading.noun = clause.left[:within]
    _whole_ahead(clause, within)
    return True


def _whole_ahead(clause: Clause, within: int) -> None:
    """服务业在生产总值中的比重, 税收在财政收入中占: the whole stands between the name and the word that says share."""
    field = next((spot for spot in range(within - 1, 0, -1) if is_word(clause, spot, "在")), None)
    if field is not None:
        clause.reading.of = clause.words(clause.left[field + 1 : within]).strip("的中") or None
        clause.reading.noun = clause.left[:field]


def _beyond_half(clause: Clause) -> bool:
    """新增装机超过全球一半, 超过一半人口居住在城镇, 在30%的机构实施: a part of the place before or the noun after it."""
    reading = clause.reading
    after = reading.right[0].kind if reading.right else ""
    name = "".join(piece.kind for piece in clause.left[: clause.cut]).strip("ARtoaTfBObMlhd、&的")
    if after == "的" and len(reading.right) > 1 and reading.right[1].kind in "XLp" and not clause.cues:
        noun = [p for p in reading.right[1:3] if p.kind in "XLph"]
        whole = clause.words(noun[:1] if clause.words(noun[1:]).startswith(_NOT) else noun)
        if whole.endswith(_RATES):
            return False
        reading.measure = Measure.SHARE
        reading.of = whole or None
        reading.noun = [] if not name else clause.left[: clause.cut]
        return True
    if (
        not name
        and not clause.cues
        and after
        and after in "XEVL"
        and reading.quantity.kind in ("fraction", "percent")
    ):
        reading.measure = Measure.SHARE
        return True
    if reading.quantity.kind != "fraction" or not clause.left or clause.left[-1].kind not in "phO":
        return False
    reading.measure = Measure.SHARE
    reading.of = clause.words(clause.left[-1:])
    reading.noun = clause.left[:-1]
    while reading.noun and reading.noun[-1].kind in "RAZ":
        reading.noun = reading.noun[:-1]
    return True


def tenths(clause: Clause) -> bool:
    """专职调解员不足三成, 完成投资三分之二: a fraction without a cue is a share, or what was completed."""
    reading = clause.reading
    tenth = reading.quantity.kind == "fraction" or reading.quantity.unit == "成"
    noun = clause.left[clause.cut - 1] if clause.cut else None
    if not tenth or noun is None or clause.text[noun.end - 1] in RATE_ENDS:
        return False
    done = any(clause.words([piece]).endswith(_DONE) for piece in clause.left)
    reading.measure = Measure.COMPLETION if done else Measure.SHARE
    return True
