"""Golden tables: what agrees, what differs, what a spreadsheet did to them, and what accepting keeps."""

import csv
import importlib.util
import json
import random
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sets import SHARED

from reportmine import GoldenError
from reportmine.export.columns import RECORDS
from reportmine.golden import COLUMNS, Change, accept, compare
from reportmine.golden.agreement import TIERS, name_agrees, same_number
from reportmine.golden.scoring import pair
from reportmine.golden.tables import Row

ROW = {
    "id": "1", "start": "10", "end": "16", "text": "15.4亿元", "value": "15.4", "unit": "亿元",
    "value_base": "1540000000", "unit_base": "元", "comparator": "exact", "measure": "level",
    "status": "actual", "indicator": "技术合同成交额", "indicator_core": "技术合同+成交|合同成交额",
    "indicator_full": "全县技术合同登记成交额",
    "period_start": "2023-01", "period_end": "2023-12", "section": "work",
}  # fmt: skip
RECORD = {
    "source": "reports/linxi.txt", "title": "临溪县科技局2023年工作总结", "section": "work",
    "section_path": "一、", "sentence": "一句。", "start": 10, "end": 16, "text": "15.4亿元",
    "indicator": "技术合同成交额", "value": 15.4, "unit": "亿元", "value_base": 1540000000, "unit_base": "元",
    "comparator": "exact", "measure": "level", "status": "actual", "period_start": "2023-01",
    "period_end": "2023-12", "confidence": 0.9, "evidence": "np-qty",
}  # fmt: skip


def put_golden(folder: Path, *rows: dict[str, str], name: str = "linxi") -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return folder


