"""The one door to spaCy and jieba: words and named entities of a piece of text, as spans of it.

The pipeline is a blank Chinese one: a tokenizer over jieba with the vocabulary of patterns/, and an EntityRuler fed
from patterns/entities.toml. It is built on first use, and only for text in which an ending of entities.toml stands:
most sentences need neither library.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportmine.model import Entity
from reportmine.patterns import Book, Cue, Rules

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_WHOLE = frozenset("《“")  # a form that is marked off by its own quotes needs no tokens
_MAX_TOKENS = 8  # tokens before an ending: 南屿省|青禾县|佳禾|生态|农业|科技|发展|有限公司 has seven
_BOUNDING = ("verbs", "measures", "periods", "status")  # books whose words never stand in a name
_COUNTING = "个家所两各多"  # what counts a noun or speaks of all of them begins no name
_PIECE = re.compile("[^,;:。!?\n]+")  # no name goes on behind these marks
_DATE = re.compile(r"(?:\d{1,4}[年月日])+(?:底|末|初)?")
_STOPS = "的了和与及或在对为向由从把被将以等共有其这那各每是新"


class Recogniser:
    """Entities of one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        book = rules.book("entities")
        self._whole = [cue for cue in book.cues if cue.regex and cue.regex[0] in _WHOLE]
        self._endings = [cue for cue in book.cues if cue.regex and cue.regex[0] not in _WHOLE]
        self._words = [cue for cue in book.cues if cue.words and cue.label != "INNER"]
        self._whole_book = Book("entities", self._whole)
        self._trigger = Book("entities", [*self._endings, *self._words])
        self._common = rules.book("counted").words("common")
        self._nlp: Language | None = None

    def find(self, text: str, start: int, end: int) -> list[Entity]:
        """Entities of text[start:end] in order, not overlapping; offsets in `text`."""
        found = [Entity(m.start, m.end, m.cue.label) for m in self._whole_book.find(text, start, end)]
        taken = [(entity.start, entity.end) for entity in found]
        for piece in _PIECE.finditer(text, start, end):
            if next(self._trigger.find(text, *piece.span()), None) is None:
                continue
            found += [
                one
                for one in self._ruled(piece.group(), piece.start())
                if not any(one.start < stop and begin < one.end for begin, stop in taken)
            ]
        return sorted(found)

    def _ruled(self, piece: str, offset: int) -> Iterator[Entity]:
        if self._nlp is None:
            self._nlp = _build(self._rules, self._endings, self._words)
        for span in self._nlp(piece).ents:
            dated = _DATE.match(span.text)  # 6月15日某公司: the day is no part of the name
            name = span.text[dated.end() :] if dated else span.text
            if name and not name.endswith(self._common) and name[0] not in _COUNTING:
                yield Entity(offset + span.end_char - len(name), offset + span.end_char, span.label_)


@lru_cache(maxsize=4)
def recogniser(rules: Rules) -> Recogniser:
    """The Recogniser of one set of rules, built once."""
    return Recogniser(rules)


def words(text: str, rules: Rules) -> list[tuple[int, int]]:
    """Spans of jieba's words over the whole text, with the vocabulary of `rules`; a hint, never a boundary."""
    spans, at = [], 0
    for word in _segmenter(rules).cut(text, HMM=False):
        spans.append((at, at + len(word)))
        at += len(word)
    return spans


@lru_cache(maxsize=4)
def _segmenter(rules: Rules) -> Any:
    import jieba  # noqa: PLC0415 - loading the dictionary takes longer than most documents

    jieba.setLogLevel("ERROR")
    segmenter = jieba.Tokenizer()
    for book in (*_BOUNDING, "nouns", "entities"):
        for word in rules.book(book).words(*{cue.label for cue in rules.book(book).cues}):
            if len(word) > 1:
                segmenter.add_word(word)
    return segmenter


class _Tokenizer:
    """spaCy tokenizer over jieba: every character of the text stands in exactly one token."""

    def __init__(self, vocab: Any, segmenter: Any) -> None:
        self.vocab = vocab
        self._segmenter = segmenter

    def __call__(self, text: str) -> "Doc":
        from spacy.tokens import Doc  # noqa: PLC0415

        pieces = list(self._segmenter.cut(text, HMM=False))
        return Doc(self.vocab, words=pieces, spaces=[False] * len(pieces))


def _build(rules: Rules, endings: list[Cue], names: list[Cue]) -> "Language":
    import spacy  # noqa: PLC0415 - the import takes longer than most documents

    nlp = spacy.blank("zh")
    nlp.tokenizer = _Tokenizer(nlp.vocab, _segmenter(rules))
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "ORTH"})
    books = [rules.book(name) for name in _BOUNDING]
    stops = {word for book in books for cue in book.cues for word in cue.words}
    stops |= {*rules.book("nouns").words("among", "each", "respective", "own", "whole"), *_STOPS}
    stops -= set(rules.book("entities").words("INNER"))
    inner = {
        "TEXT": {"NOT_IN": sorted(stops)},
        "IS_PUNCT": False,
        "IS_SPACE": False,
        "IS_DIGIT": False,
        "LIKE_NUM": False,
    }
    patterns: list[dict[str, Any]] = [
        {"label": cue.label, "pattern": word} for cue in names for word in cue.words
    ]
    for label in sorted({cue.label for cue in endings}):
        ending = "|".join(_bare(cue.regex or "") for cue in endings if cue.label == label)
        tail = {"TEXT": {"REGEX": f"(?:{ending})$"}}
        patterns.append({"label": label, "pattern": [{**inner, "OP": f"{{1,{_MAX_TOKENS}}}"}, tail]})
        patterns.append({"label": label, "pattern": [{"TEXT": {"REGEX": f"^.{{2,}}(?:{ending})$"}}]})
    ruler.add_patterns(patterns)
    return nlp


def _bare(regex: str) -> str:
    """An ending without the look-arounds that speak of text outside its token."""
    return re.sub(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)", "", regex)
