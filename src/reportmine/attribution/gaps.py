"""Gaps: the distance of a figure from a reference, or from another time."""

from collections.abc import Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.clause import RELATIVE, Clause, is_word, place_of
from reportmine.model import Comparator, Measure

_LACKS = ("reach.have", "reach.other")  # labels of 有, 还有
_FROM = frozenset(("gap.less", "gap.than", "gap.short", *_LACKS))  # labels behind a reference
_LACK = ("缺口", "差距")
_CHANGED = "了"  # 少了, 多了


def gap(clause: Clause) -> bool:
    """高于全省平均3.4个百分点, 比全省高13个百分点: a distance from a reference, or from another time."""
    reading = clause.reading
    if _from_figure(clause) or _beyond_aim(clause):
        return True
    if _from_opener(clause):
        return True
    first = clause.left[0] if clause.left else None
    if first is not None and first.label == "gap.than" and _refers(clause):
        return _distance(clause, first, clause.left[1:], noun=())
    cue = clause.cue("H")
    than = _than(clause)
    if cue is None and than is not None and _lacked(clause):
        reading.measure, reading.sign, reading.basis = Measure.GAP, -1, None
        reading.of = _reference(clause, [p for p in clause.left[than + 1 :] if p.label not in _LACKS])
        reading.noun, reading.right = clause.left[:than], ()
        return True
    if cue is None or reading.quantity.kind == "rank":
        return False
    if cue.label == "gap.short":
        return _lacking(clause, cue, than)
    if than is None:
        return _fewer(clause, cue)
    reading.sign = -1 if cue.label == "gap.less" else 1
    reading.noun = clause.left[:than]
    if clause.left[than].kind == "B":
        relative = reading.quantity.kind in RELATIVE or reading.quantity.unit == "成"
        reading.measure = Measure.GROWTH if relative else Measure.CHANGE  # 较常年偏多两成
        return True
    stop = next(
        (spot for spot in range(than + 1, len(clause.left)) if clause.left[spot] is cue), len(clause.left)
    )
    inner = clause.left[than + 1 : stop]
    if any(piece.kind == "T" for piece in inner):
        reading.measure = Measure.CHANGE
        reading.basis = clause.words(clause.left[than:stop])
    else:
        reading.measure = Measure.GAP
        reading.of = _reference(clause, inner)
        reading.basis = None
    return True


def _from_opener(clause: Clause) -> bool:
    """高于全省3.4个百分点; 高于全国2.3个百分点、全省1.1个百分点; 高出上年同期3.1个百分点, which is a change since then."""
    reading, left = clause.reading, clause.left
    opener = clause.find("Gg")
    if opener is None:
        again = _again(clause)
        return again is not None and _distance(clause, again, left[1:], noun=())
    if any(piece.label == "last_year" for piece in left[opener:]):
        reading.measure, reading.sign = Measure.CHANGE, -1 if left[opener].kind == "g" else 1
        reading.basis, reading.noun = clause.words(left[opener:]), left[:opener]
        return True
    return reading.quantity.kind != "rank" and _distance(
        clause, left[opener], left[opener + 1 :], noun=left[:opener]
    )


def _from_figure(clause: Clause) -> bool:
    """距离90%的目标尚有3.5个百分点的差距, 比85%的标准低13个百分点: a reference that is a figure itself."""
    reading, left = clause.reading, clause.left
    if reading.opener != "Q" or len(left) < len("的kR") or left[0].kind != "的":
        return False
    told = [piece for piece in reading.before if piece.kind not in "A"]
    figure = next((spot for spot, piece in enumerate(told) if piece.kind == "Q"), 0)
    verb = next((spot for spot, piece in enumerate(left) if spot > 1 and piece.label in _FROM), None)
    if not figure or told[figure - 1].kind != "b" or verb is None:
        return False
    above = left[verb].label == "gap.than"
    reading.measure, reading.sign, reading.basis = Measure.GAP, 1 if above else -1, None
    reading.of = clause.text[told[figure].start : left[verb - 1].end]
    reading.noun = reading.right = ()
    return True


def reference(clause: Clause) -> bool:
    """距离90%的目标尚有3.5个百分点: the first figure is the reference, a level of what was told."""
    reading = clause.reading
    behind = reading.right
    last = next((piece for piece in reversed(clause.left) if piece.kind != "A"), None)
    if last is None or last.kind != "b" or reading.closer != "Q" or len(behind) < len("的kR"):
        return False
    if behind[0].kind != "的" or not any(piece.label in _FROM for piece in behind[2:]):
        return False
    if behind[1].kind == "k":
        reading.notes.append("name:task")
    reading.noun, reading.right = clause.left[: place_of(clause, last)], ()
    return True