def put_run(folder: Path, *records: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for record in records:
            place = f"{record['source']}@{record['start']}-{record['end']}"
            line = dict.fromkeys(RECORDS) | {"record_id": place} | record
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return folder


def moved(cells: dict[str, Any], start: int, **changes: Any) -> dict[str, Any]:
    """The row or record at another place of the text."""
    place = {"start": start, "end": start + len(changes.get("text", cells["text"]))}
    if "id" in cells:
        return cells | {key: str(value) for key, value in place.items()} | changes
    return cells | place | changes


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(**cells: str) -> Row:
    return Row("1", 0, 1, cells)


def test_the_same_is_no_difference(tmp_path: Path) -> None:
    diff = compare(put_golden(tmp_path / "golden", ROW), put_run(tmp_path / "out", RECORD))
    assert not diff
    assert (diff.precision, diff.recall, diff.f1) == (1, 1, 1)
    assert diff.fields == {"of": None, "basis": None, "subject": None, "part_of": None, "section": 1}


def test_gained_lost_and_changed(tmp_path: Path) -> None:
    golden = put_golden(tmp_path / "golden", ROW, moved(ROW, 30, id="2"))
    out = put_run(tmp_path / "out", RECORD | {"status": "target"}, moved(RECORD, 50))
    diff = compare(golden, out)
    assert diff.gained == (Change("linxi", "15.4亿元", "", "", "技术合同成交额"),)
    assert diff.lost == (Change("linxi", "15.4亿元", "", "技术合同成交额", ""),)
    assert diff.changed == (Change("linxi", "15.4亿元", "status", "actual", "target"),)
    assert diff.counts["changed"] == 1
    assert diff.tiers == {"quantity": 0.5, "name": 0.5, "meaning": 0, "full": 0}


@pytest.mark.parametrize(
    ("golden", "record", "changed"),
    [
        ({}, {"value_base": 1540000000.0001}, []),
        ({}, {"value": 15.5, "value_base": 1550000000}, ["value", "value_base"]),
        ({}, {"unit": "亿", "unit_base": "人民币"}, ["unit"]),
        ({"unit_base": "元|人"}, {"unit_base": "位"}, []),
        ({"comparator": "exact|about"}, {"comparator": "about"}, []),
        ({"measure": "rank"}, {"measure": "rank", "unit_base": "名"}, []),
        ({"period_start": "", "period_end": ""}, {"period_start": "2020-01"}, []),
        ({}, {"period_start": None, "period_end": None}, ["period"]),
        ({"period_start": "2022-01|2023-01", "period_end": "2022-12|2023-12"}, {}, []),
        ({"period_start": "2022-01|2023-01", "period_end": "2023-12|2022-12"}, {}, ["period"]),
        ({"of": "全市生产总值"}, {"of": "生产总值"}, []),
        ({}, {"of": "生产总值"}, ["of"]),
        ({"basis": "同比"}, {}, ["basis"]),
        ({}, {"section": "plan"}, ["section"]),
        ({}, {"indicator": "登记技术合同成交额"}, []),
        ({}, {"indicator": "全省技术合同成交额"}, ["indicator"]),
        ({}, {"start": 9, "text": "约15.4亿元"}, ["text"]),
        ({"value_high": "20"}, {}, ["value_high"]),
    ],
)
def test_cells_differ_where_meaning_does(
    tmp_path: Path, golden: dict[str, str], record: dict[str, Any], changed: list[str]
) -> None:
    diff = compare(put_golden(tmp_path / "golden", ROW | golden), put_run(tmp_path / "out", RECORD | record))
    assert sorted(change.cell for change in diff.changed) == changed
    assert not diff.gained + diff.lost


@pytest.mark.parametrize(
    ("core", "full", "name", "agrees"),
    [
        ("", "", "技术合同成交额", True),
        ("", "", "技术合同 成交额", True),
        ("", "技术合同成交总额", "技术合同成交总额", False),
        ("技术合同+成交额", "技术合同登记成交额", "技术合同的成交额", True),
        ("技术合同+成交额", "技术合同登记成交额", "成交额、技术合同", True),
        ("技术合同+成交额", "技术合同登记成交额", "技术合同", False),
        ("技术合同+成交额", "技术合同登记成交额", "技术合同成交额和产值", False),
        ("技术合同|产值", "技术合同", "产值", True),
        ("合同", "合同", "合同合同合同合同", False),
        ("合同", "合同", "", False),
    ],
)
def test_a_name_fits_its_bracket(core: str, full: str, name: str, agrees: bool) -> None:
    wanted = row(indicator="技术合同成交额", indicator_core=core, indicator_full=full)
    assert name_agrees(wanted, row(indicator=name)) is agrees


def test_numbers_are_the_same_to_a_millionth() -> None:
    assert same_number("0.333333", str(Decimal(1) / 3))
    assert same_number("", "")
    assert not same_number("1.5", "")
    assert not same_number("100", "100.01")
    assert not same_number("1", "一")


def test_optional_rows_count_for_nothing(tmp_path: Path) -> None:
    golden = put_golden(
        tmp_path / "golden", ROW, *(moved(ROW, at, id=str(at), optional="yes") for at in (30, 50))
    )
    diff = compare(golden, put_run(tmp_path / "out", RECORD, moved(RECORD, 50, indicator="别的")))
    assert not diff
    assert (diff.counts["golden"], diff.counts["out"]) == (1, 1)


def test_parts_are_compared_through_their_pairs(tmp_path: Path) -> None:
    golden = put_golden(tmp_path / "golden", ROW | {"id": "all"}, moved(ROW, 30, id="part", part_of="all"))
    part = moved(RECORD, 30)
    right = compare(golden, put_run(tmp_path / "a", RECORD, part | {"part_of": "reports/linxi.txt@10-16"}))
    wrong = compare(golden, put_run(tmp_path / "b", RECORD, part))
    assert (right.fields["part_of"], bool(right)) == (1, False)
    assert (wrong.fields["part_of"], [change.cell for change in wrong.changed]) == (0, ["part_of"])


def test_pairs_are_one_to_one_and_the_best_overlap_wins() -> None:
    def spans(*places: tuple[int, int]) -> list[Row]:
        return [Row(str(number), *place, {}) for number, place in enumerate(places)]

    assert pair(spans((0, 5), (6, 9)), spans((0, 2), (1, 5), (6, 9))) == [(0, 1), (1, 2)]
    assert pair(spans((0, 5), (0, 5)), spans((0, 5), (0, 5))) == [(0, 0), (1, 1)]
    assert pair(spans((0, 5)), spans((5, 9))) == []


def test_only_documents_that_golden_has_are_compared(tmp_path: Path) -> None:
    golden = put_golden(tmp_path / "golden", ROW)
    out = put_run(tmp_path / "out", RECORD, RECORD | {"source": "reports/other.txt"})
    assert not compare(golden, out)
    with pytest.raises(GoldenError, match=r"two documents named 'linxi' @ reports/linxi\.txt, b/linxi\.md"):
        compare(golden, put_run(tmp_path / "twice", RECORD, RECORD | {"source": "b/linxi.md"}))


def test_two_runs_are_compared_in_every_cell(tmp_path: Path) -> None:
    before = put_run(tmp_path / "before", RECORD, moved(RECORD, 30), RECORD | {"source": "gone.txt"})
    after = put_run(
        tmp_path / "after", RECORD | {"confidence": 0.8}, moved(RECORD, 30), RECORD | {"source": "new.txt"}
    )
    diff = compare(before, after)
    assert diff.changed == (Change("reports/linxi.txt", "15.4亿元", "confidence", "0.9", "0.8"),)
    assert [change.document for change in diff.gained + diff.lost] == ["new.txt", "gone.txt"]
    assert not compare(before / "records.jsonl", before)


def test_runs_over_another_path_are_matched_by_name(tmp_path: Path) -> None:
    before = put_run(tmp_path / "before", RECORD, moved(RECORD, 30, part_of="reports/linxi.txt@10-16"))
    elsewhere = RECORD | {"source": "/data/linxi.txt"}
    after = put_run(tmp_path / "after", elsewhere, moved(elsewhere, 30, part_of="/data/linxi.txt@10-16"))
    assert not compare(before, after)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"period_start": "2022/1/1"}, "period_start: '2022/1/1' does not fit"),
        ({"period_end": "Jan-22"}, "period_end: 'Jan-22' does not fit"),
        ({"period_end": "2022-13"}, "period_end: '2022-13' does not fit"),
        ({"period_end": ""}, "period_end: a period has both ends or none"),
        ({"period_end": "2022-12|2023-12"}, "period_end: a period has both ends or none"),
        ({"period_end": "2023-12|"}, "period_end: '2023-12|' does not fit"),
        ({"value_base": "1.54E+09"}, "value_base: '1.54E+09' does not fit"),
        ({"value": ""}, "value: '' does not fit"),
        ({"start": "10.0"}, "start: '10.0' does not fit"),
        ({"text": "15-Apr"}, None),  # as long as its span: the difference shows it
        ({"text": "15.4"}, "text: '15.4' has not the 6 characters of its span"),
        ({"comparator": "exact|nearly"}, "comparator: 'exact|nearly' does not fit"),
        ({"measure": ""}, "measure: '' does not fit"),
        ({"optional": "TRUE"}, "optional: 'TRUE' does not fit"),
        ({"part_of": "9"}, "part_of: no row '9'"),
        ({"part_of": "1"}, "part_of: no row '1'"),
        ({"id": ""}, "id: '' does not fit"),
    ],
)
def test_what_a_spreadsheet_bends_is_told(tmp_path: Path, changes: dict[str, str], fault: str | None) -> None:
    golden, out = put_golden(tmp_path / "golden", ROW | changes), put_run(tmp_path / "out", RECORD)
    if fault is None:
        assert [change.cell for change in compare(golden, out).changed] == ["text"]
        return
    with pytest.raises(GoldenError) as caught:
        compare(golden, out)
    assert str(caught.value).startswith(f"{fault} @ {golden / 'linxi.csv'}")
    assert ": " in str(caught.value).partition(" @ ")[2]


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    golden = put_golden(tmp_path / "golden", ROW | {"value": "x", "status": "y"}, ROW)
    with pytest.raises(GoldenError) as caught:
        compare(golden, put_run(tmp_path / "out", RECORD))
    told = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in told] == ["value", "status", "id"]
    assert f"duplicate '1' @ {golden / 'linxi.csv'}:3" in told[2]


