"""patterns/*.toml → Rules; the only reader of pattern files.

Two kinds of file. `units.toml` holds `[[unit]]` tables. Every other file is a *book* of `[[cue]]` tables: words or
a regex, the label that they stand for (a closed set for each book), and examples in which `[ ]` marks what the
cue must match. Loading is strict: an unknown key, an unknown label, a duplicate id, or a word that two cues claim
is an error that names file and entry. Examples are run by `check`, not at load time.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from reportmine.errors import PatternError
from reportmine.matching import Form, Matcher
from reportmine.model import Reason, SectionKind, Status

_PACKAGED = Path(__file__).parent / "_patterns"
_CHECKOUT = Path(__file__).parents[2] / "patterns"

LABELS: dict[str, frozenset[str]] = {
    "bounds": frozenset(
        f"{place}.{bound}"
        for place in ("before", "bare", "inside", "after")
        for bound in ("at_least", "at_most", "about", "exact")
    ),
    "ledger": frozenset(Reason)
    | frozenset(f"keep.{what}" for what in ("duration", "age", "rank", "place", "step", "one", "win", "reach")),
    "sections": frozenset(SectionKind)
    | frozenset(("background", "part", "guard", "lead.problem", "lead.plan", "plan.about"))
    | frozenset(("cut.problem", "cut.plan", "cut.work")),
    "metadata": frozenset(
        (
            "title_end", "kind.plan", "kind.summary", "intro.plan", "gov_report", "published", "source",
            "issuer_end", "office", "media", "issuer_role", "above", "delegate", "salutation", "skip", "compared", "begun",
            "year.-1", "year.0", "year.1", "school.next", "plan.opens",
        )
    )
    | frozenset(f"months.{first:02}-{last:02}" for first in range(1, 13) for last in range(first, 13)),
    "periods": frozenset(
        (
            "months", "until", "quarters", "quarters.first", "half", "year", "years", "plan", "plan_first", "plan_last",
            "recent", "ahead", "this_year", "this_month", "last_year", "year_before_last", "next_year", "delivered", "whole_year",
            "next_half", "school_year", "stop", "since", "masked",
        )
    ),
    "status": frozenset(Status) | {"target.will", "forecast.lasts"},
    "measures": frozenset(
        (
            "up", "up.rate", "up.own", "up.net", "down", "down.own", "narrow", "widen", "to", "to.equal", "from", "recovered",
            "share", "share.tail", "rank", "gap.above", "gap.below", "gap.than", "gap.less", "gap.short", "pull",
            "pull.down", "contribution", "completion", "completion.named", "task", "task.whole", "basis",
            "basis.yearly", "than", "growth.noun", "fall.noun", "reduce",
        )
    ),
    "verbs": frozenset(
        (
            "reach", "reach.have", "reach.equal", "reach.total", "reach.other", "reach.done", "reach.made", "reach.due",
            "event", "event.bare", "event.cause", "event.led", "event.concern", "event.held", "effort", "purpose",
            "verb", "verb.state", "verb.tend", "aside", "aside.levels", "estimated", "adverb", "state",
            "filler", "filler.also", "filler.do", "light", "light.for",
        )
    ),
    "nouns": frozenset(
        (
            "generic", "head", "planned", "own", "place", "level", "keep", "class", "works", "contest", "among", "each",
            "respective", "mark", "whole", "data",
        )
    ),
    "counted": frozenset(
        (
            "people", "household", "visits", "money", "spent", "such", "held", "holder", "institution", "school", "common",
            "flow", "pair", "opposite", "alternate", "tier", "half", "town", "group", "budget", "within", "within.kept",
            "given_to", "done_to", "begun", "run", "payer", "sibling", "no_lead", "sown", "yield", "kinds", "tail", "took_part",
        )
    ),
    "classes": frozenset(("kind", "attribute", "attribute.alone", "trade")),
    "witness": frozenset(
        (
            "join", "rest", "apart", "overlap", "real", "yearly", "mean", "to", "rate", "denied", "classifier", "generic",
        )
    ),
    "portals": frozenset(
        (
            "furniture", "box", "box.opening", "site", "dated", "dated.cell", "sourced", "sourced.cell", "cell.sourced",
            "beside",
        )
    ),
    "tables": frozenset(
        (
            "index", "code", "date", "name", "remark", "unit", "subject", "class", "when", "indicator", "growth", "change",
            "share", "completion", "rank", "move", "differ", "decline", "contribution", "target", "actual", "forecast",
            "value", "total", "subtotal", "among", "before", "same", "whole_year", "sofar", "ratio", "count", "picks",
            "caption", "unit.line", "blank", "rise", "fall", "in.area", "in.mass", "in.yield",
        )
    ),
    "entities": frozenset(("ORG", "PLACE", "PERSON", "DOCUMENT", "PROJECT", "INNER")),
}  # fmt: skip


class Cue(BaseModel):
    """One entry of a book."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    label: str
    words: tuple[str, ...] = ()
    regex: str | None = None
    priority: int = 0  # among regexes that match at the same place, the higher is tried first
    note: str = ""
    examples: tuple[str, ...] = Field(min_length=1)
    counter: tuple[str, ...] = Field((), alias="not")

    @model_validator(mode="after")
    def _one_form(self) -> "Cue":
        if bool(self.words) == bool(self.regex):
            raise ValueError("give either words or a regex")
        if self.regex is not None:
            compiled = re.compile(self.regex)
            if compiled.match(""):
                raise ValueError(f"regex {self.regex!r} matches the empty text")
        return self


