"""The score: which reports make a set, which figures come of it, and when a floor fails."""

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path

import devgold
import floors
import pytest
import score
from measuring import ENOUGH, Figure, Judged, Key, figures, grouped, judge, measure
from sets import CORPUS, GOLDEN, PARTS, SPLIT, Report, ReportSet, dev, labels, own

from reportmine import GoldenError
from reportmine.golden import COLUMNS
from reportmine.golden.scoring import Case
from reportmine.golden.tables import Row

CELLS = {
    "text": "5%", "value": "5", "unit": "%", "value_base": "5", "unit_base": "%", "comparator": "exact",
    "indicator": "产值", "measure": "growth", "status": "actual", "section": "work", "confidence": "0.9",
}  # fmt: skip
FULL = Key("tuning", "F1", "full")
SPLIT_HEADER = "document,part,department,kind\n"


def rows(count: int, **changes: str) -> list[Row]:
    """That many rows, one after another, the first of them with other cells."""
    first = Row("0", 0, 2, CELLS | changes)
    return [first, *(Row(str(at), 10 * at, 10 * at + 2, CELLS) for at in range(1, count))]


def judged(report: Report, found: list[Row]) -> list[Judged]:
    return judge([report], {report.text.as_posix(): found})


def figure(value: str, floor: str | None = None) -> Figure:
    return Figure(Decimal(value), None if floor is None else Decimal(floor))


def put_split(folder: Path, *lines: str, golden: tuple[str, ...] = ()) -> tuple[Path, Path, Path]:
    split, tables = folder / "split.csv", folder / "golden"
    split.write_text(SPLIT_HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    tables.mkdir()
    for name in golden:
        put_table(tables / f"{name}.csv", rows(1))
    return split, tables, folder / "corpus"


def put_table(path: Path, found: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({"id": row.id, "start": row.start, "end": row.end, **row.cells} for row in found)


def test_the_split_names_every_report_that_is_there() -> None:
    sets = own(SPLIT, GOLDEN, CORPUS)
    assert [one.name for one in sets] == list(PARTS)
    reports = [report for one in sets for report in one.reports]
    assert sorted(report.text for report in reports) == sorted(CORPUS.glob("*.txt"))
    assert all(report.department and report.kind in ("annual", "interim", "plan") for report in reports)


def test_a_report_that_has_no_golden_table_yet_is_told(tmp_path: Path) -> None:
    place = put_split(tmp_path, "here,test,科技,plan", "coming,test,科技,plan", golden=("here",))
    test, tuning = own(*place)
    assert ([report.name for report in test.reports], tuning.reports) == (["here"], [])
    assert test.absent == "1 of 2 reports have no golden table yet"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["other,test,科技,plan"], "no line for linxi, which has a golden table"),
        (["linxi,train,科技,plan"], "part 'train' of linxi"),
        (["linxi,test,科技,plan", "linxi,tuning,科技,plan"], "two lines for linxi"),
        (["linxi,test,科技"], "a line does not fit"),
    ],
)
def test_faults_of_the_split_are_told(tmp_path: Path, lines: list[str], fault: str) -> None:
    with pytest.raises(GoldenError, match=rf"^{fault} @ .*split\.csv: "):
        own(*put_split(tmp_path, *lines, golden=("linxi",)))


def put_labels(folder: Path, text: str = "5%。产值增长5%") -> Path:
    texts = folder / "corpus" / "unlabelled"
    texts.mkdir(parents=True)
    (texts / "a.txt").write_text(text, encoding="utf-8")
    put_table(folder / "part.csv", [Row("1", 7, 9, CELLS)])
    sha256 = hashlib.sha256((texts / "a.txt").read_bytes()).hexdigest()
    index = folder / "index.csv"
    index.write_text(f"table,text,sha256,start,end\npart,a.txt,{sha256},3,9\n", encoding="utf-8")
    return index


def test_records_outside_the_labelled_range_do_not_count(tmp_path: Path) -> None:
    found = labels(put_labels(tmp_path), tmp_path)
    (report,) = found.reports
    cases = [one.case for one in measure([found])["labels"]]
    assert [(case.wanted, case.got and case.got.start) for case in cases] == [(report.rows[0], 7)]


