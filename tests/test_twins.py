"""Twins: a report in another format gives the records of its text, and its golden table has them where it has them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sets import SPLIT, read_lines
from twins import CORPUS, GOLDEN, KEPT, MANNERS, WRITINGS, compare, write

from reportmine import extract, extract_file, ingest
from reportmine.golden.tables import read_golden
from reportmine.model import Extraction

FLOOR = 0.98  # share of the records of a text that each of its twins must have, cell for cell
TWINS = [(name, manner) for name, manners in KEPT.items() for manner in manners]
each_twin = pytest.mark.parametrize(("name", "manner"), TWINS, ids=["-".join(twin) for twin in TWINS])


def path_of(name: str, manner: str) -> Path:
    return CORPUS / "formats" / f"{name}-{manner}{MANNERS[manner][1]}"


@each_twin
def test_a_twin_gives_the_records_of_its_text(name: str, manner: str) -> None:
    likeness = compare(extract_file(CORPUS / f"{name}.txt"), extract_file(path_of(name, manner)))
    assert likeness.records > 0
    assert likeness.same >= FLOOR * likeness.records, likeness.differing


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("name", KEPT)
def test_traditional_characters_give_the_records_of_simplified_ones(
    tmp_path: Path, name: str, writing: str
) -> None:
    twin = extract_file(write(name, writing, tmp_path))
    likeness = compare(extract_file(CORPUS / f"{name}.txt"), twin)
    assert likeness.same >= FLOOR * likeness.records, likeness.differing
    text = twin.document.text
    assert all(record.text == text[record.start : record.end] for record in twin.records)
    assert all(entry.text == text[entry.start : entry.end] for entry in twin.ledger)


@each_twin
def test_every_record_of_a_twin_says_where_it_stands(name: str, manner: str) -> None:
    kind = {"word": "paragraph ", "print": "page ", "mark": "line "}.get(manner, "paragraph ")
    found = extract_file(path_of(name, manner))
    assert {str(record.locator)[: len(kind)] for record in found.records} == {kind}
    assert all(entry.locator for entry in found.ledger)


@each_twin
def test_golden_rows_quote_the_twin(name: str, manner: str) -> None:
    twin = path_of(name, manner)
    text = ingest.read(twin).text
    rows = read_golden(GOLDEN / "formats" / f"{twin.stem}.csv")
    assert [row["text"] for row in rows] == [text[row.start : row.end] for row in rows]
    ours = read_golden(GOLDEN / f"{name}.csv")
    assert [(row.id, row["value"], row["indicator"]) for row in rows] == [
        (row.id, row["value"], row["indicator"]) for row in ours
    ]


def test_twins_are_those_that_are_there_and_none_is_of_a_test_report() -> None:
    names = [path_of(*twin).name for twin in TWINS]
    assert sorted(path.name for path in (CORPUS / "formats").iterdir()) == sorted(names)
    tables = [path.stem for path in (GOLDEN / "formats").glob("*.csv")]
    assert sorted(tables) == sorted(Path(name).stem for name in names)
    parts = {
        line["document"]: line["part"]
        for line in read_lines(SPLIT, ("document", "part", "department", "kind"))
    }
    assert {parts[name] for name in KEPT} == {"tuning"}
    assert not parts.keys() & {Path(name).stem for name in names}, "a twin is not scored a second time"


@pytest.mark.parametrize("manner", [*MANNERS, *WRITINGS])
def test_twins_are_written_alike_each_time(tmp_path: Path, manner: str) -> None:
    name = "kjj-jichuan-2024h1"
    first, second = (write(name, manner, folder) for folder in folders(tmp_path, ("a", "b")))
    assert first.read_bytes() == second.read_bytes()


def folders(parent: Path, names: Sequence[str]) -> list[Path]:
    made = [parent / name for name in names]
    for folder in made:
        folder.mkdir()
    return made


TEXT = "青禾县2023年工作总结\n新增企业12家。投资3.5亿元，增长5%。"


@pytest.mark.parametrize(
    ("twin", "same"),
    [
        (TEXT, 3),
        (TEXT.replace("结\n", "结\n\n　　"), 3),
        (TEXT.replace("3.5", "3.6"), 1),
        (TEXT.replace("，增长5%", ""), 1),
    ],
)
def test_likeness_counts_records_that_are_the_same_in_every_cell(twin: str, same: int) -> None:
    text: Extraction = extract(TEXT)
    likeness = compare(text, extract(twin))
    assert (likeness.records, likeness.same) == (3, same)
    assert bool(likeness.differing) == (same < 3)
