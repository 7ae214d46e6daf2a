"""Numerals that measure nothing: the cues of patterns/ledger.toml, and quoted names."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from reportmine.model import Reason
from reportmine.patterns import Book, Cue, trie_pattern

_FREE = 5  # priority from which a regex is looked for in the whole text
_ANYWHERE = 2  # priority from which a heading is one wherever it stands
_TITLE = re.compile(r"《[^《》\n]{0,80}》")
_QUOTE = re.compile(r"“[^“”\n]{1,16}”|\"[^\"\n]{1,16}\"|‘[^‘’\n]{1,16}’|「[^「」\n]{1,16}」")
_LINE_LEAD = " \t(*#•·●■◆-"
_SENTENCE_END = "\n。;!?:"
_CLAUSE_END = _SENTENCE_END + ',、)”" \t'
_WINDOW = (
    18  # characters before a number in which its cue is sought: the longest clause head in reports has 16
)

_LONGEST_VERB = 4  # characters of the words that stand directly before a number
_IN_CLAUSE = ("keep.duration", "keep.age", "keep.rank")
_DIRECTLY = ("keep.one", "keep.place", "keep.step", "keep.reach")


class Decoy(NamedTuple):
    """A stretch of text whose numerals measure nothing."""

    start: int
    end: int
    reason: Reason


class Decoys:
    """The ledger book, compiled for one scan and for anchored tries."""

    def __init__(self, book: Book) -> None:
        cues = [cue for cue in book.cues if not cue.label.startswith("keep.")]
        formed = sorted((cue for cue in cues if cue.regex), key=lambda cue: -cue.priority)
        self._word_reason = {word: Reason(cue.label) for cue in cues for word in cue.words}
        free = [cue for cue in formed if cue.priority >= _FREE]
        anchored = [cue for cue in formed if cue.priority < _FREE]
        # Words apart from links: a regex whose branches all begin with a character skips quickly over all others.
        self._words = re.compile(trie_pattern(self._word_reason) if self._word_reason else "(?!)")
        self._links = [(re.compile(cue.regex or ""), Reason(cue.label)) for cue in free]
        self._forms = self._compiled([cue for cue in anchored if cue.priority >= _ANYWHERE])
        late = [cue for cue in anchored if cue.priority < _ANYWHERE]
        self._late = [
            self._compiled(
                [cue for cue in late if cue.label != Reason.HEADING or cue.priority + opening >= 2]
            )
            for opening in (0, 1, 2)
        ]
        self._keeps = {label: re.compile(_any(book, *_labels(label))) for label in _IN_CLAUSE}
        self._directly = {label: re.compile(rf"(?:{_any(book, *_labels(label))})$") for label in _DIRECTLY}

    def words(self, text: str) -> list[Decoy]:
        """Fixed words and links of the text, left to right, never overlapping; a link before a word."""
        found: list[Decoy] = []
        ahead = [pattern.search(text) for pattern, _ in self._links]
        at, link = 0, self._link(text, 0, ahead)
        while True:
            for word in self._words.finditer(text, at):
                start, end = word.span()
                if link and link.start <= start:
                    break
                found.append(Decoy(start, end, self._word_reason[word.group()]))
                if link and link.start < end:
                    link = self._link(text, end, ahead)
            if link is None:
                return found
            found.append(link)
            at, link = link.end, self._link(text, link.end, ahead)

    def _link(self, text: str, start: int, ahead: list[re.Match[str] | None]) -> Decoy | None:
        """The first link from `start` on; `ahead` keeps the next match of each pattern, so that none looks twice."""
        first: Decoy | None = None
        for number, (pattern, reason) in enumerate(self._links):
            match = ahead[number]
            if match and match.start() < start:
                match = ahead[number] = pattern.search(text, start)
            if match and (first is None or match.start() < first.start):
                first = Decoy(match.start(), match.end(), reason)
        return first

    def form(self, text: str, start: int) -> Decoy | None:
        """What the forms say of the numeral at `start`."""
        forms, reasons = self._forms
        match = forms.match(text, start)
        if match is None:
            forms, reasons = self._late[opening(text, start)]
            match = forms.match(text, start)
        return Decoy(start, match.end(), reasons[match.lastgroup or ""]) if match else None

    @staticmethod
    def _compiled(cues: Sequence[Cue]) -> tuple[re.Pattern[str], dict[str, Reason]]:
        """The forms as one regex, and the reason that each of its groups stands for.

        An empty group marks the end of each: one around it would keep `re` from passing it over by its first character.
        """
        parts = [f"(?:{cue.regex})(?P<a{number}>)" for number, cue in enumerate(cues)]
        reasons = {f"a{number}": Reason(cue.label) for number, cue in enumerate(cues)}
        return re.compile("|".join(parts) or "(?!)"), reasons

    def kept(self, label: str, text: str, start: int) -> bool:
        """Whether a word with this keep label stands before `start` in its clause."""
        return self._keeps[label].search(clause_before(text, start)) is not None

    def directly(self, label: str, text: str, start: int) -> bool:
        """Whether a word with this keep label ends where `start` is."""
        return self._directly[label].search(text, max(0, start - _LONGEST_VERB), start) is not None


class Enclosures:
    """Titles 《》 and short quotations of one text."""

    def __init__(self, text: str) -> None:
        self._titles = [match.span() for match in _TITLE.finditer(text)] if "《" in text else []
        self._quotes = [match.span() for match in _QUOTE.finditer(text)]

    def title(self, place: int) -> bool:
        """Whether the place is inside 《》."""
        return _inside(self._titles, place)

    def quote(self, place: int) -> bool:
        """Whether the place is inside a short quotation."""
        return _inside(self._quotes, place)


def opening(text: str, start: int) -> int:
    """2 where a sentence begins at `start`, 1 where a clause does, else 0; bullets and ( do not count."""
    place = start
    while place > 0 and start - place < 12 and text[place - 1] in _LINE_LEAD:
        place -= 1
    if place == 0 or text[place - 1] in _SENTENCE_END:
        return 2
    return 1 if text[place - 1] in _CLAUSE_END or place < start else 0


def clause_before(text: str, start: int) -> str:
    """The characters before `start` back to the nearest comma or stop, at most some 18."""
    window = text[max(0, start - _WINDOW) : start]
    cut = max(window.rfind(mark) for mark in ",。;!?\n")
    return window[cut + 1 :]


def _inside(spans: list[tuple[int, int]], place: int) -> bool:
    index = bisect_right(spans, (place, len(spans) + place + 1)) - 1
    return index >= 0 and spans[index][0] <= place < spans[index][1]


def _labels(keep: str) -> tuple[str, ...]:
    return (keep, "keep.win") if keep in ("keep.rank", "keep.one") else (keep,)


def _any(book: Book, *labels: str) -> str:
    """Regex of all words and forms with these labels."""
    forms = [cue.regex for label in labels for cue in book.of(label) if cue.regex]
    words = book.words(*labels)
    return "|".join([*forms, *([trie_pattern(words)] if words else [])]) or "(?!)"
