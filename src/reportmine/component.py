"""reportmine as a component of a spaCy pipeline: `nlp.add_pipe("reportmine")`.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> _ = nlp.add_pipe("reportmine")
>>> doc = nlp("全年新增企业12家，同比增长5%。")
>>> [(record.indicator, record.value, record.measure.value) for record in doc._.records]
[('新增企业', Decimal('12'), 'level'), ('新增企业', Decimal('5'), 'growth')]
>>> [(span.text, span.label_) for span in doc.spans["reportmine"]]
[('12家', 'level'), ('5%', 'growth')]
"""

from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from reportmine import patterns, pipeline
from reportmine.model import Record

KEY = "reportmine"  # of the spans, and of what the document keeps


def records(doc: Doc) -> tuple[Record, ...]:
    """Records of a document that passed the component, in text order; none of any other."""
    return tuple(Record.model_validate(kept) for kept in doc.user_data.get(KEY, ()))


class Component:
    """Reads each document's text; its tokens, and what other components said of them, stay as they are."""

    def __init__(self, folder: str | None = None) -> None:
        self._rules = patterns.load(Path(folder) if folder is not None else None)

    def __call__(self, doc: Doc) -> Doc:
        """The document with `doc._.records`, and in `doc.spans["reportmine"]` the tokens that hold each figure.

        A figure that begins or ends inside a token takes the whole token. A span's label is the measure, its id the
        record's.
        """
        found = pipeline.extract(doc.text, rules=self._rules).records
        # plain values, so that the document goes through nlp.pipe(n_process=2), to_bytes and DocBin
        doc.user_data[KEY] = [record.model_dump(mode="json") for record in found]
        spans = (
            doc.char_span(
                record.start,
                record.end,
                label=record.measure.value,
                alignment_mode="expand",
                span_id=record.record_id,
            )
            for record in found
        )
        doc.spans[KEY] = SpanGroup(doc, name=KEY, spans=[span for span in spans if span is not None])
        return doc


@Language.factory("reportmine", default_config={"patterns": None})
def create(nlp: Language, name: str, patterns: str | None) -> Any:
    """The component; `patterns` names a folder that is layered over the built-in patterns.

    Raises:
        PatternError: the patterns do not load.

    """
    return Component(patterns)


if not Doc.has_extension("records"):
    Doc.set_extension("records", getter=records)