class UnitEntry(BaseModel):
    """Surfaces of one unit, and the base unit that they are scaled to."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str
    kind: str
    base: str
    scale: Decimal = Decimal(1)
    surfaces: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()  # what makes another word of it when it follows a surface: 人, but not 人才
    ahead: tuple[str, ...] = ()  # of a currency: words right before a number in 元 that name it
    note: str = ""
    examples: tuple[str, ...] = Field(min_length=1)  # [ ] marks the whole quantity: 共[39家]企业
    counter: tuple[str, ...] = Field((), alias="not")


class CueMatch(NamedTuple):
    """Where a cue stands in a text."""

    start: int
    end: int
    cue: Cue


class Book:
    """All cues of one file. Regexes come first by priority, then the longest word."""

    def __init__(self, name: str, cues: Sequence[Cue]) -> None:
        self.name = name
        self.cues = tuple(cues)
        self._words: dict[
            tuple[str, ...], tuple[str, ...]
        ] = {}  # what was asked for, kept: it is asked per sentence
        formed = sorted((cue for cue in cues if cue.regex), key=lambda cue: -cue.priority)
        self._matcher = Matcher(
            {word: cue for cue in cues for word in cue.words},
            [Form(cue.regex or "", cue) for cue in formed],
        )

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[CueMatch]:
        """Matches from left to right, never overlapping; offsets in `text`."""
        return starmap(CueMatch, self._matcher.find(text, start, end))

    def match(self, text: str, start: int, end: int | None = None) -> CueMatch | None:
        """The match that begins at `start`, if any."""
        found = self._matcher.match(text, start, end)
        return CueMatch(*found) if found else None

    def of(self, label: str) -> tuple[Cue, ...]:
        """Cues with one label."""
        return tuple(cue for cue in self.cues if cue.label == label)

    def words(self, *labels: str) -> tuple[str, ...]:
        """Words of the cues with these labels, in file order."""
        if labels not in self._words:
            self._words[labels] = tuple(
                word for cue in self.cues if cue.label in labels for word in cue.words
            )
        return self._words[labels]


class Rules:
    """Everything that patterns/ says."""

    def __init__(self, units: Sequence[UnitEntry], books: dict[str, Book], sources: Sequence[Path]) -> None:
        self.units = tuple(units)
        self.books = books
        self.sources = tuple(sources)

    def book(self, name: str) -> Book:
        """The book of patterns/NAME.toml; an empty one where there is no such file."""
        return self.books.get(name) or Book(name, ())


def trie_pattern(words: Iterable[str]) -> str:
    """Regex that matches the longest of the words at a place, in time independent of their number.

    >>> trie_pattern(["增长", "增长率", "降"])
    '(?:增长(?:率)?|降)'
    """
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def render(node: dict[str, Any]) -> str:
        branches = [re.escape(char) + render(child) for char, child in sorted(node.items()) if char]
        if not branches:
            return ""
        optional = "" in node
        if len(branches) == 1 and not optional:
            return branches[0]
        return f"(?:{'|'.join(branches)})" + ("?" if optional else "")

    body = render(trie)
    return body if body.startswith("(?:") else f"(?:{body})"


def builtin_dir() -> Path:
    """Folder of the pattern files that ship with this version."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@lru_cache(maxsize=4)
