"""What stands where in a report: its facts, sections, sentences and clauses."""

from bisect import bisect_left

from reportmine.model import Document, Outline, Section, Sentence, Table
from reportmine.patterns import Rules
from reportmine.structure import headings, metadata, sections, sentences
from reportmine.structure.headings import Found
from reportmine.structure.lexicon import lexicon
from reportmine.structure.sentences import clauses

__all__ = ["clauses", "outline"]


def outline(document: Document, folded: str, rules: Rules) -> Outline:
    """Facts, sections and sentences of a document; `folded` is its text narrowed by `text.fold`.

    Sections follow each other from 0 to the end of the text without a gap; a section runs to the next heading
    of any level. Every character that is no space stands in exactly one sentence, and every sentence in one
    section.
    """
    words = lexicon(rules)
    head = metadata.read_head(folded, words)
    found = headings.find(folded, head.body, lambda line: bool(sections.named_kind(line, words)))
    if document.tables:
        found = _outside(found, document.tables)
    facts = metadata.read(document, folded, head, found.headings, rules)
    frame = sections.Frame(facts.info, facts.clock, facts.planned, rules)
    closed = {heading.end for heading in found.headings}
    breaks = found.numbered | {heading.start for heading in found.headings}
    stretches = list(sentences.find(folded, closed, breaks))
    parts = sections.build(document.text, found.headings, frame)
    firsts = {heading.start for heading in found.headings if heading.first}
    parts = sections.cut(parts, stretches, folded, frame, firsts)
    return Outline(facts.info, tuple(parts), tuple(_placed(stretches, parts)))


def _outside(found: Found, tables: tuple[Table, ...]) -> Found:
    """The headings without those lines that are rows of several cells: 一、税收 in a table opens no part."""
    starts = [cell.span.start for table in tables for cell in table.cells]
    kept = []
    for heading in found.headings:
        first = bisect_left(starts, heading.start)
        if first + 1 >= len(starts) or starts[first + 1] >= heading.line_end:
            kept.append(heading)
    return found._replace(headings=kept)


def _placed(stretches: list[sentences.Stretch], parts: list[Section]) -> list[Sentence]:
    placed = []
    number, end = 0, parts[0].end
    for stretch in stretches:
        while stretch.start >= end:
            number += 1
            end = parts[number].end
        placed.append(Sentence(stretch.start, stretch.end, number, stretch.paragraph))
    return placed
