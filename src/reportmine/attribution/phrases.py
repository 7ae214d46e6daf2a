"""Phrases: chunks as names, and what a clause may borrow a name from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.attribution.vocabulary import Vocabulary
from reportmine.model import Measure

_HEAD_DROP = "SxTAtoafMOBb&、iRdl的,:-)Fes“"  # never the first chunk of a name
_TAIL_DROP = "xTAtoafMOBRdZFUDNWeHb&、l的-(sS:“iK"  # never the last chunk of a name
INNER_DROP = "xTtoaOB"  # told by other columns, wherever they stand
_PARTS = re.compile("[;；]")
_MARKS = "、,，。;；:：-—.．·[]［］ \t"
_PAIRED = re.compile("[()（）“”《》]")
RATE_ENDS = ("率", "度", "比")  # of ratios that have a name of their own
RATIOS = ("percent", "permille", "point", "multiple", "fraction", "rank")  # kinds of which no amount is told
_UNCOUNTED = (*RATIOS, "money")
RATE = "率"
_REACHED = frozenset(("reach.done", "reach.made", "reach.total", "reach.due"))
_SUCH = "等"
_TOTAL = "总"
_TOGETHER = "共"
_MAX_VERB = 2  # characters of a verb that no pattern knows
_BARE = ("generic", "planned", "event.bare", "event.concern")  # labels of words that say nothing alone
OF_INSTITUTIONS = "所"  # the classifier of schools and the like: 特教学校1所 is one, and has none
MAX_HOLDER = 12  # characters: 南屿省青禾县石鼓镇
MAX_NAME = 60  # characters: the longest full name in hand-labelled reports has 57


@dataclass(slots=True)
class Scope:
    """What a clause may borrow from: names told so far in the sentence, and what stood before it."""

    text: str
    known: Vocabulary
    own: str = ""  # title and issuer: what they name is no subject
    whole: Reading | None = None  # what 其中, a colon or a bracket takes apart
    items: bool = False  # 其中： heads items that semicolons part
    nested: bool = False  # it was found from inside a bracket
    outer: Reading | None = None  # what was taken apart before that bracket
    named: list[Reading] = field(default_factory=list)  # readings of this sentence that have a name, in order
    earlier: Sequence[Reading] = ()  # the last readings of the paragraph's sentences before
    first: Reading | None = None  # the first named reading of the paragraph
    before: Reading | None = None  # the last named reading of the paragraph's earlier sentences
    holder: str = ""  # who an earlier clause of the sentence begins with
    beside: str = ""  # classes of the chunks before that bracket
    aside: str = ""  # the name that stands before the bracket which holds the quantity

    def last(self, reading: Reading) -> Reading | None:
        """The last named reading that is no deeper in brackets than this one, and not in its own field."""
        fitting = (named for named in reversed(self.named) if named.depth <= reading.depth)
        return next((named for named in fitting if named.place < reading.beyond), None)

    kind: str = ""  # the class that the sentence which opens the paragraph speaks of
    heading: str = ""  # a short heading above, for a sentence that names nothing
    lead: str = ""  # who or what a sentence is about that begins with its name and a colon
    titled: bool = False  # the heading is a noun and nothing else
    item: str = ""  # what the sentence that opens the item is about
    listed: str = ""  # the topic of the first figure of the list at hand
    topic: str = ""  # what the sentence, or the heading above it, is about
    inside: str = ""  # what the list at hand takes apart: 在立案案件中，食品类164件、价格类21件
    behind: Sequence[Chunk] = ()  # what may say what a sum of money is for

    def counted(self, reading: Reading) -> Reading | None:
        """The nearest level told before that may hold this one: in its unit, and no smaller."""
        unit, part = reading.quantity.unit_base, reading.quantity.value_base or 0
        for told in chain(reversed(self.named), reversed(self.earlier)):
            level = told.measure is Measure.LEVEL and "name:task" not in told.notes
            if (
                reading.measure is told.measure is Measure.GROWTH
                and told.quantity.unit_base == unit
                and told.name
            ):
                return told
            apart = not told.among or reading.depth > told.depth
            fits = told.quantity.unit_base == unit and level and apart
            if (
                fits
                and told.name
                and ((told.quantity.value_base or 0) >= part or told.quantity.kind in RATIOS)
            ):
                return told
        return None

    def alike(self, reading: Reading) -> Reading | None:
        """The nearest figure of the sentence that counts things in the unit of this one, and has a noun."""
        if reading.quantity.kind in _UNCOUNTED:
            return None
        unit = reading.quantity.unit_base
        if (parted := self.parted(reading)) is not None:
            return parted
        told = (named for named in self._group(reading) if named.quantity.unit_base == unit)
        things = [
            named
            for named in told
            if (named.counts or self._grafted(named, reading) or not every(trim(named.noun), "EVA"))
            and len(named.base) > _MAX_VERB
        ]
        return next((named for named in things if not is_aside(named, reading)), next(iter(things), None))

    def parted(self, reading: Reading) -> Reading | None:
        """58个签约项目中，已注册51个；已开工39个: what a clause takes apart, for all that counts in its unit behind it."""
        unit = reading.quantity.unit_base
        return next(
            (
                named
                for named in chain(reversed(self.named), reversed(self.earlier[-1:]))
                if named.quantity.unit_base == unit
                and named.right
                and words(self.text, named.right[-1:]).rstrip(",，").endswith(self.known.within)
                and not named.depth
            ),
            None,
        )

    def _group(self, reading: Reading) -> Iterator[Reading]:
        """Readings told before, the nearest first; none behind a semicolon where things were counted since."""
        counted, start = False, reading.quantity.start
        for named in reversed(self.named):
            if counted and _PARTS.search(self.text, named.quantity.end, start):
                return
            start = named.quantity.start
            counted = counted or (named.own and named.quantity.kind not in _UNCOUNTED)
            yield named

    def _grafted(self, named: Reading, reading: Reading) -> bool:
        """开工43个，竣工16个: a verb alone that took its thing from one told before, and is another than this one."""
        return named.root is not None and words(self.text, named.noun) != words(self.text, reading.noun)

    def in_unit(self, reading: Reading) -> Reading | None:
        """The nearest level of the sentence in the unit of this one, and no deeper in brackets."""
        unit = reading.quantity.unit_base
        fitting = (named for named in reversed(self.named) if named.depth <= reading.depth)
        levels = (named for named in fitting if named.measure is Measure.LEVEL)
        return next((named for named in levels if named.quantity.unit_base == unit), None)

    def stock(self, name: str) -> str:
        """The name of a total: without what tells that it came newly. 新增企业 -> 企业, 企业新增 -> 企业.

        Nor is it of the few that came newly: 甲、乙等文明城市 -> 文明城市.
        """
        members, such, kind = name.partition(_SUCH)
        if such and "、" in members and len(kind) > _MAX_VERB:
            name = kind
        for flow in self.known.flows:
            rest = name.removeprefix(flow).removesuffix(flow)
            if rest and rest != name:
                return rest
        return name

    def outside(self, name: str) -> str:
        """The name without the 中 that it ends with; "" where it has none, or one of its own. 行业大类中 -> 行业大类."""
        if name.endswith(self.known.within_kept):
            return ""
        found = next((end for end in self.known.within if name.endswith(end)), "")
        return name.removesuffix(found) if found else ""

    def opposite(self, name: str, head: str) -> str:
        """基金收入 and 支出 give 基金支出, 外贸出口总额 and 进口 外贸进口总额; "" where the head is none that stands against."""
        for told, *others in self.known.opposites:
            stem, found, rest = name.rpartition(told)
            if head in others and found and (len(rest) <= 1 or rest in self.known.heads):  # 出口额
                whole = stem if len(head) <= _MAX_VERB else stem.removesuffix(_TOTAL)  # 总收入…，当期结余
                return whole + head + rest
        return ""

    def stands_against(self, told: Reading, head: str) -> bool:
        """收入24.7亿元，其中土地出让收入20.2亿元；支出136.4亿元: of the whole, and not of the part told last."""
        rows = (row for row in self.known.opposites if head in row[1:])
        return not told.among and any(told.base.endswith(row[0]) for row in rows)

    def against(self, told: Reading | None, reading: Reading, head: str) -> bool:
        """Whether a head stands against what was told before in money, which is no head itself: 预备费 and 支出."""
        whole = told and (told.root or told)
        if whole is None or whole.quantity.kind != "money" or reading.quantity.kind != "money":
            return False
        stands = whole.own and not whole.base.endswith(self.known.heads)
        return stands and any(head in row[1:] for row in self.known.opposites)

    def member(self, name: str, part: str) -> str:
        """The name with its word for two things narrowed to one of the two; "" where it holds none."""
        found = next((pair for pair in self.known.pairs if part in pair[1:] and pair[0] in name), None)
        return name.replace(found[0], part) if found else ""


def is_aside(told: Reading, reading: Reading) -> bool:
    """生猪存栏18万头（其中能繁母猪2万头），出栏29万头; 项目57个，其中外资9个；开工39个: what took apart what this is of."""
    part = told.among or "name:part" in told.notes
    return told.depth > reading.depth or (part and reading.opener == ";" and not reading.among)


def words(text: str, pieces: Sequence[Chunk]) -> str:
    """Their characters joined, without the chunks that other columns tell and without spaces."""
    kept = [
        text[p.start : p.end]
        for spot, p in enumerate(pieces)
        if p.kind not in INNER_DROP
        and p.label != "filler.do"
        and not (p.kind == "A" and text[p.end - 1] == "年")  # 中央财政五年投入扶贫资金
        and not _only_reached(p)
        and not (p.label == "data" and spot and pieces[spot - 1].kind == "T")
        and not _of_all(text, pieces, spot)
    ]
    return "".join("".join(kept).split())


def _of_all(text: str, pieces: Sequence[Chunk], spot: int) -> bool:
    """学校均开展课后服务, 工程共涉及5个镇: that all of them did it is no part of the name."""
    piece = pieces[spot]
    if piece.label == "reach" and text[piece.start : piece.end] == _TOGETHER:
        return spot + 1 < len(pieces)
    return piece.kind == "e" and spot + 1 < len(pieces) and pieces[spot + 1].kind in "EVaA"


def _only_reached(piece: Chunk) -> bool:
    """完成, 实现, 累计 and a 仅 or 已 before them only say that the number was reached, inside a name too."""
    if piece.kind == "A":
        return piece.end - piece.start == 1
    return piece.label in _REACHED


def trim(pieces: Sequence[Chunk]) -> Sequence[Chunk]:
    """The pieces without what never begins or ends a name."""
    start, end = 0, len(pieces)
    while start < end and (pieces[start].kind in _HEAD_DROP or pieces[start].label == "reach.have"):
        start += 1
    while end > start and (pieces[end - 1].kind in _TAIL_DROP or pieces[end - 1].label == "each"):
        end -= 1
    return pieces[start:end]


def clean(name: str) -> str:
    """The name without marks at its edges and without an unpaired bracket or quote."""
    name = name.strip(_MARKS).removeprefix("的").removesuffix("的").removesuffix("了").strip(_MARKS)
    if _PAIRED.search(name):
        name = name.replace("()", "").replace("（）", "")
        for opening, closing in ("()", "（）", "“”", "《》"):
            if name.count(opening) != name.count(closing):
                name = name.replace(opening, "").replace(closing, "")
    return name


# What a bracket tells of a kind is no part of its name; a shorter one may be: 乡(镇), 台(套).
_ASIDE = re.compile(r"[(（][^()（）]{5,}[)）]")


def finish(reading: Reading, name: str, note: str) -> None:
    """Give the reading its name, what later clauses borrow of it, and a note of where it came from."""
    reading.name = clean(_ASIDE.sub("", name))[:MAX_NAME]
    reading.base = reading.name.removesuffix(reading.rate) or reading.name
    if note:
        reading.notes.append(note)


def events(noun: Sequence[Chunk]) -> Sequence[Chunk]:
    """The verbs that a name opens with."""
    count = 0
    while count < len(noun) and noun[count].kind in "EV&、A":
        count += 1
    return noun[:count] if count < len(noun) or count == 1 else noun[: count - 1]


def empty(noun: Sequence[Chunk]) -> bool:
    """The pieces alone name nothing: 总量, 其中国家级, 平均每天新增."""
    if len(noun) > 1 and noun[-1].kind == "n" and noun[0].kind == "L":
        noun = noun[:-1]  # 第一产业增加值增幅
    if len(noun) > 1 and noun[-1].kind in "hk" and (noun[0].kind == "L" or _narrowed(noun)):
        return False
    if [piece.kind for piece in noun] == ["h", "L"] and noun[0].label == "generic":
        return False  # 到位外资4339万美元
    if (
        noun
        and noun[0].kind in "hn"
        and all(piece.kind in "n、&" or piece.label == "generic" for piece in noun)
    ):
        return True  # 总量和增速均居全市第2位
    if not all(piece.kind in "LnAsk" or piece.label in _BARE for piece in noun):
        return False
    verbs = sum(piece.label == "event.bare" for piece in noun)
    return verbs in (0, len(noun)) or noun[-1].kind in "EA"


def _narrowed(noun: Sequence[Chunk]) -> bool:
    """到位省外资金: a head in front of a level and another head."""
    return [piece.kind for piece in noun] == ["h", "L", "h"]


def is_rate_of_done(noun: Sequence[Chunk], scope: Scope) -> bool:
    """开工率, 就业率: a verb and 率, the rate of those told before with which that was done."""
    name = scope.text[noun[0].start : noun[-1].end] if noun else ""
    return name.endswith(RATE) and name[:-1] in scope.known.verbs


def every(pieces: Sequence[Chunk], kinds: str) -> bool:
    """Whether all pieces are of these classes."""
    return all(piece.kind in kinds for piece in pieces)


def is_place(name: str, scope: Scope) -> bool:
    """The name ends as a place or an organisation does, and is more than that ending."""
    held = name.endswith(scope.known.holders) and name not in scope.known.holders and len(name) <= MAX_HOLDER
    if not held or name.endswith(scope.known.common) or scope.known.kind.fullmatch(name):
        return False
    return not any(head in name for head in scope.known.heads)  # 生均教育经费小学