def load(extra: Path | None = None) -> Rules:
    """Rules of the built-in files, with those of `extra` layered over them: the same id replaces, a new one is added.

    Raises:
        PatternError: a file that is no TOML, an entry that does not validate, a duplicate id, or a word that two
            cues of one book claim. All faults of all files are told at once.

    """
    faults: list[str] = []
    units: dict[str, UnitEntry] = {}
    cues: dict[str, dict[str, Cue]] = {}
    sources: list[Path] = []
    for folder in (builtin_dir(), *((extra,) if extra else ())):
        if not folder.is_dir():
            raise PatternError(f"no such pattern folder @ {folder}: give a folder that holds *.toml files")
        for path in sorted(folder.glob("*.toml")):
            sources.append(path)
            if path.stem == "units":
                units |= _entries(path, "unit", UnitEntry, faults)
            else:
                found = _entries(path, "cue", Cue, faults)
                _check_labels(path, found, faults)
                cues.setdefault(path.stem, {}).update(found)
    _check_ties(units, cues, faults)
    if faults:
        raise PatternError("\n".join(faults))
    books = {name: Book(name, tuple(entries.values())) for name, entries in cues.items()}
    return Rules(tuple(units.values()), books, sources)


def unmark(example: str) -> tuple[str, list[tuple[int, int]]]:
    """Text without its `[ ]` marks, and the spans that they enclose.

    >>> unmark("增长[5%]左右")
    ('增长5%左右', [(2, 4)])

    Raises:
        ValueError: a mark that is not closed, or one inside another.

    """
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for char in example:
        if char == "[":
            if opened is not None:
                raise ValueError(f"nested mark in {example!r}")
            opened = len(plain)
        elif char == "]":
            if opened is None:
                raise ValueError(f"unopened mark in {example!r}")
            spans.append((opened, len(plain)))
            opened = None
        else:
            plain.append(char)
    if opened is not None:
        raise ValueError(f"unclosed mark in {example!r}")
    return "".join(plain), spans


def check_book(book: Book) -> list[str]:
    """Faults of a book's entries against their own examples; empty when all hold."""
    return [fault for cue in book.cues for fault in _check_cue(book, cue)]


def _check_cue(book: Book, cue: Cue) -> Iterator[str]:
    where = f"@ patterns/{book.name}.toml [{cue.id}]"
    for example in cue.examples:
        try:
            plain, wanted = unmark(example)
        except ValueError as error:
            yield f"{error} {where}: close every [ with a ]"
            continue
        if not wanted:
            yield f"example {example!r} marks nothing {where}: enclose what must match in [ ]"
        got = [(found.start, found.end) for found in book.find(plain) if found.cue.id == cue.id]
        if got != wanted:
            seen = [plain[start:end] for start, end in got]
            yield f"example {example!r} matched {seen} {where}: correct the entry or the example"
    for text in cue.counter:
        if any(found.cue.id == cue.id for found in book.find(text)):
            yield f"counter-example {text!r} matched {where}: narrow the entry"


_Entry = TypeVar("_Entry", Cue, UnitEntry)


def _entries(path: Path, table: str, model: type[_Entry], faults: list[str]) -> dict[str, _Entry]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"not TOML: {error} @ {path}: correct the file")
        return {}
    faults += [
        f"unknown table {key!r} @ {path}: only [[{table}]] is known" for key in content if key != table
    ]
    found: dict[str, _Entry] = {}
    for number, raw in enumerate(content.get(table, []), 1):
        name = raw.get("id", f"entry {number}")
        try:
            entry = model.model_validate(raw)
        except (ValidationError, re.error) as error:
            faults.append(f"{_first_line(error)} @ {path} [{name}]: correct the entry")
            continue
        if entry.id in found:
            faults.append(f"duplicate id {entry.id!r} @ {path}: rename one of the two")
        found[entry.id] = entry
    return found


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        parts = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        return "; ".join(parts)
    return str(error)


def _check_labels(path: Path, cues: dict[str, Cue], faults: list[str]) -> None:
    known = LABELS.get(path.stem)
    if known is None:
        faults.append(f"unknown pattern file @ {path}: known are units and {', '.join(sorted(LABELS))}")
        return
    faults += [
        f"unknown label {cue.label!r} @ {path} [{cue.id}]: one of {', '.join(sorted(known))}"
        for cue in cues.values()
        if cue.label not in known
    ]


def _check_ties(units: dict[str, UnitEntry], cues: dict[str, dict[str, Cue]], faults: list[str]) -> None:
    claims: list[tuple[str, str, str]] = [
        ("units", s, unit.id) for unit in units.values() for s in unit.surfaces
    ]
    claims += [
        (book, word, cue.id) for book, found in cues.items() for cue in found.values() for word in cue.words
    ]
    owner: dict[tuple[str, str], str] = {}
    for book, word, entry in claims:
        if (book, word) in owner:
            first = owner[book, word]
            faults.append(f"{word!r} stands in [{first}] and [{entry}] @ patterns/{book}.toml: keep one")
        owner[book, word] = entry
