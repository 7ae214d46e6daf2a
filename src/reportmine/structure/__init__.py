"""What stands where in a report: its facts, sections, sentences and clauses."""

from itertools import pairwise

from reportmine.model import Document, Outline, Section, Sentence, Table
from reportmine.patterns import Rules
from reportmine.structure import headings, metadata, sections, sentences
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
    prose = _without_rows(folded, document.tables) if document.tables else folded
    head = metadata.read_head(prose, words)
    found = headings.find(
        prose, head.body, lambda line: bool(sections.named_kind(line, words) or words.part.fullmatch(line))
    )
    facts = metadata.read(document, folded, head, found.headings, rules)
    frame = sections.Frame(facts.info, facts.clock, facts.planned, rules)
    closed = {heading.end for heading in found.headings}
    breaks = found.numbered | {heading.start for heading in found.headings}
    stretches = list(sentences.find(folded, closed, breaks))
    parts = sections.build(document.text, found.headings, frame)
    firsts = {heading.start for heading in found.headings if heading.first}
    parts = sections.cut(parts, stretches, folded, frame, firsts)
    return Outline(facts.info, tuple(parts), tuple(_placed(stretches, parts)))


def _without_rows(folded: str, tables: tuple[Table, ...]) -> str:
    """The text with spaces for the rows of tables that have several cells: none is a heading or a signature."""
    pieces, end = [], 0
    for table in tables:
        for before, cell in pairwise(table.cells):
            if cell.row == before.row and cell.span.start >= end:
                start = max(end, folded.rfind("\n", 0, before.span.start) + 1)
                line_end = folded.find("\n", cell.span.end)
                line_end = len(folded) if line_end < 0 else line_end
                pieces += [folded[end:start], " " * (line_end - start)]
                end = line_end
    return "".join((*pieces, folded[end:]))


def _placed(stretches: list[sentences.Stretch], parts: list[Section]) -> list[Sentence]:
    placed = []
    number, end = 0, parts[0].end
    for stretch in stretches:
        while stretch.start >= end:
            number += 1
            end = parts[number].end
        placed.append(Sentence(stretch.start, stretch.end, number, stretch.paragraph))
    return placed
