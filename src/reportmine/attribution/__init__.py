"""Attribution: what each quantity of a document measures, and which numerals go to the ledger."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportmine.attribution import (
    borrow,
    bounds,
    classes,
    confidence,
    counted,
    frames,
    groups,
    holders,
    lists,
    names,
    owners,
    parts,
    periods,
    phrases,
    signs,
    status,
    told,
    topics,
)
from reportmine.attribution.chunks import Chunk, chunk, lexicon
from reportmine.attribution.leads import NO_LEAD, Lead
from reportmine.attribution.reading import Reading, readings
from reportmine.attribution.reigns import NOTHING, Reigns, deal_out, govern
from reportmine.attribution.vocabulary import vocabulary
from reportmine.model import (
    Claim,
    Comparator,
    DocumentKind,
    Measure,
    Months,
    Outline,
    Quantity,
    Reason,
    SectionKind,
    Sentence,
    Span,
    Status,
)
from reportmine.nlp import recogniser
from reportmine.patterns import Rules

__all__ = ["Material", "assess", "attach", "read_document"]


# None: measured. The others say something of the clause they stand in.
_IN_CLAUSE = (None, Reason.DURATION, Reason.HEADING, Reason.DATE)
# Readings of a paragraph that its next sentence may go back to; the longest paragraph of the reports at hand has 28
# figures. Without an end, a text that is one paragraph would be read once for each of its sentences.
_TOLD = 100
_OPENING = 4  # sentences back that the first of a paragraph is looked for
_CLASS = 20  # characters that the class which a sentence opens with may take


class Material(NamedTuple):
    """What the earlier stages made of one document. Offsets are the same in `text` and `folded`.

    Names are cut from `text` as it is; everything is read from `folded`, the same after `text.fold`.
    """

    text: str
    folded: str
    outline: Outline
    quantities: Sequence[Quantity]
    rules: Rules


@dataclass(frozen=True, slots=True)
class _Context:
    """What every sentence of one document shares."""

    material: Material
    inside: Sequence[tuple[int, Quantity]]  # quantities that become chunks, with their index
    delivered: bool
    own: frozenset[str]  # words for the document's own place
    among: tuple[str, ...] = ()  # words that open a list of parts

    def goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence opens with 其中 or the like, and so goes on with the one before, on its line or not."""
        return self.material.folded.startswith(self.among, sentence.start)


@dataclass(slots=True)
class _Memory:
    """What the sentences of one paragraph hand on."""

    paragraph: int = -1
    section: int = -1
    start: int = -1  # of its first sentence that was read
    named: Reading | None = None
    first: Reading | None = None  # the first of the paragraph that names its indicator itself
    kind: str = ""  # the class that its first sentence speaks of
    told: Sequence[Reading] = ()  # the last readings of the paragraph's sentences before, at most _TOLD
    score: Reading | None = None  # a total of weights, for the whole section
    reigns: Reigns = NOTHING
    lead: Lead = NO_LEAD
    figures: bool = False  # it has a measured figure


def attach(material: Material) -> tuple[list[Claim], list[Quantity]]:
    """Claims of the measured quantities in text order, and the quantities for the ledger, each with a reason."""
    claims, seen = assess(material)
    claims = [claim._replace(confidence=confidence.of(one)) for claim, one in zip(claims, seen, strict=True)]
    return claims, [quantity for quantity in material.quantities if quantity.reason is not None]


def assess(material: Material) -> tuple[list[Claim], list[told.Signs]]:
    """Claims without a confidence, and the signs that it is weighed by, in the same order."""
    claims: list[Claim] = []
    place_of: dict[int, int] = {}
    read = read_document(material)
    for sentence, _, found in read:
        for reading in found:
            place_of[reading.index] = len(claims)
            claims.append(_claim(reading, sentence, place_of, material.rules))
    return claims, signs.signs(material, told.told(material.outline, read))


def read_document(material: Material) -> list[tuple[Sentence, list[Chunk], list[Reading]]]:
    """Every sentence that holds a measured quantity, in order, with its chunks and its finished readings."""
    outline, rules = material.outline, material.rules
    numbered = enumerate(material.quantities)
    inside = [(index, quantity) for index, quantity in numbered if quantity.reason in _IN_CLAUSE]
    delivered = periods.is_delivered(outline.info, outline.sections, rules.book("periods"))
    own, among = owners.own_words(outline.info, rules), rules.book("nouns").words("among")
    read = list(_sentences(_Context(material, inside, delivered, own, among)))
    groups.tell_apart(material.text, read)
    return read