def test_tables_that_are_none_are_told(tmp_path: Path) -> None:
    golden, out = tmp_path / "golden", put_run(tmp_path / "out", RECORD)
    golden.mkdir()
    with pytest.raises(GoldenError, match="no golden table @ "):
        compare(golden, out)
    for content, fault in [
        (b"", "not CSV"),
        (b"id,start\n1,2\n", "missing column 'end'"),
        ((",".join((*COLUMNS, "note")) + "\n").encode(), "unknown column 'note'"),
        ("编号".encode("gb18030"), "not UTF-8"),
    ]:
        (golden / "linxi.csv").write_bytes(content)
        with pytest.raises(GoldenError, match=f"^{fault}.* @ .*linxi.csv"):
            compare(golden, out)
    put_golden(golden, ROW)
    with pytest.raises(GoldenError, match=r"no table of records @ "):
        compare(golden, tmp_path / "nowhere")
    (out / "records.jsonl").write_text('{"record_id": "x"}\n')
    with pytest.raises(GoldenError, match=r"missing source, .* @ .*records.jsonl:1"):
        compare(golden, out)


def test_a_byte_order_mark_is_no_column(tmp_path: Path) -> None:
    golden = put_golden(tmp_path / "golden", ROW)
    table = golden / "linxi.csv"
    table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes().replace(b"\r\n", b"\n"))
    assert not compare(golden, put_run(tmp_path / "out", RECORD))