def aim(clause: Clause) -> bool:
    """高于年初12%的目标14.4个百分点: what was aimed at; how far it was passed is the figure behind."""
    reading = clause.reading
    opener, kinds = clause.find("Gg"), "".join(piece.kind for piece in reading.right)
    if opener is None or kinds != "的k" or reading.closer != "Q":
        return False
    reading.notes.append("name:task")
    reading.comparator = Comparator.EXACT
    reading.noun, reading.right = clause.left[:opener], ()
    return True


def _beyond_aim(clause: Clause) -> bool:
    """高于年初12%的目标14.4个百分点: the distance from an aim that is a figure itself."""
    reading, told = clause.reading, clause.reading.before
    opener = next((spot for spot in range(len(told) - 1, -1, -1) if told[spot].kind in "Gg"), None)
    kinds = "".join(piece.kind for piece in clause.left)
    if opener is None or reading.opener != "Q" or kinds != "的k" or reading.quantity.kind != "point":
        return False
    reading.measure, reading.sign, reading.basis = Measure.GAP, -1 if told[opener].kind == "g" else 1, None
    reading.of = clause.text[told[opener].end : clause.left[-1].end]
    reading.noun = reading.right = ()
    return True


def _distance(clause: Clause, cue: Chunk, reference: Sequence[Chunk], *, noun: Sequence[Chunk]) -> bool:
    reading = clause.reading
    reading.measure = Measure.GAP
    reading.sign = -1 if cue.kind == "g" else 1
    reading.of, reading.noun, reading.basis = _reference(clause, reference), noun, None
    return True


def _lacked(clause: Clause) -> bool:
    """离全年目标还有4.6亿元缺口: that it lacks stands before the figure, and that it is a lack behind it."""
    behind = [piece for piece in clause.reading.right if piece.kind not in "的A"]
    return clause.left[-1].label in _LACKS and clause.words(behind[:1]) in _LACK


def _than(clause: Clause) -> int | None:
    """The last word of comparing; 与全省平均水平相比仍低 compares from its first one on."""
    last = clause.find("bB")
    first = next((spot for spot, piece in enumerate(clause.left) if piece.kind == "b"), None)
    return first if last is not None and is_word(clause, last, "相比") else last


def _lacking(clause: Clause, cue: Chunk, than: int | None) -> bool:
    """与先进县市相比差距达1.5个百分点, 离1.5平方米的标准还差0.6平方米: so much below a reference."""
    reading = clause.reading
    first = next((spot for spot, piece in enumerate(clause.left) if piece.kind in "bB"), than)
    stop = next(spot for spot, piece in enumerate(clause.left) if piece is cue)
    reading.measure, reading.sign, reading.basis = Measure.GAP, -1, None
    if first is not None:
        inner = [piece for piece in clause.left[first:stop] if piece.kind != "b"]
        reading.of = clause.words(inner).lstrip("与比较距离同") or None
        reading.noun = clause.left[:first]
    else:
        reading.noun = () if reading.opener == "Q" else clause.left[:stop]
    return True


def _reference(clause: Clause, pieces: Sequence[Chunk]) -> str | None:
    kept = [piece for piece in pieces if piece.kind not in "dRfb的"]
    while kept and kept[-1].kind == "A" and kept[-1].end - kept[-1].start == 1:
        kept.pop()
    return clause.words(kept).strip("、和及与的") or None


def _fewer(clause: Clause, cue: Chunk) -> bool:
    """去年常住人口又少了2100人: a change, without what it is compared with."""
    reading = clause.reading
    changed = clause.words([cue]).endswith(_CHANGED) and clause.left[-1] is cue
    if not changed or len(clause.left) == 1:
        return False
    reading.measure = Measure.GROWTH if reading.quantity.kind in RELATIVE else Measure.CHANGE
    reading.sign = -1 if cue.label == "gap.less" else 1
    reading.noun = clause.left[:-1]
    return True


def _refers(clause: Clause) -> bool:
    """，高出财政经常性收入增幅0.7个百分点: the clause opens with the distance, and a rate is what it is from."""
    behind = clause.left[1:]
    rate = bool(behind) and behind[-1].kind in "nh" and clause.reading.quantity.kind == "point"
    return rate and all(piece.kind in "XhnpOEL的" for piece in behind)


def _again(clause: Clause) -> Chunk | None:
    """高于全国2.3个百分点、全省1.1个百分点: the word of comparing that stands before a list of references."""
    left, reading = clause.left, clause.reading
    alone = len(left) > 1 and left[0].kind in "、&" and all(piece.kind in "pOA" for piece in left[1:])
    if reading.opener != "Q" or not alone:
        return None
    cue = next((piece for piece in reversed(reading.before) if piece.kind not in "QpOA、&RX"), None)
    return cue if cue is not None and cue.kind in "Gg" else None
