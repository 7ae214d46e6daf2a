"""Whether a number that was read measures anything, and if not, why."""

import re

from reportmine.model import Reason
from reportmine.quantities.amounts import Amount
from reportmine.quantities.bounds import Bounds
from reportmine.quantities.decoys import Decoys, Enclosures

_YEAR = re.compile("(?:19[0-9]|20[0-6])[0-9]")
_RATIO_KINDS = frozenset(
    ("percent", "permille", "point", "basis_point", "multiple", "fraction", "ratio", "money")
)
_DENOMINATORS = frozenset(("mass", "area", "volume", "people", "length"))
_KIND = {"piece": "count", "doubling": "multiple"}  # kinds that only the reading needs
_LONG_CODE = 7  # digits without a point or a unit: longer than any count that reports give bare
_CODE_BEFORE = re.compile("[A-Za-z]-?$")
_LATIN = re.compile("[A-Za-z]")


# 新建科研工作站一个，: a one that closes its clause counts the noun before it, not a determiner (每月一次) or an adverb.
_NOUN_BEFORE = re.compile("[\u4e00-\u9fff]{2}(?<![每这那某同再又多月年天日周季时第之])")
_CLAUSE_END = re.compile("[，,。；;、）)\n]|$")
_AMOUNT_END = re.compile("(?:以上|左右|大关|台阶)?(?:[，,。;；)）\n]|$)")


def _closes(text: str, amount: Amount) -> bool:
    noun = _NOUN_BEFORE.match(text, max(0, amount.start - 2), amount.start)
    counted = amount.kind == "count" and noun is not None
    return counted and _CLAUSE_END.match(text, amount.end) is not None


class Judge:
    """Decides with the ledger's keep words and the text around a number."""

    def __init__(self, decoys: Decoys, bounds: Bounds) -> None:
        self._decoys = decoys
        self._bounds = bounds

    def reason(self, text: str, amount: Amount, enclosures: Enclosures) -> Reason | None:
        """Why the amount is no quantity; None where it is one."""
        if amount.kind == "time":
            return self._time(text, amount)
        if amount.kind in ("age", "name"):
            return None if self._decoys.kept("keep.age", text, amount.start) else Reason.NAME
        if amount.kind in _RATIO_KINDS and not amount.spelled:
            return None
        if text[amount.start - 1 : amount.start] == "每" and amount.kind in _DENOMINATORS:
            return Reason.NAME  # 每50公斤提高7.4元
        if enclosures.title(amount.start):
            return Reason.NAME
        if enclosures.quote(amount.start) and amount.kind not in _RATIO_KINDS:
            return Reason.NAME
        return self._spelled(text, amount) if amount.spelled else self._arabic(text, amount)

    def _time(self, text: str, amount: Amount) -> Reason | None:
        if self._decoys.kept("keep.duration", text, amount.start):
            return None
        return Reason.DATE if amount.unit == "日" else Reason.DURATION

    def _arabic(self, text: str, amount: Amount) -> Reason | None:
        if amount.kind != "bare":
            return None
        lead = max(0, amount.start - 2)
        if _CODE_BEFORE.search(text, lead, amount.start) or _LATIN.match(text, amount.end):
            return Reason.NAME
        digits = text[amount.start : amount.end]
        if _YEAR.fullmatch(digits):
            return Reason.DATE
        if digits.isdigit() and len(digits) >= _LONG_CODE:
            return Reason.REFERENCE
        return None

    def _spelled(self, text: str, amount: Amount) -> Reason | None:
        if amount.kind in _RATIO_KINDS and amount.kind != "money":
            return None
        if amount.kind == "bare" or (amount.kind == "piece" and len(amount.spelled) == 1):
            return Reason.IDIOM
        if amount.spelled == "一" or amount.kind == "doubling":
            bound = self._bounds.before(text, amount.start)  # 翻了近一番
            verb_end = bound.start if bound else amount.start
            step = amount.unit == "位" and self._decoys.directly("keep.step", text, verb_end)
            counts = step or self._decoys.directly("keep.one", text, verb_end) or _closes(text, amount)
            return None if counts else Reason.IDIOM
        return self._bare(text, amount) if amount.bare else None

    def _bare(self, text: str, amount: Amount) -> Reason | None:
        """百亿元, 千万: a quantity where something reaches it, not where it only tells a size."""
        bound = self._bounds.before(text, amount.start, bare=True)
        reached = (
            bound
            or (amount.bound and amount.unit)
            or (amount.kind != "money" and self._decoys.directly("keep.one", text, amount.start))
            or (
                _AMOUNT_END.match(text, amount.end)
                and self._decoys.directly("keep.reach", text, amount.start)
            )
        )
        return None if reached else Reason.IDIOM

    def settled(self, text: str, amount: Amount) -> Amount:
        """The amount with the kind that others know; 位 counts people, but not in 前移2位."""
        if amount.unit == "位" and self._decoys.directly("keep.step", text, amount.start):
            return amount._replace(base="位", kind="count")
        return amount._replace(kind=_KIND[amount.kind]) if amount.kind in _KIND else amount