def test_labels_of_a_text_that_is_absent_are_skipped(tmp_path: Path) -> None:
    found = labels(put_labels(tmp_path), tmp_path / "nowhere")
    assert (found.reports, found.whole) == ([], False)
    assert found.absent == "1 of 1 texts are not beside the repository"
    assert not dev(tmp_path).whole


def test_labels_of_another_text_are_told(tmp_path: Path) -> None:
    index = put_labels(tmp_path)
    (tmp_path / "corpus" / "unlabelled" / "a.txt").write_text("6%。产值增长5%", encoding="utf-8")
    with pytest.raises(GoldenError, match=r"^not the text that was labelled @ .*a\.txt"):
        labels(index, tmp_path)
    (tmp_path / "stray.csv").write_text("", encoding="utf-8")
    with pytest.raises(GoldenError, match=r"^no line for stray @ .*index\.csv"):
        labels(index, tmp_path)


def test_labels_in_json_are_golden_rows(tmp_path: Path) -> None:
    record = {
        "id": 1, "start": 4, "end": 6, "text": "5%", "value": 5, "unit": "%", "value_base": 5.0,
        "unit_base": "%", "unit_also": [""], "high": None, "comparator": ["exact", "about"], "name": "产值",
        "core": [["工业", "产值"], ["产值"]], "full": "工业产值", "measure": ["growth"], "of": None, "basis": None,
        "subject": None, "status": ["actual"], "period": ["2023-01", "2023-12"],
        "period_also": [["2024-01", "2024-12"]], "part_of": None, "section": "work", "optional": True,
    }  # fmt: skip
    path = tmp_path / "a.gold.json"
    path.write_text(json.dumps({"records": [record]}), encoding="utf-8")
    (row,) = devgold.read(path)
    assert ((row.id, row.start, row.end), row.optional) == (("1", 4, 6), True)
    assert (row["value_base"], row["value_high"], row["unit_base"]) == ("5.0", "", "%|")
    assert (row["comparator"], row["indicator_core"]) == ("exact|about", "工业+产值|产值")
    assert (row["period_start"], row["period_end"]) == ("2023-01|2024-01", "2023-12|2024-12")
    del record["core"]
    path.write_text(json.dumps({"records": [record]}), encoding="utf-8")
    with pytest.raises(GoldenError, match=r"^a record without 'core' @ "):
        devgold.read(path)


def test_groups_share_out_every_case() -> None:
    missed = Case(Row("1", 0, 2, CELLS | {"measure": "gap|level"}), None)
    spare = Case(None, Row("2", 9, 11, CELLS | {"measure": "rank"}))
    report = Report(Path("a.txt"), [], "科技", "plan")
    both = [Judged(missed, report), Judged(spare, report)]
    assert {name: [one.case for one in group] for name, group in grouped(both, "measure").items()} == {
        "gap": [missed],
        "rank": [spare],
    }
    assert list(grouped(both, "department")) == ["科技"]


def test_figures_with_few_rows_behind_them_set_no_floor() -> None:
    report = Report(Path("a.txt"), rows(ENOUGH, of="全市"), "科技", "plan")
    found = figures({"tuning": judged(report, rows(ENOUGH, status="target"))})
    assert found[FULL] == figure("0.990", "0.980")
    assert found[Key("tuning", "share right", "of")] == figure("0.000")
    assert found[Key("tuning", "reports")] == figure("1", "1")
    assert found[Key("tuning", "F1 full by department", "科技")] == figure("0.990", "0.980")
    assert found[Key("tuning", "confidence 0.9 and above", "share right")] == figure("0.990", "0.980")


def test_floors_go_up_and_never_come_down() -> None:
    floor = {FULL: figure("0.900", "0.890")}
    better, worse, much_worse = (
        figure(*pair) for pair in (("0.95", "0.94"), ("0.895", "0.885"), ("0.8", "0.79"))
    )
    assert floors.raised(floor, {FULL: better}) == {FULL: better}
    for now in (worse, much_worse):
        assert floors.raised(floor, {FULL: now}) == {FULL: figure(str(now.value), "0.890")}
    assert floors.raised(floor, {FULL: worse}, lower=True) == {FULL: figure("0.895", "0.890")}
    assert floors.raised(floor, {FULL: much_worse}, lower=True) == {FULL: much_worse}


