"""Frames in which the number tells of a movement: growth, change, the ends of a from-to."""

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.clause import RELATIVE, Clause, is_word, place_of
from reportmine.attribution.phrases import trim
from reportmine.attribution.reading import Reading
from reportmine.model import Measure

_BESIDE = "ARVtoaTfBObMlhd、&"  # classes that may stand before a verb of reducing
_PLACES = "位"  # unit of places gained or lost
_GROWS, _FALLS = "增长", "下降"
_EXTENTS = ("幅度", "比例", "速度")  # 按5%的幅度压减
_COSTS = "费租税息本"  # what a cost ends with
_MAX_ASIDE = 4  # characters between 提高到 and the number that are no name: 现在的, 人均每月


def change(clause: Clause) -> bool:
    """增长5%, 提高0.5个百分点, 减少1386万: the nearest cue says that the number is a movement."""
    reading = clause.reading
    cue = clause.cues[0] if clause.cues else None
    relative = reading.quantity.kind in RELATIVE or _bare_growth(clause, cue)
    dealt = bool(clause.left) and clause.left[-1].kind == "d"
    told = clause.left[:-1] if dealt else clause.left
    if cue is None and relative and told and told[-1].kind == "B":
        reading.measure = Measure.GROWTH  # 同比-9.7%; 同比分别-2.7%、6.9%
        reading.noun = told[:-1]
        return True
    if cue is None or cue.kind not in "UDNW":
        return False
    compared = (
        reading.basis is not None or reading.quantity.kind == "point" or reading.quantity.unit == _PLACES
    )
    if not relative and not compared and (cue.label == "up.rate" or _for_so_many(clause, cue)):
        return False  # 提升3家: what was raised
    reading.measure = Measure.GROWTH if relative else Measure.CHANGE
    reading.sign = -1 if cue.kind in "DN" else 1
    rate = clause.cue("n")
    grows = relative and clause.words([cue]) == _GROWS  # 增速确保增长12%: the rate itself
    if rate is not None or (cue.kind in "NW" and not relative):
        reading.measure = Measure.GROWTH if grows else Measure.CHANGE
        if rate is not None:
            reading.noun = clause.left[: place_of(clause, rate) + 1]
            reading.rate = clause.text[rate.start : rate.end]
    share = clause.find("s")
    if share is not None and share >= clause.cut:
        opener = next((spot for spot in range(share) if clause.left[spot].kind == "S"), None)
        reading.noun = clause.left[: share + 1 if opener is None else opener]
        reading.share = True
        within = next((spot for spot in range(share) if is_word(clause, spot, "在")), None)
        if opener is None and within is not None:
            reading.noun = clause.left[:within]  # 在国内生产总值中占比提高2.5个百分点
            reading.of = clause.words(clause.left[within + 1 : share]).strip("的中") or None
        if opener is not None:
            reading.of = clause.words(clause.left[opener + 1 : share]).strip("的") or None
    return True


def _bare_growth(clause: Clause, cue: Chunk | None) -> bool:
    """同比增长14.6: the sign is left out."""
    quantity = clause.reading.quantity
    # 死亡率0.012，下降0.007 is a change: a rate of growth without its sign is rarely below one.
    bare = (
        quantity.kind == "bare" and quantity.unit == "" and "." in quantity.text and quantity.text[0] != "0"
    )
    return bare and cue is not None and clause.words([cue]) in (_GROWS, _FALLS)


def _for_so_many(clause: Clause, cue: Chunk) -> bool:
    """降低900多万个体工商户税负: so many they are whose taxes were lowered."""
    reading = clause.reading
    counts = reading.quantity.kind in ("people", "count", "magnitude", "count_or_money")
    return counts and clause.left[-1:] == [cue] and bool(reading.right) and reading.right[-1].label == "head"


def movement_start(clause: Clause) -> bool:
    """由9.8%降至7.5%, 由年初的68%提高到79%: the first side is a level of another time."""
    start = clause.find("F")
    if start is None:
        return False
    reading = clause.reading
    reading.from_side = True
    reading.noun = clause.left[:start]
    share = next((spot for spot, piece in enumerate(clause.left) if piece.kind == "S"), None)
    if share is not None or any(piece.kind == "s" for piece in clause.left[:start]):
        _share_of(clause, share, start)
    cue = clause.cues[0] if clause.cues else None
    if cue is not None and cue.kind in "UD" and reading.quantity.kind in RELATIVE:
        reading.measure = Measure.GROWTH  # 由上年下降23.5%转为增长38%
        reading.sign = -1 if cue.kind == "D" else 1
    elif _names_rate(reading):
        reading.measure = Measure.GROWTH  # 增速由上半年的-2.1%转为5.2%
    return True


