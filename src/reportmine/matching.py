"""Many words and regexes, looked for in one pass over a text.

Words go into an Aho-Corasick automaton, whose cost does not grow with their number. A regex is tried only where a
character stands that it can begin with.
"""

import re
from collections.abc import Mapping, Sequence
from re import _parser as parser  # type: ignore[attr-defined]  # the only public name of it is deprecated
from typing import Any, Generic, NamedTuple, TypeVar

import ahocorasick_rs

Meaning = TypeVar("Meaning")


class Form(NamedTuple, Generic[Meaning]):
    """A regex and what its matches stand for."""

    regex: str
    meaning: Meaning


class Matcher(Generic[Meaning]):
    r"""Finds words and forms from left to right. At one place the first form that fits wins, else the longest word.

    >>> matcher = Matcher({"增长": "up", "增长率": "rate"}, [Form(r"第\d+", "rank")])
    >>> matcher.find("增长率居第6")
    [(0, 3, 'rate'), (4, 6, 'rank')]
    """

    def __init__(self, words: Mapping[str, Meaning], forms: Sequence[Form[Meaning]] = ()) -> None:
        self._words = dict(words)
        self._meanings = list(words.values())
        self._lengths = sorted({len(word) for word in words}, reverse=True)
        self._automaton = (
            ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST)
            if words
            else None
        )
        self._forms = [(re.compile(form.regex), form.meaning) for form in forms]
        first = [openings(form.regex) for form in forms]
        self._opening = re.compile(_any_of(first))
        self._first = [re.compile(_any_of([one])) for one in first]
        self._by_opening: dict[str, list[tuple[re.Pattern[str], Meaning]]] = {}

    def find(
        self, text: str, start: int = 0, end: int | None = None, *, beyond: bool = False
    ) -> list[tuple[int, int, Meaning]]:
        """Start, end and meaning of each match in text[start:end], never overlapping; offsets in `text`.

        With `beyond`, forms may look ahead past `end`, though they do not match past it.
        """
        end = len(text) if end is None else end
        found: list[tuple[int, int, Meaning]] = []
        words, at, done = self._words_in(text, start, end), 0, start
        for opening in self._opening.finditer(text, start, end) if self._forms else ():
            place = opening.start()
            if place < done:
                continue
            while at < len(words) and words[at][0] < place:
                found.append(words[at])
                done = words[at][1]
                at += 1
            if place < done or (formed := self._formed(text, place, end, beyond=beyond)) is None:
                continue
            found.append(formed)
            done = formed[1]
            while at < len(words) and words[at][0] < done:
                if words[at][1] > done:  # it ends behind the form, and may have hidden others
                    words, at = self._words_in(text, done, end), 0
                    break
                at += 1
        found += words[at:]
        return found

    def _words_in(self, text: str, start: int, end: int) -> list[tuple[int, int, Meaning]]:
        """The longest word at each place, from left to right and never overlapping."""
        if self._automaton is None:
            return []
        meanings = self._meanings
        hits = self._automaton.find_matches_as_indexes(text[start:end])
        return [(start + first, start + last, meanings[number]) for number, first, last in hits]

    def match(self, text: str, start: int, end: int | None = None) -> tuple[int, int, Meaning] | None:
        """The match that begins at `start`, if any."""
        end = len(text) if end is None else end
        if start >= end:
            return None
        if (formed := self._formed(text, start, end, beyond=False)) is not None:
            return formed
        for length in self._lengths:
            word = text[start : start + length]
            if start + length <= end and word in self._words:
                return start, start + length, self._words[word]
        return None

    def _formed(self, text: str, place: int, end: int, *, beyond: bool) -> tuple[int, int, Meaning] | None:
        for regex, meaning in self._beginning_with(text[place]):
            found = regex.match(text, place) if beyond else regex.match(text, place, end)
            if found is not None and found.end() > end:
                found = regex.match(text, place, end)
            if found is not None:
                return place, found.end(), meaning
        return None

    def _beginning_with(self, char: str) -> list[tuple[re.Pattern[str], Meaning]]:
        """Forms that may begin with a character, in their order."""
        if char not in self._by_opening:
            self._by_opening[char] = [
                form for form, opening in zip(self._forms, self._first, strict=True) if opening.match(char)
            ]
        return self._by_opening[char]


def openings(regex: str) -> str | None:
    r"""What a match may begin with, as the inside of a character class; None where it may be any character.

    >>> openings(r"(?<!第)(?:截至)?\d+月"), openings(".月")
    ('截\\d', None)
    """
    found, _ = _first(parser.parse(regex))
    return None if found is None else "".join(dict.fromkeys(found))


def _any_of(classes: Sequence[str | None]) -> str:
    if None in classes:
        return r"[\s\S]"
    return f"[{''.join(one or '' for one in classes)}]" if classes else "(?!)"


def _first(nodes: Any) -> tuple[list[str] | None, bool]:
    """Class members that a parsed sequence may begin with (None: any), and whether it may match nothing."""
    found: list[str] = []
    for kind, value in nodes:
        some, empty = _opening(str(kind), value)
        if some is None:
            return None, empty
        found += some
        if not empty:
            return found, False
    return found, True


def _opening(kind: str, value: Any) -> tuple[list[str] | None, bool]:
    if kind == "LITERAL":
        return [re.escape(chr(value))], False
    if kind == "IN":
        return _members(value), False
    if kind == "BRANCH":
        branches = [_first(branch) for branch in value[1]]
        empty = any(nothing for _, nothing in branches)
        if any(some is None for some, _ in branches):
            return None, empty
        return [one for some, _ in branches for one in some or ()], empty
    if kind in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _first(value[-1] if kind == "SUBPATTERN" else value)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        some, empty = _first(value[2])
        return some, empty or value[0] == 0
    if kind in ("ASSERT", "ASSERT_NOT", "AT"):
        return [], True
    return None, False  # any character, or a reference to a group


_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


def _members(items: Any) -> list[str] | None:
    members: list[str] = []
    for kind, value in items:
        if str(kind) == "LITERAL":
            members.append(re.escape(chr(value)))
        elif str(kind) == "RANGE":
            members.append("-".join(re.escape(chr(edge)) for edge in value))
        elif str(value) in _CATEGORIES:
            members.append(_CATEGORIES[str(value)])
        else:
            return None  # a negated class
    return members