def test_blank_lines_are_no_rows_and_long_ones_are_told(tmp_path: Path) -> None:
    table = put_golden(tmp_path / "golden", ROW) / "linxi.csv"
    whole = table.read_text(encoding="utf-8")
    table.write_text(f"{whole}\n{',' * (len(COLUMNS) - 1)}\n", encoding="utf-8")
    assert not compare(tmp_path / "golden", put_run(tmp_path / "out", RECORD))
    table.write_text(whole.rstrip() + ",\n", encoding="utf-8")
    with pytest.raises(GoldenError, match="rows longer than the header @ "):
        compare(tmp_path / "golden", tmp_path / "out")
    table.write_text(whole + "2,10,16\n", encoding="utf-8")
    with pytest.raises(GoldenError, match=r"value: '' does not fit @ .*linxi.csv:3"):
        compare(tmp_path / "golden", tmp_path / "out")


def test_accepted_records_are_golden(tmp_path: Path) -> None:
    rank = moved(RECORD, 60, text="+3%", indicator="1+3+N基地", measure="growth", value=3, value_base=3)
    part = moved(RECORD, 40, part_of="reports/linxi.txt@10-16")
    out = put_run(tmp_path / "out", RECORD, RECORD | {"record_id": "reports/linxi.txt@10-16#2"}, part, rank)
    (path,) = accept(out, ["linxi"], tmp_path / "golden")
    assert not compare(tmp_path / "golden", out)
    rows = read_rows(path)
    assert [row["id"] for row in rows] == ["r10-16", "r10-16#2", "r40-46", "r60-63"]
    assert [row["part_of"] for row in rows] == ["", "", "r10-16", ""]
    assert (rows[0]["indicator_core"], rows[0]["indicator_full"]) == ("技术合同成交额", "技术合同成交额")
    assert rows[3]["indicator_core"] == ""
    assert rows[3]["text"] == "'+3%"


def test_accepting_keeps_what_hands_wrote(tmp_path: Path) -> None:
    kept = ROW | {"id": "kept", "comparator": "exact|about"}
    changed = moved(ROW, 30, id="changed", period_start="", period_end="")
    renamed = moved(ROW, 50, id="renamed", part_of="kept")
    aside = moved(ROW, 70, id="aside", optional="yes", part_of="gone")
    gone = moved(ROW, 90, id="gone")
    golden = put_golden(tmp_path / "golden", kept, changed, renamed, aside, gone)
    out = put_run(
        tmp_path / "out",
        RECORD | {"comparator": "about"},
        moved(RECORD, 30, status="target"),
        moved(RECORD, 50, indicator="别的", part_of="reports/linxi.txt@10-16"),
    )
    (path,) = accept(out, ["linxi"], golden)
    rows = {row["id"]: row for row in read_rows(path)}
    assert list(rows) == ["kept", "changed", "renamed", "aside"]
    assert rows["kept"] == dict.fromkeys(COLUMNS, "") | kept
    assert rows["changed"] == dict.fromkeys(COLUMNS, "") | changed | {"status": "target"}
    bracket = {"indicator": "别的", "indicator_core": "别的", "indicator_full": "别的"}
    assert rows["renamed"] == dict.fromkeys(COLUMNS, "") | renamed | bracket
    assert rows["aside"]["part_of"] == ""
    assert not compare(golden, out)


