"""Topics: what a clause speaks of that has no name of its own."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reportmine.attribution import phrases, spending
from reportmine.attribution.chunks import Chunk, Lexicon
from reportmine.attribution.reading import BREAKS, Reading
from reportmine.attribution.vocabulary import Vocabulary
from reportmine.model import Outline, Section, Sentence
from reportmine.text import fold

_ENUMERATOR = re.compile(r"^\(?(?:[一二三四五六七八九十]+|\d{1,2})(?:[、.)]+|$)")
_FIGURE = re.compile(r"(?<![A-Za-z0-9])\d")  # S218线: a code is none
_ITEM_REACH = 4  # sentences back
_MARK_LENGTH = 4  # characters that an enumerator may take: (12)
_MAX_KIND = 4  # characters of a kind that stands behind 其中：
_MAX_HEADING = 6  # characters: a longer heading is prose
_MIN_LEAD, _MAX_LEAD = 3, 12  # characters of a name before a colon
_MAX_NAME = 16  # characters of a clause that is a name
_MAX_THING = 24  # characters of a clause that ends with a project or the like
_MAX_TOPIC = 40  # characters: a longer sentence without a figure is prose, not a topic


def lend(scope: phrases.Scope, chunks: Sequence[Chunk], reading: Reading) -> None:
    """Set in the scope what the clauses before a quantity lend it: a topic, the name before a bracket, a whole."""
    scope.topic = of_clauses(scope, chunks, reading)
    if reading.opener != "Q":
        scope.listed = scope.topic
    scope.aside, scope.beside = before_bracket(scope.text, chunks, reading)
    scope.holder = _holder(scope, chunks, reading)
    scope.behind = spending.behind(chunks, reading)
    before = reading.place - len(reading.left) - 1
    noun = phrases.trim(reading.noun)
    if before > 0 and chunks[before].kind in ":," and chunks[before - 1].kind == "i":
        narrow = sum(piece.end - piece.start for piece in noun) <= _MAX_KIND or phrases.every(noun, "EVA")
        reading.among = reading.among or narrow or chunks[before].kind == ","  # 其中：新开工98个，续建41个
    last = scope.last(reading)
    opener = chunks[reading.place - len(reading.left) - 1].kind if reading.place > len(reading.left) else ""
    listed = last is not None and (
        (reading.opener == "(" and last.bracket) or (reading.opener == ":" and last.closer == ":")
    )
    if scope.nested and not reading.depth:
        _leave_bracket(scope, reading)
    if reading.among and before > 0 and chunks[before].kind == ":":
        scope.items = True
    elif reading.opener == ";" and scope.items and scope.whole is not None:
        unit = scope.whole.quantity.unit_base
        reading.among = phrases.every(noun, "XL") and reading.quantity.unit_base == unit
        scope.items = reading.among  # 其中：交通部门2个；卫健部门1个
    if reading.among or listed:
        if reading.depth and not scope.nested:
            scope.outer = scope.whole  # 其中造林3万亩（完成率100%），抚育2.9万亩
        scope.whole, scope.nested = scope.counted(reading) or last, reading.depth > 0
    elif not reading.depth and (
        opener == ";"
        or _passed(scope, chunks, reading)
        or (reading.opener in BREAKS and reading.opener != ",")
    ):
        scope.whole = None  # a semicolon inside a bracket goes on with its list


def _passed(scope: phrases.Scope, chunks: Sequence[Chunk], reading: Reading) -> bool:
    """其中亿元以上3个；三是做强服务，新增托位90个: a semicolon behind the last figure, before a clause without one."""
    start = scope.named[-1].place if scope.named else 0
    return any(piece.kind == ";" for piece in chunks[start : reading.place])


def _leave_bracket(scope: phrases.Scope, reading: Reading) -> None:
    """招生3260人（其中高中1280人），毕业2960人: what a bracket took apart is no whole of what was done behind it.

    隐患7416条（重大63条），已整改7298条: things are.
    """
    outer, scope.outer = scope.outer, None
    if outer is not None and outer.quantity.unit_base == reading.quantity.unit_base:
        scope.whole, scope.nested = outer, False
        return
    noun = phrases.trim(scope.whole.noun) if scope.whole is not None else ()
    deed = bool(noun) and noun[-1].kind == "E"
    if scope.whole is None or deed or scope.whole.quantity.unit_base != reading.quantity.unit_base:
        scope.whole, scope.nested = None, False


def _holder(scope: phrases.Scope, chunks: Sequence[Chunk], reading: Reading) -> str:
    """Who an earlier clause of the sentence begins with: 禾丰食品公司成为…企业,上缴税金4260万元.

    A clause that speaks of the document's own place, and a semicolon, end it.
    """
    holder, opens = "", True
    for piece in chunks[: reading.place - len(reading.left)]:
        if piece.kind in ",:" or piece.kind == ";":
            opens = True
            holder = "" if piece.kind == ";" else holder
        elif opens and piece.kind not in "TAtoafMB&、i(":
            opens = False
            if piece.label in ("ORG", "PLACE"):
                written = scope.text[piece.start : piece.end]
                holder = "" if written in scope.own else written
            elif piece.kind in "Op":
                holder = ""
    return holder


def of_clauses(scope: phrases.Scope, chunks: Sequence[Chunk], reading: Reading) -> str:
    """The noun of the nearest clause before the quantity's own that has one and holds no figure.

    Only clauses behind the last figure are asked; "" where there is none.
    """
    clause: list[Chunk] = []
    own = True
    for at in range(reading.place - 1, -1, -1):
        piece = chunks[at]
        if piece.kind == "Q":
            return ""  # what stands right behind a figure is of its clause
        if piece.kind not in (",;:(" if reading.depth else ",;:"):
            clause.append(piece)
            continue
        noun = "" if own else _noun(scope.text, clause[::-1], scope.known, scope.known.heads)
        if noun:
            return noun
        clause, own = [], False
    return "" if own else _noun(scope.text, clause[::-1], scope.known, scope.known.heads)


def of_item(scope: phrases.Scope, folded: str, outline: Outline, *, number: int, lexicon: Lexicon) -> str:
    """The noun of the short sentence that opens the item: 一是科技信贷稳步增长。目前累计完成3856万元.

    A heading is none: it speaks of more than one figure.
    """
    sentence = outline.sentences[number]
    section = outline.sections[sentence.section]
    for earlier in range(number - 1, max(-1, number - _ITEM_REACH), -1):
        before = outline.sentences[earlier]
        if before.section != sentence.section or before.start <= section.start:
            return ""
        figures = _FIGURE.search(folded, before.start + _MARK_LENGTH, before.end)
        if before.end - before.start <= _MAX_TOPIC and not figures:
            noun = _noun(scope.text, lexicon.scan(folded, before.start, before.end), scope.known)
            if noun and noun not in scope.known.tails:  # 各项工作平稳推进。
                return noun
    return ""


def of_heading(
    scope: phrases.Scope, folded: str, section: Section, sentence: Sentence, lexicon: Lexicon
) -> str:
    """A short heading on the line of the sentence, as a topic of last resort: 22.医保码。激活36.5万人."""
    if "\n" in folded[section.start : sentence.start]:
        return ""
    written = fold(section.heading)  # （四）财政科技支出。1-9月全市7.85亿元
    if any(mark in _ENUMERATOR.sub("", written) for mark in ",、;"):
        return ""  # 强基础、补短板: prose, or several things
    if plain := _plain(written, scope.known, lexicon):
        scope.titled = True
        return plain
    heading = _noun(written, lexicon.scan(written, 0, len(written)), scope.known)
    whole = len(heading) <= _MAX_NAME and heading.endswith((*scope.known.heads, *scope.known.works))
    return heading if whole or len(heading) <= _MAX_HEADING else ""


def _plain(heading: str, known: Vocabulary, lexicon: Lexicon) -> str:
    """A heading that is a noun and nothing else: 城镇居民医疗保险; "" where it says that work is told."""
    name = phrases.clean(_ENUMERATOR.sub("", heading.strip("。:. ")))
    pieces = lexicon.scan(name, 0, len(name))
    noun = bool(pieces) and all(piece.kind in "XLh" for piece in pieces) and len(name) <= _MAX_NAME
    return name if noun and not name.endswith(known.tails) else ""


def of_opening(text: str, chunks: Sequence[Chunk], known: Vocabulary) -> str:
    """The class that a short sentence without a figure begins with: 装备制造行业增速较慢, ——小学; "" where none."""
    if not chunks or chunks[-1].end - chunks[0].start > _MAX_TOPIC:
        return ""
    start = next((spot for spot, piece in enumerate(chunks) if piece.kind in "XL"), len(chunks))
    stop = next((spot for spot in range(start, len(chunks)) if chunks[spot].kind not in "XL、&"), len(chunks))
    while stop > start:
        name = phrases.clean(_ENUMERATOR.sub("", phrases.words(text, chunks[start:stop])))
        if name.endswith(known.classes):
            return name
        stop -= 1
    return ""


def of_lead(text: str, chunks: Sequence[Chunk], known: Vocabulary) -> str:
    """宏昶铝业：总投资6.8亿元，占地210亩: the name that a sentence begins with, before a colon; "" where none stands there."""
    stop = next((spot for spot, piece in enumerate(chunks) if piece.kind not in "XL"), len(chunks))
    colon = 0 < stop < len(chunks) and chunks[stop].kind == ":" and chunks[stop].end - chunks[stop].start == 1
    if not colon or chunks[stop - 1].label in ("class", "data"):
        return ""
    name = phrases.clean(_ENUMERATOR.sub("", phrases.words(text, chunks[:stop])))
    told = (
        name.endswith((*known.tails, *known.heads, *known.no_lead)) or not _MIN_LEAD <= len(name) <= _MAX_LEAD
    )
    return "" if told else name


def before_bracket(text: str, chunks: Sequence[Chunk], reading: Reading) -> tuple[str, str]:
    """The name right before the bracket that the quantity's clause opens, and the classes of its chunks.

    研发支出与地区生产总值之比(4分); 连接器项目（总投资4.5亿元）.
    """
    opening = reading.place - len(reading.left) - 1
    if opening < 0 or chunks[opening].kind != "(":
        return "", ""
    clause: list[Chunk] = []
    for piece in reversed(chunks[:opening]):
        if piece.kind in ",;:。Q":
            break
        clause.append(piece)
    kinds = "".join(piece.kind for piece in clause)
    return phrases.clean(phrases.words(text, phrases.trim(clause[::-1]))), kinds


def _behind_relative(pieces: Sequence[Chunk]) -> Sequence[Chunk]:
    """澜岗学院牵头的陶瓷中试基地开工: what is spoken of stands behind the 的 of a clause that only describes it."""
    of = next((spot for spot, piece in enumerate(pieces) if piece.kind == "的"), 0)
    described = of and pieces[0].kind in "XLpO" and pieces[of - 1].kind == "E" and of + 1 < len(pieces)
    return pieces[of + 1 :] if described and pieces[of + 1].kind in "XL" else pieces


def _is_works(pieces: Sequence[Chunk]) -> bool:
    """西汲河治理工程，投资4800万元: a noun, one deed and what it is; with a deed before it would be a sentence."""
    kinds = "".join(piece.kind for piece in pieces)
    return re.fullmatch("[XLpO]+EX", kinds) is not None and pieces[-1].label == "works"


def _begun(pieces: Sequence[Chunk]) -> Sequence[Chunk]:
    """The works of a clause that says only that they were begun or done."""
    end = len(pieces)
    while end and pieces[end - 1].kind in "EA":
        end -= 1
    works = 1 < end < len(pieces) and pieces[end - 1].label in ("class", "works")
    return pieces[:end] if works else ()


def _is_amount(pieces: Sequence[Chunk]) -> bool:
    """发明专利受理量，任务60件: a noun, one deed and how much was done."""
    kinds = "".join(piece.kind for piece in pieces)
    return re.fullmatch("[XL]+Eh", kinds) is not None


def _without_equal(pieces: Sequence[Chunk]) -> Sequence[Chunk]:
    """主要产品产量为：锂电池1936万只."""
    return phrases.trim(pieces[:-1]) if pieces and pieces[-1].label == "reach.equal" else pieces


def _noun(text: str, clause: Sequence[Chunk], known: Vocabulary, heads: tuple[str, ...] = ()) -> str:
    """The noun that a clause begins with, up to its verb; "" where it begins with a verb alone.

    A clause that ends as the name of an indicator does is one: 全社会研究与试验发展经费，从1288亿元增加到….
    """
    first = next((piece for piece in clause if piece.kind not in "MTA:"), None)
    if first is not None and (first.kind in "bBn" or first.label in ("purpose", "effort", "light.for")):
        return ""  # 与周边县相比, 增速与一季度持平: what is compared with, or how, not what is spoken of
    pieces = _without_equal(phrases.trim(clause)) if heads else phrases.trim(clause)
    if pieces and pieces[-1].kind == "k":
        return ""  # 圆满完成年度目标任务。其中省级6项: that it was done, and not of what
    whole = phrases.clean(_ENUMERATOR.sub("", phrases.words(text, pieces)))
    plain = all(piece.kind not in "UDARPFZlf" for piece in pieces) and bool(pieces) and pieces[0].kind in "XL"
    if heads and plain and len(whole) <= _MAX_NAME and whole.endswith(heads):
        return whole
    if plain and len(whole) <= _MAX_NAME and (_is_works(pieces) or _is_amount(pieces)):
        return whole
    if pieces and pieces[-1].label == "class":
        opening = next((spot for spot, piece in enumerate(pieces) if piece.kind not in "EVA"), 0)
        thing = phrases.clean(phrases.words(text, pieces[opening:]))
        if all(piece.kind in "XLEVUA的&、" for piece in pieces[opening:]) and len(thing) <= _MAX_THING:
            return thing  # 推进义务教育薄弱环节改善与能力提升项目，目前已开工57个
    if plain and (works := _begun(pieces)):
        return phrases.clean(phrases.words(text, works))  # 家居产业园一期项目开工建设，该项目总投资8亿元
    pieces = _behind_relative(pieces)
    lead: list[Chunk] = []
    # 财政科技投入偏少, 农机补贴覆盖全县: a verb before how it stands, or before another one, is a noun
    standing_at = {
        one.start
        for spot, (one, other) in enumerate(pairwise(clause))
        if one.kind == "E"
        and (other.label == "state" or (spot and clause[spot - 1].kind in "XLh" and other.kind == "E"))
    }
    for piece in pieces:
        if piece.kind == "T" and lead:
            break  # 渡口坪水库2019年动工，概算总投资4.36亿元
        standing = piece.start in standing_at  # 财政科技投入偏少
        stands = piece.kind in "EVUDAlfPRxF" or piece.label.startswith("gap.") or piece.label == "reach.have"
        if lead and not standing and stands:
            break  # 经费投入基数低: how it stands is not what it is
        towards = piece.label == "light" and not lead and piece is not pieces[0]  # 加大对困难学生资助力度
        if not towards and (piece.kind not in "EVU" or standing):
            lead.append(piece)
    if any(piece.kind in ",;" for piece in lead):
        return ""  # two clauses: prose
    noun = phrases.clean(_ENUMERATOR.sub("", phrases.words(text, phrases.trim(lead))))
    if len(noun) < _MAX_HEADING:
        return noun if len(noun) > 1 else ""  # 采用上年度数据: of 采 nothing is told
    tail = next((tail for tail in known.tails if noun.endswith(tail)), "")
    return noun.removesuffix(tail)
