"""The records of one sentence together with the words between them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reportmine.model import Measure, Record
from reportmine.patterns import Rules, trie_pattern

_MARKS = re.compile("[,，;；。:：(（)）、]")
_COUNTED = ("count", "people", "piece", "visits")  # kinds of unit of which a whole number is exact


class Words:
    """The vocabulary that the checks ask for, each label as one regex."""

    def __init__(self, rules: Rules) -> None:
        own, measures = rules.book("witness"), rules.book("measures")
        self.counted = frozenset(unit.base for unit in rules.units if unit.kind in _COUNTED)
        self.join = _any(own.words("join"))
        self.rest, self.overlap = _any(own.words("rest")), _any(own.words("overlap"))
        self.real, self.yearly = _any(own.words("real")), _any(own.words("yearly"))
        self.mean, self.generic = _any(own.words("mean")), _any(own.words("generic"))
        self.start, self.end = _any(measures.words("from")), _any((*measures.words("to"), *own.words("to")))
        self.rate = re.compile(f"(?:{_any(own.words('rate')).pattern}).*$")
        among = _any(rules.book("nouns").words("among")).pattern
        self.opener = re.compile(f"(?:{among}[,，:：]?|[:：(（])[^,，;；。:：()（）]*$")
        self.classifiers = frozenset(own.words("classifier"))
        self.denied = _any(own.words("denied"))
        self.task = _any(measures.words("task"))


@lru_cache(maxsize=4)
def words(rules: Rules) -> Words:
    """The vocabulary of these rules."""
    return Words(rules)


def _any(found: Sequence[str]) -> re.Pattern[str]:
    return re.compile(trie_pattern(found) if found else "(?!)")


class Passage:
    """Records of one sentence in text order, and those of them that are levels."""

    __slots__ = ("_offset", "levels", "records", "sentence")

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.levels = [record for record in records if record.measure is Measure.LEVEL]
        self.sentence = records[0].sentence
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
            at = self.sentence.find(first.text)
            while at >= 0:
                if self._fits(first.start - at):
                    self._offset = first.start - at
                    break
                at = self.sentence.find(first.text, at + 1)
        return self._offset

    def _fits(self, offset: int) -> bool:
        return all(self.sentence[r.start - offset : r.end - offset] == r.text for r in self.records)


def passages(records: Sequence[Record]) -> Iterator[Passage]:
    """The sentences of one document that hold records, in text order. `records` stand in text order."""
    group: list[Record] = []
    for record in records:
        if group and not (
            record.sentence == group[0].sentence and record.end - group[0].start <= len(record.sentence)
        ):
            yield Passage(group)
            group = []
        group.append(record)
    if group:
        yield Passage(group)
