"""Holders: places, organisations and groups that a clause names instead of what they hold."""

from collections.abc import Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import MAX_HOLDER, Scope, clean, is_place, trim, words
from reportmine.attribution.reading import GRAFTED, Reading
from reportmine.attribution.sides import MAX_SHORT, Sides
from reportmine.model import Measure

_PLACE = 3  # characters: 青禾县


def is_field(reading: Reading, scope: Scope) -> bool:
    """全市12个县区中，我县得分96.5分: a number of holders among which one is, and nothing that a figure is of."""
    among = scope.outside(clean(words(scope.text, reading.right)))
    return bool(among) and is_place(f"全{among}", scope)


def last_holder(noun: Sequence[Chunk], scope: Scope) -> Sequence[Chunk]:
    """邻近的林溪县为3.1万亩, 最高的为临溪县143万元: who holds the figure stands behind 的."""
    start = next((spot for spot in range(len(noun) - 1, 0, -1) if noun[spot - 1].kind == "的"), 0)
    if start and noun[start].label == "reach.equal":
        start += 1
    named = start and start < len(noun) and is_place(clean(words(scope.text, noun[start:])), scope)
    return noun[start:] if named else noun


def without_holder(name: str, scope: Scope) -> str:
    """大坪村集体经济收入68万元；白泥村仅5.2万元: what another holder has is named without the first."""
    found = scope.known.place.match(name)
    told = {named.subject for named in scope.named}
    holder = next((subject for subject in told if subject and name.startswith(subject)), "")
    if holder and holder != name:
        return name.removeprefix(holder)
    return name[found.end() :] if found is not None and found.group() in told else name


def without_whole(source: Reading, reading: Reading, scope: Scope) -> str:
    """全市规上企业345户，我县152户: what the whole has is named without it where the clause has a place of its own."""
    noun, own = trim(source.noun), any(piece.kind == "O" for piece in reading.left)
    whole = words(scope.text, noun[:1]) if noun and noun[0].label == "whole" else ""
    return source.base.removeprefix(whole) if own and whole else source.base


def held_by(reading: Reading, sides: Sides, scope: Scope) -> str:
    """The name that stands before where a clause names only who holds the figure, else "".

    石桥县增长3.9%; （白鹭区52.3%，临溪县44.1%）; (研发支出与地区生产总值之比,甲县2.82,乙县3.12).
    """
    source = scope.last(reading)
    plain = all(piece.kind in "XpO" for piece in sides.noun)
    if not plain or (sides.right and reading.measure is Measure.LEVEL):
        return ""
    short = reading.depth > 0 and len(sides.left) <= MAX_SHORT and reading.quantity.unit_base in ("%", "")
    if short and reading.measure is Measure.SHARE and not is_place(sides.left, scope):
        return ""  # 一般公共预算收入8.5亿元（非税占比21%）
    if short and scope.topic:
        return scope.topic
    if source is None:
        related = reading.measure not in (Measure.LEVEL, Measure.RANK)
        if related and is_place(sides.left, scope) and (scope.topic or scope.before is not None):
            return scope.topic or (scope.before.base if scope.before is not None else "")
        return ""
    if short and source.measure is Measure.RANK:
        # 下降1.9%，居全省第14位（甲市下降6.9%）: what is ranked, and not the rank
        told = (named for named in reversed(scope.named) if named.quantity.kind == reading.quantity.kind)
        source = next((named for named in told if named.depth < reading.depth), source)
    alike = source.quantity.kind == reading.quantity.kind
    kind = reading.among and sides.left.endswith(scope.known.institutions)
    entity = len(sides.noun) == 1 and sides.noun[0].label in ("ORG", "PLACE")
    holds = entity and (reading.quantity.kind != "count" or reading.measure is not Measure.LEVEL)
    if holds or (is_place(sides.left, scope) and not kind):
        if reading.depth > 0 or reading.measure is not Measure.LEVEL:
            return source.base
        told = (named for named in reversed(scope.named) if named.place < reading.beyond)
        unit = reading.quantity.unit_base
        counted = [named for named in scope.named if named.quantity.unit_base == unit]
        if counted and reading.quantity.kind == "count" and counted[-1].base.endswith(sides.left[-1]):
            return ""  # 普惠县26个、均衡县23个: counted themselves
        if reading.joined and scope.named and scope.named[-1].quantity.unit_base != unit:
            return ""  # 绿色工厂1210家、绿色工业园区74个: counted beside what is no figure of a holder
        return next((named.base for named in told if named.quantity.unit_base == unit), "")
    return source.base if short and alike else ""


def subject(reading: Reading, scope: Scope) -> str | None:
    """Who holds the figure: a place or organisation that the clause begins with, or the one before that it speaks of on.

    The document's own place and issuer are no subject.
    """
    if reading.subject:
        return reading.subject
    for piece in reading.left:
        written = scope.text[piece.start : piece.end]
        if piece.label == "whole" and (reading.measure is Measure.RANK or written == reading.of):
            break  # 全市排名由第6位升至第4位: where it is ranked; 高于全国2.3个、全省1.1个百分点: a reference
        if piece.kind == "p" or (piece.label in ("ORG", "PLACE") and written not in scope.own):
            return written
        if piece.kind == "X" and (named := _place_of(written, scope)):
            return named
        if piece.kind not in "TAtoafMB&、i,":
            break
    if any(piece.kind == "O" for piece in reading.left):
        return None
    if scope.holder:
        return scope.holder
    before = scope.named[-1] if scope.named else None
    told_on = "name:carried" in reading.notes or not GRAFTED.isdisjoint(reading.notes)
    if before is not None and before.subject and told_on and reading.depth == before.depth:
        return before.subject
    return None


def behind_place(noun: Sequence[Chunk], scope: Scope) -> Sequence[Chunk]:
    """浔桥县参保率: a place that no gazetteer knows is the subject, and no part of the name."""
    written = scope.text[noun[0].start : noun[0].end]
    place = len(noun) > 1 and noun[0].kind == "X" and not noun[0].label and len(written) == _PLACE
    held = place and noun[1].kind in "hE" and written.endswith(scope.known.towns) and is_place(written, scope)
    return noun[1:] if held else noun


def _place_of(name: str, scope: Scope) -> str:
    """青禾县柑橘损耗率: the other place that a name begins with, else ""."""
    found = scope.known.place.match(name)
    place = found.group() if found is not None else ""
    alone = place == name and is_place(name, scope)
    named = len(place) >= _PLACE and (len(place) < len(name) or alone) and place not in scope.own
    return place if named and not place.endswith(scope.known.common) else ""


def of_group(left: str, source: Reading | None, scope: Scope) -> str:
    """城镇居民35218元 behind 居民人均可支配收入27846元: a group of those whose figure was told."""
    if source is None or len(left) > MAX_HOLDER or not left.endswith(scope.known.people):
        return ""
    for size in (4, 3, 2):
        group = left[-size:]
        at = source.base.find(group)
        if (
            len(left) > size
            and 0 <= at <= (2 if size == 2 else MAX_HOLDER)
            and len(source.base) > at + size + 2
            and not source.base.endswith(group)
        ):
            return left + source.base[at + size :]
    return ""
