"""Outlines: a table of short reports, and what holds of every text."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine import patterns, structure
from reportmine.model import Document, Outline
from reportmine.structure import regions
from reportmine.text import fold

ROOT = Path(__file__).parents[1]
CASES: list[dict[str, Any]] = tomllib.loads(
    (ROOT / "tests" / "cases" / "structure.toml").read_text(encoding="utf-8")
)["case"]
CORPUS = sorted((ROOT / "corpus").glob("*.txt"))
KEYS = {"id", "text", "facts", "sections", "sentences", "clauses"}


def outline(text: str) -> Outline:
    return structure.outline(Document(text, "made-up.txt"), fold(text), patterns.load())


def test_cases_are_told_apart_and_check_something() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert set(case) <= KEYS
        assert len(case) > 2, case["id"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_outline_of(case: dict[str, Any]) -> None:
    text = case["text"]
    found = outline(text)
    facts = found.info.model_dump()
    facts["period"] = "..".join(found.info.period) if found.info.period else None
    wanted = {key: None if value == "-" else value for key, value in case.get("facts", {}).items()}
    assert {key: facts[key] for key in wanted} == wanted
    if "sections" in case:
        periods = ["..".join(part.period) if part.period else "-" for part in found.sections]
        lines = zip(found.sections, periods, strict=True)
        assert [f"{part.kind} {period} {part.heading}".rstrip() for part, period in lines] == case["sections"]
    if "sentences" in case:
        assert [text[part.start : part.end] for part in found.sentences] == case["sentences"]
    if "clauses" in case:
        pieces = [span for part in found.sentences for span in structure.clauses(fold(text), part)]
        assert [span.of(text) for span in pieces] == case["clauses"]


def check_shape(text: str) -> None:
    """What holds of the outline of every text."""
    found = outline(text)
    bounds = [(part.start, part.end) for part in found.sections]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(text)
    assert all(end == start for (_, end), (start, _) in pairwise(bounds))
    last, covered = 0, set[int]()
    for sentence in found.sentences:
        section = found.sections[sentence.section]
        assert last <= sentence.start < sentence.end
        assert section.start <= sentence.start
        assert sentence.end <= section.end
        last = sentence.end
        covered.update(range(sentence.start, sentence.end))
        end = sentence.start
        for clause in structure.clauses(fold(text), sentence):
            assert end <= clause.start < clause.end <= sentence.end
            end = clause.end
    assert not [char for place, char in enumerate(fold(text)) if place not in covered and not char.isspace()]
    paragraphs = [sentence.paragraph for sentence in found.sentences]
    assert paragraphs == sorted(paragraphs)
    assert all(section.level == len(section.path) for section in found.sections)


MARKS = "一二甲乙年月。，；：、！（）“”《》()[]【】.,:;1250 \t\n\u3000"
WORDS = (
    "一、 （一） 1. （1） ① 第一部分 存在的问题 下一步， 2023年 计划 12亿 —— 日期：2023-01-02 我代表市政府"
)
PIECES = st.sampled_from([*MARKS, "\n\n", *WORDS.split(" ")])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_shape_of_any_text(text: str) -> None:
    check_shape(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_shape_of_any_characters(text: str) -> None:
    check_shape(text.replace("\r", "\n"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_shape_of_the_corpus(path: Path) -> None:
    check_shape(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 50_000,
        "、".join(str(n) for n in range(10_000)),
        "（“甲。" * 20_000,
        "一、\n" * 20_000,
        "甲，\n" * 50_000,
    ],
    ids=["digits", "numbers", "open", "headings", "lines"],
)
def test_hostile_text_ends(text: str) -> None:
    folded = fold(text)
    assert sum(len(structure.clauses(folded, sentence)) for sentence in outline(text).sentences) > 0


def test_same_text_same_outline() -> None:
    text = CASES[0]["text"]
    assert outline(text) == outline(text)


@pytest.mark.parametrize("year", [1980, 2003, 2024])
def test_codes_are_those_of_the_year(year: int) -> None:
    found = regions.find(["湖南省溆浦县"], "", year)
    assert found is not None
    assert found.code == ("433024" if year < 1997 else "431224")


def test_no_place_is_read_into_words() -> None:
    for words in (
        "政府工作报告",
        "社会主义市场经济建设情况",
        "经济技术开发区管委会",
        "社区工作总结",
        "全县工作总结",
    ):
        assert regions.find([words], "", 2024) is None, words
