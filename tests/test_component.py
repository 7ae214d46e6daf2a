"""The spaCy component: the same records as extract, and spans that survive being sent on."""

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from reportmine import extract
from reportmine.component import create  # noqa: F401  the factory, without an installed entry point

TEXT = "全年新增企业12家，同比增长5%。\n争取明年完成投资15.40亿元以上。"


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("reportmine")
    return pipeline


def test_records_are_those_of_extract(nlp: spacy.language.Language) -> None:
    assert nlp(TEXT)._.records == extract(TEXT).records


def test_spans_hold_the_figures(nlp: spacy.language.Language) -> None:
    doc = nlp(TEXT)
    told = [(span.text, span.label_, span.id_) for span in doc.spans["reportmine"]]
    assert told == [(record.text, record.measure.value, record.record_id) for record in doc._.records]


def test_a_figure_inside_a_token_takes_the_token(nlp: spacy.language.Language) -> None:
    doc = Doc(nlp.vocab, words=["新增企业12家，", "同比增长5%。"], spaces=[False, False])
    assert [span.text for span in nlp(doc).spans["reportmine"]] == ["新增企业12家，", "同比增长5%。"]


def test_records_survive_bytes_and_processes(nlp: spacy.language.Language) -> None:
    kept = DocBin(store_user_data=True, docs=[nlp(TEXT)]).to_bytes()
    (doc,) = DocBin(store_user_data=True).from_bytes(kept).get_docs(nlp.vocab)
    assert doc._.records == extract(TEXT).records
    piped = list(nlp.pipe([TEXT, "没有数字。"], n_process=2))
    assert [len(doc._.records) for doc in piped] == [len(extract(TEXT).records), 0]


def test_own_patterns_are_layered(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "units.toml").write_text(
        '[[unit]]\nid = "own"\nkind = "count"\nbase = "垧"\nsurfaces = ["垧"]\nexamples = ["种了[3垧]。"]\n',
        encoding="utf-8",
    )
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("reportmine", config={"patterns": str(tmp_path)})
    assert [record.unit_base for record in pipeline("种植大豆3垧。")._.records] == ["垧"]
