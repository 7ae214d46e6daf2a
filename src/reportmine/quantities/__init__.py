"""Numerals of a text → measured quantities, and a reason for every other number."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from reportmine.model import Comparator, Quantity, Reason, Span
from reportmine.patterns import Rules, UnitEntry, unmark
from reportmine.quantities import ranges, ranks, rows
from reportmine.quantities.amounts import SPELLED, Amount, AmountReader
from reportmine.quantities.bounds import Bound, Bounds
from reportmine.quantities.decoys import Decoy, Decoys, Enclosures
from reportmine.quantities.judge import Judge
from reportmine.quantities.numerals import scaled
from reportmine.quantities.units import UnitTable
from reportmine.text import fold

__all__ = ["check_units", "find"]

# A character first, for speed, and then what it must be: 第 before a numeral, 首 as in 首位, 榜首 and 之首, 翻番, 过半.
_NUMERAL = re.compile(
    rf"[0-9①-⑳第首榜翻半{SPELLED.replace('○', '')}](?:(?<![第首榜翻半])|(?<=第)(?= ?[0-9一二三四五六七八九十])"
    r"|(?<=首)位|(?<=榜)首|(?<=之首)(?=[\s,。;、!?)]|$)|(?<=翻)番(?!茄)|(?<=过半)(?=[\s,。;、!?)]|$))"
)
# A word that is a number by itself: its value, base unit and kind.
_WORDS = {"翻番": (Decimal(1), "番", "multiple"), "半": (Decimal("0.5"), "", "fraction")}
_RUN = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[{SPELLED}]+|.", re.DOTALL)
_LATIN_RUN = re.compile("[A-Za-z0-9]*")
_SIGNED = re.compile(r"(?<![0-9A-Za-z%)年月日.-])-$")
_SIGN_AFTER = frozenset("为是达至到:(长速率幅降升值 \t,")

_YUAN = "元"
_MONEY = (
    "money",
    "count_or_money",
)  # kinds of a number that a currency may stand before: 港币12亿元, 港币300万


def find(text: str, rules: Rules) -> list[Quantity]:
    """Every numeral expression of a folded text, left to right, never overlapping.

    Measured quantities have `reason` None; the others are for the ledger. Every digit and every Chinese
    numeral that counts lies in exactly one of them.

    >>> from reportmine.patterns import load
    >>> [(q.text, str(q.value_base), q.unit_base) for q in find("新增企业39家,投资近2.5 亿元", load())]
    [('39家', '39', '家'), ('2.5 亿元', '250000000', '元')]
    """
    return list(_finder(rules).scan(text))


def check_units(rules: Rules) -> list[str]:
    """Faults of the unit entries against their own examples; empty when all hold."""
    return [fault for entry in rules.units for fault in _check_unit(entry, rules)]


@lru_cache(maxsize=8)
def _finder(rules: Rules) -> "_Finder":
    return _Finder(rules)


class _Finder:
    """One scan from left to right: fixed words, ordinals, forms that measure nothing, then amounts."""

    def __init__(self, rules: Rules) -> None:
        self._bounds = Bounds(rules.book("bounds"))
        self._decoys = Decoys(rules.book("ledger"))
        self._units = UnitTable(rules.units)
        self._reader = AmountReader(self._units, self._bounds)
        self._judge = Judge(self._decoys, self._bounds)

    def scan(self, text: str) -> Iterator[Quantity]:
        words = iter(self._decoys.words(text))
        word = next(words, None)
        enclosures = Enclosures(text)
        end = row = 0
        while found := _NUMERAL.search(text, end):
            start = found.start()
            while word and (word.end <= start or word.start < end):
                word = next(words, None)
            row = row + 1 if rows.joins(text, end, start) else 0
            if row < rows.LONGEST:
                quantity = self._at(text, start, word if word and word.start <= start else None, enclosures)
            else:
                quantity = self._listed(text, start)
            yield quantity
            end = quantity.end

    def _at(self, text: str, start: int, word: Decoy | None, enclosures: Enclosures) -> Quantity:
        if word and word.start < start:
            return _dismissed(text, *word)
        form = self._decoys.form(text, start)
        if word and (form is None or form.end <= word.end):
            return _dismissed(text, *word)
        if form:
            return _dismissed(text, *form)
        if text[start] in "翻半":
            return self._word(text, start)
        if ranks.may_begin(text, start) and (place := ranks.read(text, start, self._decoys)):
            return _ranked(text, start, place)
        return self._amount(text, start, enclosures)

    def _word(self, text: str, start: int) -> Quantity:
        """翻番, and the 半 of 过半."""
        written = next(word for word in _WORDS if text.startswith(word, start))
        value, base, kind = _WORDS[written]
        end = start + len(written)
        unit = base if written.endswith(base) else ""
        return self._measured(text, Amount(start, end, value, None, unit, base, Decimal(1), kind, None, end))

    def _listed(self, text: str, start: int) -> Quantity:
        """A number far behind in a row."""
        end = rows.plain(text, start)
        if end is None:
            amount = self._reader.read(text, start)
            if amount is None:
                return _unread(text, start)
            end = amount.end
        return _dismissed(text, start, end, Reason.REFERENCE)

    def _amount(self, text: str, start: int, enclosures: Enclosures) -> Quantity:
        amount = self._reader.read(text, start)
        if amount is None:
            return _unread(text, start)
        amount = ranges.extend(text, amount, self._reader)
        amount = ranges.carried(text, amount, self._reader)
        reason = self._judge.reason(text, amount, enclosures)
        if reason is None:
            return self._measured(text, amount)
        end = amount.end
        if reason is Reason.NAME and amount.kind == "bare":
            end = _LATIN_RUN.match(text, end).end()  # type: ignore[union-attr]  # an optional run always matches
        if reason is Reason.IDIOM:
            end = amount.stem
        return Quantity(
            start, end, text[start:end], value=amount.value, high=amount.high, kind=amount.kind, reason=reason
        )

    def _measured(self, text: str, amount: Amount) -> Quantity:
        amount = self._judge.settled(text, amount)
        start = _with_sign(text, amount)
        value = amount.value if start == amount.start else -amount.value
        before = self._bounds.before(text, start, bare=amount.bare)
        after = self._bounds.after(text, amount.end)
        comparator = _compared(amount, before, after)
        opening = before.start if before else start
        bare = amount.kind in _MONEY and amount.base in ("", _YUAN)
        currency = self._units.currency(text, opening) if bare else None
        outer = Span(currency.start if currency else opening, after.end if after else amount.end)
        return Quantity(
            start,
            amount.end,
            text[start : amount.end],
            value=value,
            high=amount.high,
            unit=amount.unit,
            unit_base=currency.base if currency else amount.base,
            value_base=scaled(value, amount.factor),
            high_base=None if amount.high is None else scaled(amount.high, amount.factor),
            comparator=comparator,
            kind="money" if currency else amount.kind,
            outer=outer if currency or before or after else None,
        )


def _with_sign(text: str, amount: Amount) -> int:
    """Start of the amount with its minus sign, if it has one; a dash of a list or a range is none."""
    start = amount.start
    if text[start - 1 : start] != "-" or amount.high is not None or amount.spelled:
        return start
    if not _SIGNED.search(text, max(0, start - 2), start):
        return start
    signed = (
        amount.kind in ("percent", "point", "multiple", "temperature")
        or text[start - 2 : start - 1] in _SIGN_AFTER
    )
    return start - 1 if signed else start


def _compared(amount: Amount, before: Bound | None, after: Bound | None) -> Comparator:
    """The comparator of what was read: a range, then bounds inside, before, after; about comes last."""
    if amount.high is not None:
        return Comparator.RANGE
    if not (amount.bound or before or after):
        return Comparator.EXACT
    said = [amount.bound, before and before.comparator, after and after.comparator]
    firm = [bound for bound in said if bound and bound is not Comparator.ABOUT]
    return firm[0] if firm else next((bound for bound in said if bound), Comparator.EXACT)


def _dismissed(text: str, start: int, end: int, reason: Reason) -> Quantity:
    return Quantity(start, end, text[start:end], reason=reason)


def _ranked(text: str, start: int, place: ranks.Place) -> Quantity:
    written = text[start : place.end]
    if place.reason:
        return Quantity(start, place.end, written, value=place.value, reason=place.reason)
    return Quantity(
        start,
        place.end,
        written,
        value=place.value,
        unit=place.unit,
        unit_base="名",
        value_base=place.value,
        comparator=place.comparator,
        kind="rank",
        outer=None if place.comparator is Comparator.EXACT else Span(start - 1, place.end),
    )


def _unread(text: str, start: int) -> Quantity:
    """A numeral whose value cannot be told: digits are a code, words an idiom."""
    run = _RUN.match(text, start)
    assert run, "a numeral is at least one character"
    reason = Reason.REFERENCE if text[start].isascii() else Reason.IDIOM
    return _dismissed(text, start, run.end(), reason)


def _check_unit(entry: UnitEntry, rules: Rules) -> Iterator[str]:
    where = f"@ patterns/units.toml [{entry.id}]"
    for example in entry.examples:
        plain, wanted = unmark(example)
        found = _quantities(plain, rules)
        if [(quantity.start, quantity.end) for quantity in found] != wanted or not wanted:
            yield f"example {example!r} gave {[q.text for q in found]} {where}: correct entry or example"
        elif not any(quantity.unit_base.startswith(entry.base) for quantity in found):
            yield f"example {example!r} is in {[q.unit_base for q in found]} {where}: correct the base"
    for example in entry.counter:
        found = _quantities(example, rules)
        if any(quantity.unit_base == entry.base for quantity in found):
            yield f"counter-example {example!r} gave {[q.text for q in found]} {where}: narrow the entry"


def _quantities(text: str, rules: Rules) -> list[Quantity]:
    return [quantity for quantity in find(fold(text), rules) if quantity.reason is None]