def _sentences(context: _Context) -> Iterator[tuple[Sentence, list[Chunk], list[Reading]]]:
    """The sentences that hold a measured quantity, each with its readings."""
    starts = [quantity.start for _, quantity in context.inside]
    memory = _Memory()
    for number, sentence in enumerate(context.material.outline.sentences):
        first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        inside = context.inside[first:last]
        measured = any(quantity.reason is None for _, quantity in inside)
        if not measured and not periods.may_last(context.material.folded, sentence.start, sentence.end):
            continue
        if sentence.paragraph != memory.paragraph and not context.goes_on(sentence):
            kept = memory.score if memory.section == sentence.section else None
            lead = _lead(context, sentence, memory)
            memory = _Memory(
                sentence.paragraph,
                sentence.section,
                sentence.start,
                score=kept,
                kind=_kind(context, number),
                reigns=lead.reigns,
                lead=lead,
            )
        if not measured:
            memory.reigns = _passed(context, number, inside, memory)
            continue
        chunks, found = _read(context, number, inside, memory)
        memory.figures = True
        memory.named = next((reading for reading in reversed(found) if reading.own), memory.named)
        yield sentence, chunks, found


def _lead(context: _Context, sentence: Sentence, memory: _Memory) -> Lead:
    """The years that a new paragraph is of, by what the one before it said."""
    section = context.material.outline.sections[sentence.section]
    above = context.material.outline.sections[memory.section]
    heading = bool(above.heading) and memory.start == above.start
    behind = memory.lead if heading else memory.lead.behind(memory.reigns, figures=memory.figures)
    return behind.into(section, context.material.rules.book("periods"))


def _kind(context: _Context, number: int) -> str:
    """The class that the paragraph of a sentence opens with, in a sentence before this one."""
    sentences, rules = context.material.outline.sentences, context.material.rules
    first = number
    while (
        first and number - first < _OPENING and sentences[first - 1].paragraph == sentences[number].paragraph
    ):
        first -= 1
    if first == number or (first and sentences[first - 1].paragraph == sentences[number].paragraph):
        return ""
    opening = sentences[first]
    chunks = lexicon(rules).scan(context.material.folded, opening.start, opening.end)
    return topics.of_opening(context.material.text, chunks, vocabulary(rules))


def _class_before(context: _Context, number: int) -> str:
    """石化产业持续升级，释放新产能。产值突破1300亿元: the class that the nearest of the sentences before opens with."""
    text, folded, outline, _, rules = context.material
    for earlier in range(number - 1, max(-1, number - _OPENING), -1):
        before = outline.sentences[earlier]
        if before.paragraph != outline.sentences[number].paragraph:
            break
        chunks = lexicon(rules).scan(folded, before.start, min(before.end, before.start + _CLASS))
        if found := topics.of_opening(text, chunks, vocabulary(rules)):
            return found
    return ""


def _passed(
    context: _Context, number: int, inside: Sequence[tuple[int, Quantity]], memory: _Memory
) -> Reigns:
    """The periods that a sentence without a figure hands on, as in 五年来，产业根基越筑越牢."""
    folded, outline, rules = context.material.folded, context.material.outline, context.material.rules
    sentence = outline.sentences[number]
    chunks = chunk(folded, Span(sentence.start, sentence.end), inside, entities=(), lexicon=lexicon(rules))
    return govern(folded, chunks, (), frame=_frame(context, sentence), reigns=memory.reigns)


def _frame(context: _Context, sentence: Sentence) -> periods.Frame:
    outline, book = context.material.outline, context.material.rules.book("periods")
    section = outline.sections[sentence.section]
    return periods.frame_of(outline.info, section, book=book, delivered=context.delivered)


