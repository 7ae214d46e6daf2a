"""What a cell holds: one figure, nothing, or words."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportmine import quantities
from reportmine.model import Comparator, Quantity, Span, Status
from reportmine.patterns import CueMatch, Rules, trie_pattern
from reportmine.quantities.numerals import parse_numeral, scaled

LONGEST = 40  # characters of a cell with a figure: a longer one holds a sentence
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.[0-9]{1,12})?"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CODE = 7  # digits of a whole number in no unit, from which on it is a code
_SCALE = re.compile("[十百千]?[万亿]+|[十百千]")
_MOVES = ("rise", "fall", "up", "down")
_STATUS = frozenset(Status)
# What may stand before the number of a cell, by book.
_SAID = {
    "tables": frozenset(("rise", "fall")),
    "measures": frozenset(("up", "down", "basis", "to", "to.equal")),
    "status": _STATUS,
    "verbs": frozenset(("reach", "reach.have", "reach.equal", "reach.total", "reach.done")),
}
_TRIED = 4096  # texts of cells and units whose readings are kept: columns repeat them


class Figure(NamedTuple):
    """The one number of a cell; offsets count from the cell's start, the unit is what the cell itself has."""

    start: int
    end: int
    value: Decimal  # with the sign that is written before the digits
    high: Decimal | None
    comparator: Comparator
    quantity: Quantity | None  # of a number that its own words say more of than its digits
    mark: str = ""  # what else tells its sign: ▲, 下降, (
    moves: bool = False  # a word says that it is a growth or a change
    status: Status | None = None  # as 力争 and 预计 say
    basis: Span | None = None  # 同比, as the cell says

    @property
    def is_year(self) -> bool:
        """Whether it may be the number of a year."""
        return (
            self.quantity is None
            and not self.mark
            and self.end - self.start == 4
            and 1900 <= self.value <= 2099
        )

    @property
    def is_code(self) -> bool:
        """Whether it has as many digits as a telephone number."""
        return self.quantity is None and self.end - self.start >= _CODE and self.value == int(self.value)


class Unit(NamedTuple):
    """A unit that a header or a line gives: as written, its base, how many of that it holds, its kind."""

    written: str
    base: str
    factor: Decimal
    kind: str