def test_floors_outlast_figures_that_are_gone_and_sets_that_are_absent() -> None:
    gone, absent = Key("tuning", "F1 full by measure", "level"), Key("dev", "F1", "full")
    floor = {gone: figure("0.9", "0.89"), absent: figure("0.9", "0.89")}
    now = {FULL: figure("0.95", "0.94")}
    assert floors.below(floor, now)[0] == "below its floor: tuning F1 full by measure level - < 0.89"
    assert floors.raised(floor, now) == now | floor
    assert floors.raised(floor, now, lower=True) == now | {absent: floor[absent]}
    sets = [ReportSet("tuning", []), ReportSet("dev", [], "absent", whole=False)]
    assert floors.bound(sets, floor) == {gone: floor[gone]}


def test_what_changed_is_told_and_nothing_else() -> None:
    name, new, old = Key("tuning", "F1", "name"), Key("test", "F1", "full"), Key("tuning", "F1", "gone")
    then = {FULL: figure("0.900"), name: figure("0.950"), old: figure("0.1")}
    now = {FULL: figure("0.912"), name: figure("0.950"), new: figure("0.8")}
    assert floors.changes(then, now) == [
        (FULL, Decimal("0.900"), Decimal("0.912")),
        (new, None, Decimal("0.8")),
        (old, Decimal("0.1"), None),
    ]


@pytest.fixture
def floor_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A measurement of one set with F1 0.990, and a file of floors that it has not written yet."""
    report = Report(Path("a.txt"), rows(ENOUGH), "科技", "plan")
    sets = [ReportSet("test", [], "none yet"), ReportSet("tuning", [report])]
    monkeypatch.setattr(score, "all_sets", lambda: sets)
    found = judged(report, rows(ENOUGH, status="target"))
    monkeypatch.setattr(score, "measure", lambda _: {"tuning": found})
    return tmp_path / "floors.csv"


def run(path: Path, *options: str) -> int:
    return score.main(["--floors", str(path), *options])


def test_a_figure_below_its_floor_fails_and_is_named(
    floor_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(floor_file, "--raise") == 0
    assert floors.read(floor_file)[FULL] == figure("0.990", "0.980")
    assert run(floor_file) == 0
    assert "nothing changed" in capsys.readouterr().out
    written = floor_file.read_text(encoding="utf-8").replace(
        "tuning,F1,full,0.990,0.980", "tuning,F1,full,1.000,0.991"
    )
    floor_file.write_text(written, encoding="utf-8")
    for options in ((), ("--raise",)):
        assert run(floor_file, *options) == 1
        shown = capsys.readouterr()
        assert shown.err == "below its floor: tuning F1 full 0.990 < 0.991\n"
        assert "-0.010" in shown.out
        assert floor_file.read_text(encoding="utf-8") == written
    assert run(floor_file, "--lower") == 0
    assert floors.read(floor_file)[FULL] == figure("0.990", "0.980")


def test_a_set_that_has_lost_a_report_fails(floor_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors.write(
        floor_file, {Key("tuning", "reports"): figure("2", "2"), Key("test", "reports"): figure("1", "1")}
    )
    assert run(floor_file) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == ["below its floor: tuning reports 1 < 2", "below its floor: test reports - < 1"]


def test_what_cannot_be_read_is_told(floor_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floor_file.write_text("set,figure\n", encoding="utf-8")
    assert run(floor_file) == 2
    assert capsys.readouterr().err.startswith(f"a line does not fit @ {floor_file}: columns are set, ")


def test_the_floors_that_are_kept_cover_the_own_reports() -> None:
    kept = floors.read(floors.FLOORS)
    for one in own(SPLIT, GOLDEN, CORPUS):
        expected = {Key(one.name, "F1", tier) for tier in ("quantity", "name", "meaning", "full")}
        assert not one.reports or expected <= kept.keys(), "make floors"