def _read(
    context: _Context, number: int, inside: Sequence[tuple[int, Quantity]], memory: _Memory
) -> tuple[list[Chunk], list[Reading]]:
    text, folded, outline, quantities, rules = context.material
    sentence = outline.sentences[number]
    section = outline.sections[sentence.section]
    entities = recogniser(rules).find(folded, sentence.start, sentence.end)
    span = Span(sentence.start, sentence.end)
    chunks = chunk(folded, span, inside, entities=entities, lexicon=lexicon(rules))
    for piece in chunks:
        if piece.kind in "pX" and folded[piece.start : piece.end] in context.own:
            piece.kind = "O"
    found = readings(chunks, quantities)
    scope = _scope(context, memory)
    if folded.startswith(vocabulary(rules).alone, sentence.start):
        scope.kind = _class_before(context, number) or scope.kind
    scope.heading = topics.of_heading(scope, folded, section, sentence, lexicon(rules))
    scope.lead = topics.of_lead(text, chunks, scope.known)
    for reading in found:
        frames.read(text, reading)
        bounds.read(text, reading, rules)
    counted.share_units(found)
    lists.go_on(found)
    earlier: Sequence[Reading] = ()
    for run in lists.runs(found):
        for reading in run:
            topics.lend(scope, chunks, reading)
            if not scope.topic and not scope.named:
                scope.item = topics.of_item(scope, folded, outline, number=number, lexicon=lexicon(rules))
                scope.topic = scope.item
            names.give(reading, scope)
            reading.subject = holders.subject(reading, scope)
            classes.extend(reading, scope)
            if reading.name and not holders.is_field(reading, scope):
                scope.named.append(reading)
        earlier = lists.pair(run, earlier, scope)
    borrow.sizes(text, found)
    borrow.rates(text, found)
    borrow.net(text, found)
    borrow.own_verbs(text, found)
    borrow.fields(text, chunks, found)
    status.govern(chunks, found, section.kind)
    frame = _frame(context, sentence)
    memory.reigns = govern(folded, chunks, found, frame=frame, reigns=memory.reigns)
    deal_out(found)
    parts.link(chunks, found, scope=scope, earlier=memory.told, score=memory.score)
    status.follow(found, section.kind, frame.default or outline.info.period)
    if section.kind is SectionKind.PLAN and outline.info.kind is DocumentKind.SUMMARY:
        _date_back(found, frame, outline.info.period)
    memory.first = memory.first or next((reading for reading in found if reading.own), None)
    memory.told = [*memory.told, *found][-_TOLD:]
    memory.score = next((reading for reading in found if parts.is_total_of_weights(reading)), memory.score)
    return chunks, found


def _date_back(found: Sequence[Reading], frame: periods.Frame, reported: Months | None) -> None:
    """目前已纳入监测187户, in the plan: what was reached is of the period reported on, not of the planned one."""
    for reading in found:
        if (
            reading.status is Status.ACTUAL
            and "period:document" in reading.notes
            and reading.period == frame.default
        ):
            reading.period = reported


def _scope(context: _Context, memory: _Memory) -> phrases.Scope:
    info = context.material.outline.info
    return phrases.Scope(
        context.material.text,
        vocabulary(context.material.rules),
        own=f"{info.title} {info.issuer} {info.region}",
        earlier=memory.told,
        first=memory.first,
        before=memory.named,
        kind=memory.kind,
    )


def _claim(reading: Reading, sentence: Sentence, place_of: dict[int, int], rules: Rules) -> Claim:
    quantity = reading.quantity
    assert quantity.value is not None, quantity
    assert quantity.value_base is not None, quantity
    unit_base = counted.infer(reading, rules)
    high = quantity.high
    comparator = reading.comparator or quantity.comparator
    if comparator is Comparator.RANGE and high is None:
        comparator = Comparator.EXACT
    return Claim(
        quantity=quantity,
        value=quantity.value * reading.sign,
        value_base=quantity.value_base * reading.sign,
        value_high=high * reading.sign if high is not None else None,
        comparator=comparator,
        unit_base=unit_base,
        indicator=reading.name,
        measure=reading.measure,
        of=reading.of,
        basis=reading.basis if reading.measure in (Measure.GROWTH, Measure.CHANGE) else None,
        subject=reading.subject,
        status=reading.status,
        period=reading.period,
        part_of=place_of.get(reading.whole) if reading.whole is not None else None,
        section=sentence.section,
        sentence=Span(sentence.start, sentence.end),
        confidence=0,
        evidence="; ".join(reading.notes),
    )
