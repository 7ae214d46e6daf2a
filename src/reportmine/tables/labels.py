"""What the text of a header says: a name, a measure, a time, a unit, and what the cells under it are."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportmine.attribution.vocabulary import vocabulary
from reportmine.model import Measure, Span, Status
from reportmine.patterns import Cue, Rules, trie_pattern
from reportmine.tables.cells import Unit, cells

LONGEST = 80  # characters of a header; a longer one is prose
_ENUMERATOR = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}(?:[、.](?!\d)|\.\d{1,2}(?=[^\d.%])|[)])|[①-⑳]|[A-Z][.、])\s*"
)
_BRACKET = re.compile(r"[(\[【](?P<inside>[^()\[\]【】]{0,20})[)\]】]")
_INDEX = re.compile(r"[(][^()]{1,12}=\s?100[)]")
_BEHIND = re.compile(r"(?:[/,、:]\s*(?P<unit>[^\s/,、:()]{1,8})|(?P<rate>[±+/-]*%))$")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?=$|[^\d年.%])")
_LINE_BREAK = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff0-9])")
_EDGE = " \t,、:;.·*#±+/-—"
_JOINTS = "的及和与"
_WHOLE = ("index", "remark", "unit", "subject", "class", "when", "indicator", "value")
_MEASURED = ("value",)  # of those above what a header with a unit may be: 学校（所） is no column of names
_COUNTED = ("subject", "class")  # what may also be counted: 学校, in a column or a row of figures
_ENDING = ("code", "date", "name")
_MEASURES = {
    label: Measure(label) for label in ("growth", "change", "share", "completion", "rank", "contribution")
}
_STATUS = {label: Status(label) for label in ("target", "actual", "forecast")}
_STOPS = "\0"  # stands for what has been read, so that no word runs over it
_KEPT = 4096  # texts of headers whose readings are kept


class Label(NamedTuple):
    """One header, read; offsets count from its start."""

    text: str  # folded
    kind: str = ""  # what the cells under it are, a label of patterns/tables.toml
    name: tuple[Span, ...] = ()  # what is left for a name
    measure: Measure | None = None
    of: Span | None = None
    basis: Span | None = None
    status: Status | None = None
    unit: Unit | None = None
    times: tuple[tuple[str, Cue], ...] = ()
    marks: frozenset[str] = (
        frozenset()
    )  # total, subtotal, among, move, differ, decline, before, same, whole_year, sofar
    is_place: bool = False
    is_own: bool = False  # nothing but a word for the report's own place

    def words(self) -> str:
        """The name in one piece, folded."""
        return _LINE_BREAK.sub("", "".join(piece.of(self.text) for piece in self.name))


class Labels:
    """Reads headers with the books of one set of rules."""

    def __init__(self, rules: Rules, own: frozenset[str]) -> None:
        self._tables, self._periods = rules.book("tables"), rules.book("periods")
        self._measures = rules.book("measures")
        self._cells = cells(rules)
        self._vocabulary = vocabulary(rules)
        nouns = rules.book("nouns")
        places = sorted({*own, *nouns.words("own", "whole")})
        self._own = re.compile(trie_pattern(places) + r"(?![\u4e00-\u9fff]?(?:级|属|管))") if places else None
        self._holders = (*self._vocabulary.holders, *self._vocabulary.institutions)
        self._caption = frozenset(rules.book("tables").words("caption"))
        self._read: dict[str, Label] = {}

    def read(self, text: str) -> Label:
        """The reading of a header's folded text."""
        if text not in self._read:
            if len(self._read) >= _KEPT:
                self._read.clear()
            self._read[text] = self._closed(text) if len(text) <= LONGEST else Label(text)
        return self._read[text]

    def _closed(self, text: str) -> Label:
        """The reading of a header whose lines are told apart by spaces: 总产量比 上年±%."""
        gaps = [found.start() for found in _LINE_BREAK.finditer(text)]
        if not gaps:
            return self._label(text)
        kept = [place for place in range(len(text)) if place not in gaps]
        label = self._label("".join(text[place] for place in kept))

        def written(span: Span) -> Span:
            return Span(kept[span.start], kept[span.end - 1] + 1)

        return label._replace(
            text=text,
            name=tuple(written(piece) for piece in label.name),
            of=written(label.of) if label.of else None,
            basis=written(label.basis) if label.basis else None,
        )

    def _label(self, text: str) -> Label:
        left = list(text)
        if numbered := _ENUMERATOR.match(text):
            _take(left, *numbered.span())
        for base in _INDEX.finditer(text):
            _take(left, *base.span())  # 价格指数（上年同期=100）
        unit = self._unit(text, left)
        kind = self._kind("".join(left).replace(_STOPS, "").strip(" :*"), has_unit=unit is not None)
        if kind and kind not in _COUNTED:
            return Label(text, kind, unit=unit)
        basis = self._basis(left)
        marks, measure, status, of = self._cues(
            left, ("before", "among", "rank", "move", "completion", "share")
        )
        times = tuple(self._times(left))
        own = self._take_own(left)
        more, second, other, whole = self._cues(left)
        measure, status, of = measure or second, status or other, of or whole
        name = tuple(self._name(left))
        words = "".join(piece.of(text) for piece in name)
        if words in self._caption or self._kind(words, has_unit=False) == "value":
            name, words = (), ""
        if measure is None and basis is not None:
            measure = Measure.CHANGE if unit and unit.kind not in ("percent", "permille") else Measure.GROWTH
        return Label(
            text,
            kind,
            name,
            measure=measure,
            of=of,
            basis=basis,
            status=status,
            unit=unit,
            times=times,
            marks=marks | more,
            is_place=bool(words) and self.is_place(words),
            is_own=own and not words and measure is None,
        )

    def is_place(self, name: str) -> bool:
        """Whether a name ends as a place or an organisation does, and is more than that ending."""
        held = name.endswith(self._holders) and name not in self._holders
        return held and not name.endswith(self._vocabulary.common)

    def is_unit_line(self, text: str) -> bool:
        """Whether a text tells the unit of all figures."""
        found = self._tables.match(text.lstrip("( "), 0)
        return found is not None and found.cue.label == "unit.line"

    def _kind(self, words: str, *, has_unit: bool) -> str:
        """What a header as a whole, or its end, says of what stands under it."""
        if not words:
            return ""
        last = None
        for found in self._tables.find(words):
            whole = found.start == 0 and found.end == len(words)
            if whole and found.cue.label in (_MEASURED if has_unit else _WHOLE):
                return found.cue.label
            last = found
        if last is not None and last.end == len(words) and last.cue.label in _ENDING and not has_unit:
            return last.cue.label
        return ""

    def _unit(self, text: str, left: list[str]) -> Unit | None:
        """The unit in a bracket, or behind a mark at the end."""
        for found in _BRACKET.finditer(text):
            inside = found["inside"].strip()
            told = self._tables.match(inside, 0)
            if told is not None and told.cue.label == "unit.line":
                inside = inside[told.end :]
            if unit := self._cells.unit(inside):
                _take(left, *found.span())
                return unit
        rest = text.rstrip(" *")
        if behind := _BEHIND.search(rest):
            written = behind["unit"] or behind["rate"]
            if unit := self._cells.unit(written):
                _take(left, *behind.span())
                if behind["rate"] and len(behind["rate"]) > 1:
                    left[behind.start() : behind.end() - 1] = "±" * (len(behind["rate"]) - 1)
                return unit
        return None

    def _basis(self, left: list[str]) -> Span | None:
        text = "".join(left)
        for found in self._measures.find(text):
            if found.cue.label in ("basis", "basis.yearly"):
                _take(left, found.start, found.end)
                return Span(found.start, found.end)
        return None

    def _times(self, left: list[str]) -> Iterator[tuple[str, Cue]]:
        text = "".join(left)
        for found in list(self._periods.find(text)):
            if found.cue.label not in ("stop", "delivered"):
                yield text[found.start : found.end], found.cue
                _take(left, found.start, found.end)
        bare = _BARE_YEAR.search("".join(left))
        year = self._periods.match(f"{bare.group()}年", 0) if bare else None
        if bare and year:
            yield f"{bare.group()}年", year.cue
            _take(left, *bare.span())

    def _cues(
        self, left: list[str], only: tuple[str, ...] = ()
    ) -> tuple[frozenset[str], Measure | None, Status | None, Span | None]:
        """Marks, measure, status and whole that cues tell; `only` these labels."""
        text = "".join(left)
        marks: set[str] = set()
        measure, status, of = None, None, None
        for found in list(self._tables.find(text)):
            label = found.cue.label
            if only and label not in only:
                continue
            if label in ("move", "differ", "decline"):
                measure = Measure.CHANGE if label == "move" else Measure.GROWTH
                marks.add(label)
            elif label in _MEASURES:
                measure = _MEASURES[label]
                of = _whole(found.cue, text, found.start, found.end) or of
            elif label in _STATUS:
                status = _STATUS[label]
            elif label in ("total", "subtotal"):
                if text[found.end :].strip(f" {_STOPS}"):
                    continue
                marks.add(label)
                if text[: found.start].strip(f" {_STOPS}"):
                    continue  # 收入合计 is a name
            elif label in ("among", "before", "same", "whole_year", "sofar"):
                marks.add(label)
            else:
                continue
            _take(left, found.start, found.end)
        return frozenset(marks), measure, status, of

    def _take_own(self, left: list[str]) -> bool:
        """Whether the report's own place opens what is left; it is taken out."""
        text = "".join(left)
        start = len(text) - len(text.lstrip(f" {_STOPS}"))
        found = self._own.match(text, start) if self._own else None
        if found is None or not found.group():
            return False
        _take(left, *found.span())
        return True

    @staticmethod
    def _name(left: list[str]) -> Iterator[Span]:
        """The stretches that nothing was read from, without the marks around them."""
        text = "".join(left)
        for found in re.finditer(f"[^{_STOPS}]+", text):
            words = found.group()
            kept = words.lstrip(_EDGE + (_JOINTS if found.start() else "")).rstrip(_EDGE + "的")
            if kept.count("(") != kept.count(")"):
                kept = kept.strip("()")
            if kept:
                start = found.start() + words.index(kept)
                yield Span(start, start + len(kept))


def _take(left: list[str], start: int, end: int) -> None:
    left[start:end] = _STOPS * (end - start)


@lru_cache(maxsize=256)
def _form(regex: str) -> re.Pattern[str]:
    return re.compile(regex)


def _whole(cue: Cue, text: str, start: int, end: int) -> Span | None:
    """What a cue's regex holds as `of`."""
    found = _form(cue.regex).match(text, start) if cue.regex and "?P<of>" in cue.regex else None
    return Span(*found.span("of")) if found and found.end() <= end + 1 else None
