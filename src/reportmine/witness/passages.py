"""The records of one sentence together with the words between them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reportmine.model import Measure, Record
from reportmine.patterns import Book, Rules, trie_pattern
from reportmine.traditional import simplified

_MARKS = re.compile("[,，;；。:：(（)）、]")
_LIST, _NAME = "[:：(（]", "[^,，;；。:：()（）]*$"  # what opens a list, and the name of its first item
_RANK = "名"  # base unit of ranks and of their movements
_TOLD = range(1, 200)  # records of a sentence; one with more is a table without its lines
_COUNTED = ("count", "people", "piece", "visits")  # kinds of unit of which a whole number is exact


class Words:
    """The vocabulary that the checks ask for, each label or form as one regex."""

    def __init__(self, rules: Rules) -> None:
        own, measures, nouns = (rules.book(name) for name in ("witness", "measures", "nouns"))
        by = _forms(nouns, "among")  # 分产业看
        self.counted = frozenset((_RANK, *(unit.base for unit in rules.units if unit.kind in _COUNTED)))
        self.classifiers = frozenset(own.words("classifier"))
        self.join, self.rest, self.overlap = (_any(own.words(label)) for label in ("join", "rest", "overlap"))
        self.apart = re.compile(
            "|".join((_any((*nouns.words("level"), *own.words("apart"))).pattern, *_forms(own, "apart")))
        )
        self.among = _any(nouns.words("among"))
        self.opener = re.compile(f"(?:{self.among.pattern}[,，:：]?|{_LIST}){_NAME}")
        self.listing, self.by = re.compile(f"{_LIST}{_NAME}"), re.compile("|".join(by) or "(?!)")
        self.real, self.yearly, self.mean = (_any(own.words(label)) for label in ("real", "yearly", "mean"))
        self.rate = re.compile(f"{_any(own.words('rate')).pattern}.*$")
        self.denied, self.generic = _any(own.words("denied")), _any(own.words("generic"))
        self.growth = frozenset(measures.words("growth.noun", "fall.noun"))
        self.start, self.end = _any(measures.words("from")), _any((*measures.words("to"), *own.words("to")))
        self.task = _any(measures.words("task"))
        self.place = _any(nouns.words("own", "whole"))


@lru_cache(maxsize=4)
def words(rules: Rules) -> Words:
    """The vocabulary of these rules."""
    return Words(rules)


def _any(found: Sequence[str]) -> re.Pattern[str]:
    return re.compile(trie_pattern(found) if found else "(?!)")


def _forms(book: Book, label: str) -> list[str]:
    return [cue.regex for cue in book.of(label) if cue.regex]


class Passage:
    """Records of one sentence in text order, and those of them that are levels."""

    __slots__ = ("_offset", "levels", "records", "sentence")

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.levels = [record for record in records if record.measure is Measure.LEVEL]
        self.sentence = simplified(records[0].sentence)
        self._offset: int | None = None

    def between(self, one: Record | None, other: Record) -> str:
        """What stands before `other` and after `one`, or after the beginning where that is None."""
        offset = self._begin()
        start = 0 if one is None else one.end - offset
        return self.sentence[start : other.start - offset]

    def lead(self, record: Record) -> str:
        """The words before a record, back to the mark or the record before it."""
        before = None
        for one in self.records:  # by identity: models compare field by field
            if one is record:
                break
            before = one
        return _MARKS.split(self.between(before, record))[-1]

    def _begin(self) -> int:
        """Where the sentence begins: a record knows its place in the document, not in the sentence."""
        if self._offset is None:
            first = self.records[0]
            self._offset = first.start  # where the sentence is another's, nothing stands between its numbers
            written = first.sentence
            at = written.find(first.text)
            while at >= 0:
                if self._fits(first.start - at):
                    self._offset = first.start - at
                    break
                at = written.find(first.text, at + 1)
        return self._offset

    def _fits(self, offset: int) -> bool:
        written = self.records[0].sentence
        return all(written[r.start - offset : r.end - offset] == r.text for r in self.records)


def passages(records: Sequence[Record]) -> Iterator[Passage]:
    """The sentences of one document that hold records, but for tables, in text order as `records` are."""
    group: list[Record] = []
    for record in records:
        if group and not (
            record.sentence == group[0].sentence and record.end - group[0].start <= len(record.sentence)
        ):
            if len(group) in _TOLD:
                yield Passage(group)
            group = []
        group.append(record)
    if len(group) in _TOLD:
        yield Passage(group)
