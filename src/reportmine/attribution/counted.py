"""The unit that the text leaves out: 6600多万纳税人 counts people, 成交额突破8000万 money."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reportmine.attribution.reading import Reading
from reportmine.model import Measure
from reportmine.patterns import Rules, trie_pattern

_LABELS = {
    "people": ("people",),
    "household": ("household",),
    "money": ("money", "spent"),
    "visits": ("visits",),
}

_FEWEST = 2  # parts of a whole
_MAGNITUDES = frozenset("万亿")


@lru_cache(maxsize=4)
def _endings(rules: Rules) -> re.Pattern[str]:
    """The last noun of a name: reversed, so that the longest ending is the longest match."""
    book = rules.book("counted")
    parts = [
        f"(?P<{label}>{trie_pattern(word[::-1] for word in book.words(*labels))})"
        for label, labels in _LABELS.items()
    ]
    return re.compile("|".join(parts))


def share_units(readings: Sequence[Reading]) -> None:
    """新增限上单位6家（批发2、零售3、餐饮1）: bare numbers in a bracket that add up to what it takes apart are in its unit.

    出租2.4万元，承包款3.5万元，养鱼1.2万: a magnitude alone may be a sum as those beside it are.
    """
    for place, reading in enumerate(readings):
        beside = [*readings[max(0, place - 1) : place], *readings[place + 1 : place + 2]]
        plain = not reading.right or reading.right[0].kind not in "XLEh"
        reading.amid_money = plain and any(other.quantity.kind == "money" for other in beside)
    whole: Reading | None = None
    inside: list[Reading] = []
    for reading in readings:
        if whole is not None and reading.depth > whole.depth:
            inside.append(reading)
            continue
        _share(whole, inside)
        whole, inside = reading, []
    _share(whole, inside)


def _share(whole: Reading | None, parts: Sequence[Reading]) -> None:
    if whole is None or len(parts) < _FEWEST or whole.quantity.kind not in ("count", "people"):
        return
    bare = all(part.quantity.kind == "bare" and part.quantity.unit == "" for part in parts)
    if bare and sum(part.quantity.value or 0 for part in parts) == whole.quantity.value_base:
        for part in parts:
            part.quantity = part.quantity._replace(
                unit_base=whole.quantity.unit_base, kind=whole.quantity.kind
            )


def infer(reading: Reading, rules: Rules) -> str:
    """Base unit of a reading: as read, or, where only 万 or 亿 is written, what its name counts."""
    quantity = reading.quantity
    if reading.measure is Measure.RANK:
        return "名"
    if quantity.unit == "位" and reading.measure in (Measure.CHANGE, Measure.GAP):
        return "名"  # places gained or lost in a ranking
    compound = quantity.kind == "bare" and not _MAGNITUDES.isdisjoint(quantity.text)  # 1亿3千多万
    if not compound and (quantity.kind not in ("count_or_money", "magnitude") or quantity.unit == ""):
        return quantity.unit_base
    pattern = _endings(rules)
    behind = [reading.counts[:cut] for cut in range(2, len(reading.counts) + 1)]
    behind.sort(
        key=lambda name: _is_money(pattern, name)
    )  # 纳税人 counts people, though 纳税 ends as money does
    before = (reading.name[:cut] for cut in range(len(reading.name), 1, -1))
    for name in (*behind, *before):
        found = pattern.match(name[::-1])
        if found:
            reading.notes.append(f"unit:{found.lastgroup}")
            return {"people": "人", "money": "元", "visits": "人次"}.get(found.lastgroup or "", "")
    if reading.amid_money and not reading.counts:
        reading.notes.append("unit:money")
        return "元"
    return quantity.unit_base


def _is_money(pattern: re.Pattern[str], name: str) -> bool:
    found = pattern.match(name[::-1])
    return found is not None and found.lastgroup == "money"