def _aims_at_growth(clause: Clause) -> bool:
    """A word for growth, then one for what is to be reached, then the number."""
    tail = [piece for piece in clause.left if piece.kind not in "AR"][-2:]
    return len(tail) == len("Uk") and tail[0].kind == "U" and tail[1].kind in "kt"


def _names_rate(reading: Reading) -> bool:
    noun = trim(reading.noun)
    return bool(noun) and noun[-1].label == "growth.noun" and reading.quantity.kind in RELATIVE


def _share_of(clause: Clause, opener: int | None, stop: int) -> None:
    """占…比重 between the name and the start of a movement."""
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return
    reading.measure = Measure.SHARE
    if opener is not None:
        inner = [piece for piece in clause.left[opener + 1 : stop] if piece.kind not in "sRAf的"]
        reading.of = clause.words(inner).strip("的、") or None
        reading.noun = clause.left[:opener]


def movement(clause: Clause) -> bool:
    """由9.8%降至7.5%: both sides are levels; 达到, 控制在 and the like give a level too."""
    cue = clause.cues[0] if clause.cues else None
    far = clause.find("Z")
    if clause.reading.quantity.kind == "fraction" and clause.left and clause.left[-1].kind in "pO":
        return False  # 产量稳定在全国四分之一: a share
    if cue is None and far is not None and len(clause.words(clause.left[far + 1 :])) <= _MAX_ASIDE:
        clause.reading.noun = clause.left[:far]  # 提高到现在的1721元, 提高到人均1196元
        return clause.find("snCcS") is None
    return cue is not None and cue.kind == "Z" and clause.cue("snCc") is None


def growth_noun(clause: Clause) -> bool:
    """增速5%, 居民消费价格涨幅2%左右; and 保持12%左右的增速, where the noun follows."""
    reading = clause.reading
    bare = reading.quantity.unit == "" and clause.cue("n") is not None  # 增幅9.6
    if reading.quantity.kind not in RELATIVE and not bare:
        return False
    cue = clause.cue("n")
    after = next((piece for piece in reading.right[:4] if piece.kind not in "A的"), None)
    if cue is None and _aims_at_growth(clause):
        reading.measure = Measure.GROWTH  # 经济增长预期目标6.5%－7%
        return True
    if cue is None and not (after is not None and after.kind in "nU" and reading.right[0].kind in "的nU"):
        return False
    reading.measure = Measure.GROWTH
    reading.sign = -1 if cue is not None and cue.label == "fall.noun" else 1
    return True


def by_extent(clause: Clause) -> bool:
    """按不低于5%的幅度压减一般性支出: the verb and what it is done to follow."""
    reading = clause.reading
    behind = [piece for piece in reading.right if piece.kind != "A"]
    if len(behind) < len("的XDX") or behind[0].kind != "的" or behind[2].kind not in "UD":
        return False
    if reading.quantity.kind not in RELATIVE or clause.words(behind[1:2]) not in _EXTENTS:
        return False
    reading.measure = Measure.GROWTH
    reading.sign = -1 if behind[2].kind == "D" else 1
    reading.noun, reading.right = behind[3:], ()
    return True


def reduction(clause: Clause) -> bool:
    """减轻企业负担5000亿元, 降低利息负担约2000亿元: the verb stands first, what shrinks follows it."""
    reading = clause.reading
    verb = next((spot for spot, piece in enumerate(clause.left) if piece.kind in "rD"), None)
    if verb is None or verb + 1 >= len(clause.left) or verb >= clause.cut:
        return False
    if clause.left[verb + 1].kind == "的":
        return False  # 负增长的有21家: of which kind those are
    before = "".join(piece.kind for piece in clause.left[:verb] if piece.kind not in _BESIDE)
    piece = clause.left[verb]
    served = clause.left[0].kind == "l"  # 为市场主体减少利息支出2.4亿元
    spared = reading.quantity.kind == "money" and clause.text[clause.left[clause.cut - 1].end - 1] in _COSTS
    served = served or (piece.kind == "D" and before == "X" and spared)  # 事业单位减少房租1.2亿元
    if before.strip("X") or (before and piece.kind == "D" and not served) or piece.end - piece.start < 2:
        return False
    relative = reading.quantity.kind in RELATIVE
    reading.measure = Measure.GROWTH if relative else Measure.CHANGE
    reading.sign = -1
    reading.noun = clause.left[verb + 1 : clause.cut]
    return True
