"""The one door to jieba: words and named entities of a piece of text, as spans of it.

A name of patterns/entities.toml runs from its ending back over the words before it. Words are asked for only where an
ending stands: most sentences need no segmenter at all.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from reportmine.model import Entity
from reportmine.patterns import Book, Cue, Rules, trie_pattern

_WHOLE = frozenset("《“")  # a form that is marked off by its own quotes needs no tokens
_MAX_TOKENS = 8  # tokens before an ending: 南屿省|青禾县|佳禾|生态|农业|科技|发展|有限公司 has seven
_BOUNDING = ("verbs", "measures", "periods", "status")  # books whose words never stand in a name
_COUNTING = "个家所两各多"  # what counts a noun or speaks of all of them begins no name
_PIECE = re.compile("[^,;:。!?\n]+")  # no name goes on behind these marks
_UNITS_OF_TIME = ("年", "月", "日")
_DATE = re.compile(r"(?:\d{1,4}[年月日])+(?:底|末|初)?")
_NEVER = re.compile("(?!)")
_NUMBER = re.compile(
    r"[+\-±~]?[\d,.，。/]+|(?:[一二三四五六七八九壹贰叁肆伍陆柒捌玖][十百千万亿兆拾佰仟])+[一二三四五六七八九]?"
    "|十[一二三四五六七八九]?|拾[壹贰叁肆伍陆柒捌玖]?|[〇零廿卅一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
)
_STOPS = "的了和与及或在对为向由从把被将以等共有其这那各每是新"


class _Token(NamedTuple):
    """What one word may be in a name."""

    inner: bool  # may stand before an ending
    tail: str  # label of the ending that it ends with
    whole: bool  # has two characters and more before its ending


class _Tail(NamedTuple):
    """The endings of one label."""

    label: str = ""
    ending: re.Pattern[str] = _NEVER  # of a word
    whole: re.Pattern[str] = _NEVER  # a word that is a name by itself


class Recogniser:
    """Entities of one set of rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        book = rules.book("entities")
        whole = [cue for cue in book.cues if cue.regex and cue.regex[0] in _WHOLE]
        endings = [cue for cue in book.cues if cue.regex and cue.regex[0] not in _WHOLE]
        words = [cue for cue in book.cues if cue.words and cue.label != "INNER"]
        self._whole_book = Book("entities", whole)
        self._trigger = Book("entities", [*endings, *words])
        self._common = rules.book("counted").words("common")
        self._tails = _tails(endings)
        self._kinds = re.compile(
            "|".join(f"{kinds_of(rules)}(?:{tail.ending.pattern})" for tail in self._tails)
        )
        self._outright = {word: cue.label for cue in words for word in cue.words}
        self._stops = _stops(rules)
        self._tokens: dict[str, _Token] = {}

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
        tokens = segmenter(self._rules)(piece)
        places = [offset, *accumulate(map(len, tokens), initial=offset)][1:]
        for first, last, label in self._named(tokens):
            start, end = places[first], places[last]
            name = piece[start - offset : end - offset]
            dated = _DATE.match(name)  # 6月15日某公司: the day is no part of the name
            name = name[dated.end() :] if dated else name
            if name[:1] in _UNITS_OF_TIME and piece[: start - offset][-1:].isdigit():
                name = name[1:]  # 2018年青竹村: the segmenter has 年青 for a word
            if name and not name.endswith(self._common) and name[0] not in _COUNTING:
                yield Entity(end - len(name), end, "KIND" if self._kinds.fullmatch(name) else label)

    def _named(self, tokens: Sequence[str]) -> list[tuple[int, int, str]]:
        """Names as runs of tokens, [first, last): of those that share a token, the longest, then the first."""
        kinds = [self._token(token) for token in tokens]
        runs = [*self._said_outright(tokens)]
        for place, kind in enumerate(kinds):
            if kind.tail and (first := _reach(kinds, place, 0)) is not None:
                runs.append((first, place + 1, kind.tail))
        named: list[tuple[int, int, str]] = []
        while runs:
            first, last, label = runs.pop(runs.index(min(runs, key=lambda run: (run[0] - run[1], run[0]))))
            free = max((stop for begin, stop, _ in named if begin < last and first < stop), default=0)
            if not free:
                named.append((first, last, label))
            elif free < last and kinds[last - 1].tail:
                shorter = _reach(kinds, last - 1, free)
                if shorter is not None:
                    runs.append((shorter, last, label))
        return sorted(named)

    def _said_outright(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        for place, token in enumerate(tokens):
            if token in self._outright:
                yield place, place + 1, self._outright[token]

    def _token(self, token: str) -> _Token:
        known = self._tokens.get(token)
        if known is None:
            tail = next((tail for tail in self._tails if tail.ending.search(token)), _Tail())
            whole = tail.whole.match(token) is not None
            known = self._tokens[token] = _Token(self._may_stand_inside(token), tail.label, whole)
        return known

    def _may_stand_inside(self, token: str) -> bool:
        return not (token in self._stops or _NUMBER.fullmatch(token) or all(map(_is_mark_or_space, token)))


def _reach(kinds: Sequence[_Token], place: int, free: int) -> int | None:
    """Where the name begins that ends with the token at `place`, not before `free`; None where it is no name."""
    first = place
    while first > free and place - first < _MAX_TOKENS and kinds[first - 1].inner:
        first -= 1
    return first if first < place or kinds[place].whole else None


def _is_mark_or_space(char: str) -> bool:
    return char.isspace() or unicodedata.category(char).startswith("P")


def _tails(cues: Iterable[Cue]) -> list[_Tail]:
    """The endings by label, without the look-arounds that speak of text outside of a word."""
    bare: dict[str, list[str]] = {}
    for cue in cues:
        ending = re.sub(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)", "", cue.regex or "")
        bare.setdefault(cue.label, []).append(ending)
    return [
        _Tail(label, re.compile(f"(?:{'|'.join(endings)})$"), re.compile(f".{{2,}}(?:{'|'.join(endings)})$"))
        for label, endings in sorted(bare.items())
    ]


def kinds_of(rules: Rules) -> str:
    """A regex for the words that make a kind of a holder, one or more: 省级农业 before 园区."""
    more = rules.book("counted").words("common", "kinds", "flow", "within.kept")
    return f"(?:{trie_pattern((*rules.book('classes').words('kind'), *more))})+"


def _stops(rules: Rules) -> frozenset[str]:
    """Words that never stand in a name."""
    bounding = {word for name in _BOUNDING for cue in rules.book(name).cues for word in cue.words}
    nouns = rules.book("nouns").words("among", "each", "respective", "own", "whole")
    return frozenset(bounding.union(nouns, _STOPS) - set(rules.book("entities").words("INNER")))


@lru_cache(maxsize=4)
def recogniser(rules: Rules) -> Recogniser:
    """The Recogniser of one set of rules, built once."""
    return Recogniser(rules)


def torn_by(rules: Rules) -> Callable[[str, str], bool]:
    """Whether two stretches of Chinese, of which the first ends within a word, are one: 地区生 and 产总值.

    A word of its own before the space is left alone: 小学 生均公用经费.
    """

    def torn(before: str, behind: str) -> bool:
        cut = segmenter(rules)
        if len(cut(before)[-1]) > 1:
            return False
        at = 0
        for word in cut(before + behind):
            at += len(word)
            if at >= len(before):
                return at > len(before)
        return False

    return torn


@lru_cache(maxsize=4)
def segmenter(rules: Rules) -> Callable[[str], list[str]]:
    """Text → its words in order, without a gap, by jieba's dictionary and the vocabulary of `rules`."""
    words = dict.fromkeys(
        word
        for book in (*_BOUNDING, "nouns", "entities")
        for cue in rules.book(book).cues
        for word in cue.words
        if len(word) > 1
    )
    import rjieba  # noqa: PLC0415 - loading the dictionary takes longer than most documents

    jieba = rjieba.Jieba()
    for word in words:
        jieba.add_word(word, jieba.suggest_freq(word), None)
    return partial(jieba.cut, hmm=False)