def test_accepting_what_was_not_extracted_is_told(tmp_path: Path) -> None:
    out = put_run(tmp_path / "out", RECORD)
    with pytest.raises(GoldenError, match="no record of a document 'qinghe' @ "):
        accept(out, ["linxi", "qinghe"], tmp_path / "golden")
    assert not (tmp_path / "golden").exists()


SCORER = SHARED / "score" / "score.py"


@pytest.fixture
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not SCORER.exists(), reason="the independent scorer is not at hand")
@pytest.mark.parametrize("seed", range(5))
def test_an_independent_scorer_agrees(tmp_path: Path, scorer: ModuleType, seed: int) -> None:
    dice = random.Random(seed)
    rows, records = [], []
    for number in range(60):
        start = 20 * number
        chances: dict[str, tuple[Any, ...]] = {
            "value_base": (1540000000, 7), "unit_base": ("元", "人民币", "人", "家"),
            "value_high": (None, 20),
            "comparator": ("exact", "about"), "measure": ("level", "rank"), "status": ("actual", "target"),
            "indicator": ("技术合同成交额", "技术合同的成交", "成交额", "全省技术合同成交额"),
            "period_start": ("2023-01", "2023-02"), "of": (None, "全市", "市"), "section": ("work", "plan"),
            "basis": (None, "同比"), "part_of": (None, f"reports/linxi.txt@{start - 20}-{start - 14}"),
        }  # fmt: skip
        if dice.random() < 0.9:
            cells = {key: dice.choice(values) for key, values in chances.items() if dice.random() < 0.4}
            records.append(moved(RECORD, start, **cells))
        if dice.random() < 0.9:
            rows.append(
                moved(ROW, start, id=str(number), optional=dice.choice(("", "", "", "yes")))
                | {key: dice.choice(("", "全市", "同比")) for key in ("of", "basis")}
                | {"measure": dice.choice(("level", "level|rank")), "value_high": dice.choice(("", "", "20"))}
                | {"unit_base": dice.choice(("元", "元|家"))}
                | dice.choice(({}, {"period_start": "", "period_end": ""}))
            )
    known = {row["id"] for row in rows}
    rows = [row | {"part_of": whole if (whole := str(int(row["id"]) - 1)) in known else ""} for row in rows]
    diff = compare(put_golden(tmp_path / "golden", *rows), put_run(tmp_path / "out", *records))
    predicted = scorer.load_lines(tmp_path / "out" / "records.jsonl")
    counts, right, fields = scorer.score_document(
        {"name": "linxi", "records": list(map(gold, rows))}, predicted, []
    )
    assert (diff.counts["golden"], diff.counts["out"]) == (counts["gold"], counts["pred"])
    assert [diff.counts[tier] for tier, _ in TIERS] == list(right.values())
    assert diff.tiers["full"] == pytest.approx(scorer.f1(right["period"], counts["gold"], counts["pred"]))
    shares = scorer.shares(fields)
    for name, share in diff.fields.items():
        assert share == (None if shares[name] is None else pytest.approx(shares[name], abs=1e-4)), name


def gold(row: dict[str, str]) -> dict[str, Any]:
    """The row as the scorer wants it."""
    listed = {key: row[key].split("|") for key in ("measure", "status", "comparator")}
    units = row["unit_base"].split("|")
    return row | listed | {
        "id": row["id"], "start": int(row["start"]), "end": int(row["end"]), "unit_base": units[0],
        "unit_also": units[1:], "value_base": float(row["value_base"]),
        "high": float(row["value_high"]) if row["value_high"] else None,
        "core": [core.split("+") for core in row["indicator_core"].split("|")],
        "full": row["indicator_full"],
        "period": [row["period_start"], row["period_end"]] if row["period_start"] else None,
        "part_of": row["part_of"] or None, "optional": row["optional"] == "yes",
    }  # fmt: skip