class Cells:
    """The words and units of one set of rules."""

    def __init__(self, rules: Rules) -> None:
        book = rules.book("tables")
        self._rules = rules
        self._blank = frozenset(book.words("blank"))
        fall = [cue.regex for cue in book.of("fall") if cue.regex]
        rise = [cue.regex for cue in book.of("rise") if cue.regex]
        marks = "|".join((*rise, *fall, trie_pattern((*book.words("rise"), *book.words("fall")))))
        self._falls = re.compile("|".join((*fall, trie_pattern((*book.words("fall"), "(")))))
        self._plain = re.compile(
            rf"(?P<open>\()?(?P<mark>{marks})? ?(?P<sign>[-—+] ?)?(?P<number>{_NUMBER})(?P<unit> ?%)?(?P<behind> ?[↑↓▲▼])?"
            r"(?(open)\))\*?$"
        )
        self._symbols = re.compile(r"[↑↓▲▼△▽+(-]?$")
        self._cues = [rules.book(name) for name in ("tables", "measures", "status", "verbs")]
        self._read: dict[str, Figure | None] = {}
        self._units: dict[str, Unit | None] = {}

    def is_blank(self, text: str) -> bool:
        """Whether a cell says that there is no figure."""
        return not text or text in self._blank

    def falls(self, mark: str) -> bool:
        """Whether a mark makes a figure negative, wherever it stands; ▲ does so only among unmarked figures."""
        return bool(mark) and self._falls.match(f"{mark}0") is not None

    def figure(self, text: str) -> Figure | None:
        """The figure that makes up a cell; None where it holds none, several, or more than one."""
        if len(text) > LONGEST or not text:
            return None
        if text not in self._read:
            if len(self._read) >= _TRIED:
                self._read.clear()
            self._read[text] = self._figure(text)
        return self._read[text]

    def _figure(self, text: str) -> Figure | None:
        if found := self._plain.match(text):
            return self._of_digits(found)
        read = quantities.find(text, self._rules)
        if len(read) != 1 or (read[0].reason is not None and not text.startswith("第")):
            return None
        number = read[0]
        value = number.value
        start, end = number.outer or (number.start, number.end)
        said = self._said(text, start)
        if said is None or text[end:].strip(" *。;") or value is None:
            return None
        if number.reason is not None:  # 第3, which the header makes a rank
            number = number._replace(reason=None, value_base=number.value, unit_base="名", kind="rank")
        return said._replace(
            start=number.start,
            end=number.end,
            value=value,
            high=number.high,
            comparator=number.comparator,
            quantity=number,
        )

    def _said(self, text: str, end: int) -> Figure | None:
        """What the words before a number say of it: 力争同比增长; None where they say more than that."""
        found = Figure(0, 0, Decimal(), None, Comparator.EXACT, None)
        at = 0
        while at < end:
            cues = [(book.name, cue) for book in self._cues if (cue := book.match(text, at, end))]
            cues = [(name, cue) for name, cue in cues if cue.cue.label in _SAID[name]]
            if not cues and text[at] not in " ,:":
                return None
            longest = max((cue for _, cue in cues), key=lambda cue: cue.end, default=None)
            if longest is not None:
                found = self._with(found, text, longest)
            at = longest.end if longest is not None else at + 1
        return found

    def _with(self, found: Figure, text: str, cue: CueMatch) -> Figure:
        """A figure with what one cue before it says."""
        label, words = cue.cue.label, text[cue.start : cue.end]
        if label in _MOVES:
            mark = "(" if label in ("fall", "down") else words
            return found._replace(mark=mark, moves=self._symbols.match(words) is None)
        if label == "basis":
            return found._replace(basis=Span(cue.start, cue.end))
        return found._replace(status=Status(label)) if label in _STATUS else found

    def _of_digits(self, found: re.Match[str]) -> Figure:
        sign = (found["sign"] or "").strip()
        start = found.start("sign") if sign and sign != "+" else found.start("number")
        value = Decimal(found["number"].replace(",", ""))
        mark = found["mark"] or (found["behind"] or "").strip() or found["open"] or ""
        signed = -value if start < found.start("number") else value
        end = found.end("unit") if found["unit"] else found.end("number")
        quantity = None
        if found["unit"]:
            written = found["unit"].strip()
            quantity = Quantity(
                start, end, "", signed, unit=written, unit_base="%", value_base=signed, kind="percent"
            )
        moves = self._symbols.match(mark) is None
        return Figure(start, end, signed, None, Comparator.EXACT, quantity, mark, moves)

    def unit(self, written: str, *, sure: bool = False) -> Unit | None:
        """The unit that a header writes; None of what is none. `sure`: it stands where only units do."""
        key = f"{written}\n{sure}"
        if key not in self._units:
            if len(self._units) >= _TRIED:
                self._units.clear()
            self._units[key] = self._unit(written, sure=sure)
        return self._units[key]

    def _unit(self, written: str, *, sure: bool) -> Unit | None:
        if not written or len(written) > 12 or any(char.isdigit() for char in written):
            return None
        if written.strip("±+-/") == "%":
            return Unit("%", "%", Decimal(1), "percent")
        read = quantities.find(f"1{written}", self._rules)
        if len(read) == 1 and read[0].end == len(written) + 1 and read[0].value_base is not None:
            number = read[0]
            assert number.value_base is not None
            return Unit(written, number.unit_base, number.value_base, number.kind)
        if not sure and not (len(read) == 1 and read[0].end == len(written) + 1):
            return None
        scale = _SCALE.match(written)
        factor = parse_numeral(scale.group()) if scale else None
        if scale and factor:
            return Unit(written, written[scale.end() :], factor, "")
        return Unit(written, written, Decimal(1), "")


def in_unit(value: Decimal, unit: Unit) -> Decimal:
    """A value of this unit in its base."""
    return scaled(value, unit.factor)


@lru_cache(maxsize=4)
def cells(rules: Rules) -> Cells:
    """The Cells of one set of rules."""
    return Cells(rules)
