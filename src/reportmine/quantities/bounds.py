"""Words that bound a number: before it, inside it, after it."""

from typing import NamedTuple

from reportmine.model import Comparator
from reportmine.patterns import Book, Cue, trie_pattern


class Bound(NamedTuple):
    """A bound word that was read, and what it says."""

    start: int
    end: int
    comparator: Comparator


class Bounds:
    """The words of patterns/bounds.toml."""

    def __init__(self, book: Book) -> None:
        self._bare = frozenset(
            word for cue in book.cues if cue.label.startswith("bare") for word in cue.words
        )
        self._before = {
            word: _comparator(cue)
            for cue in book.cues
            if cue.label[:4] in ("befo", "bare")
            for word in cue.words
        }
        self._longest = max(map(len, self._before), default=0)
        self._lasts = frozenset(word[-1] for word in self._before)
        self._after = Book("bounds", [cue for cue in book.cues if cue.label.startswith("after")])
        self._inside = {
            word: _comparator(cue)
            for cue in book.cues
            if cue.label.startswith("inside")
            for word in cue.words
        }
        bounding = [word for word, said in self._inside.items() if said is not Comparator.EXACT]
        nothing = [word for word, said in self._inside.items() if said is Comparator.EXACT]
        # Regex of a bound inside a number, without groups; a longer word that bounds nothing is passed over.
        self.inside_form = rf"(?!{trie_pattern(nothing)}){trie_pattern(bounding)}" if bounding else "(?!)"

    def inside(self, word: str | None) -> Comparator | None:
        """What a word between number and unit says; None for no word."""
        return self._inside.get(word) if word else None

    def before(self, text: str, end: int, *, bare: bool = False) -> Bound | None:
        """The longest bound that ends where a number begins; `bare`: the number has no digit (千万)."""
        if end == 0 or text[end - 1] not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            word = text[end - length : end]
            said = self._before.get(word)
            if said is Comparator.EXACT:
                return None
            if said is not None and (bare or word not in self._bare):
                return Bound(end - length, end, said)
        return None

    def after(self, text: str, start: int) -> Bound | None:
        """The longest bound that begins where a unit ends."""
        found = self._after.match(text, start)
        return Bound(start, found.end, _comparator(found.cue)) if found else None


def _comparator(cue: Cue) -> Comparator:
    return Comparator(cue.label.split(".")[1])
