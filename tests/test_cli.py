"""The commands: what they write, print and exit with."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportmine import __version__, pipeline
from reportmine.cli import app

REPORT = "青禾县科技局2023年工作总结\n一、工作情况\n全年新增高新技术企业12家，同比增长5.8%。\n"


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("reports")
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def objects(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_extract_writes_tables_and_a_summary(reports: Path) -> None:
    result = run("extract", reports, "--show", 2)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1].startswith("3 documents, 6 records, ")
    assert result.stdout.splitlines()[-1].endswith(", 0 failed → out")
    assert "12家" in result.stdout.splitlines()[1]
    assert len(result.stdout.splitlines()) == 4
    assert [row["source"] for row in objects(Path("out/documents.jsonl"))] == [
        f"reports/{name}.txt" for name in "abc"
    ]
    assert Path("out/records.csv").exists()


def test_a_failing_input_is_named_and_the_rest_is_written(reports: Path) -> None:
    (reports / "b.txt").write_bytes(b"")
    result = run("extract", reports, "none.txt", "--format", "jsonl")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "empty file @ reports/b.txt: it holds no text",
        "no such file @ none.txt: check the path",
    ]
    assert "4 documents, 4 records, " in result.stdout
    errors = [row["error"] for row in objects(Path("out/documents.jsonl"))]
    assert [bool(error) for error in errors] == [False, True, False, True]
    assert not Path("out/records.csv").exists()


def test_strict_stops_and_writes_nothing(reports: Path) -> None:
    (reports / "b.txt").write_bytes(b"\0\0")
    result = run("extract", reports, "--strict")
    assert result.exit_code == 1
    assert result.stderr.startswith("binary file, not text @ reports/b.txt: ")
    assert not Path("out").exists()


def test_a_folder_without_reports_is_told(reports: Path) -> None:
    (reports / "empty").mkdir()
    result = run("extract", reports / "empty")
    assert result.exit_code == 1
    assert result.stderr.startswith("a folder without any readable file @ reports/empty: ")


def test_records_of_little_confidence_are_counted_and_flagged_and_none_is_lost(reports: Path) -> None:
    plain = run("extract", reports, "--out", "plain")
    found = objects(Path("plain/records.jsonl"))
    below = sum(float(str(record["confidence"])) < 0.9 for record in found)
    assert f", {below} records below confidence 0.9, " in plain.stdout
    marked = run("extract", reports, "--out", "marked", "--min-confidence", 1)
    assert f", {len(found)} records below confidence 1, " in marked.stdout
    again = objects(Path("marked/records.jsonl"))
    assert [record | {"flags": []} for record in again] == [record | {"flags": []} for record in found]
    assert all(record["flags"] == [] for record in found)
    assert all(record["flags"] == ["low-confidence"] for record in again)
    assert run("extract", reports, "--out", "none", "--min-confidence", 0).exit_code == 0
    assert Path("none/records.csv").read_bytes() == Path("plain/records.csv").read_bytes()


CONTRADICTORY = "青禾县2023年工作总结\n一、工作情况\n全县创新平台31个，其中国家级18个、省级14个。\n"


def test_audit_prints_what_contradicts(reports: Path) -> None:
    (reports / "b.txt").write_text(CONTRADICTORY, encoding="utf-8")
    run("extract", reports)
    told = [
        "sum  reports/b.txt:3  创新平台: stated 31个, computed 32个",
        "    reports/b.txt:3  全县创新平台31个，其中国家级18个、省级14个。",
        "1 checks: 0 agree, 1 contradict",
    ]
    for table in ("out", "out/records.csv", "out/records.jsonl"):
        result = run("audit", table)
        assert (result.exit_code, result.stdout.splitlines(), result.stderr) == (0, told, "")
    flags = [
        record["flags"]
        for record in objects(Path("out/records.jsonl"))
        if record["source"] == "reports/b.txt"
    ]
    assert flags == [["sum:contradicts"]] * 3
    with Path("out/records.csv").open(encoding="utf-8", newline="") as file:
        assert [row["flags"] for row in csv.DictReader(file)][2:5] == ["sum:contradicts"] * 3


def test_audit_as_json(reports: Path) -> None:
    (reports / "b.txt").write_text(CONTRADICTORY, encoding="utf-8")
    run("extract", reports)
    result = run("audit", "out", "--json")
    (found,) = map(json.loads, result.stdout.splitlines())
    assert found["computed"] == "32"
    assert (found["check"], found["agrees"], found["source"]) == ("sum", False, "reports/b.txt")
    assert found["records"][0].startswith("reports/b.txt@")
    assert found["sentences"] == [{"line": 3, "sentence": CONTRADICTORY.splitlines()[2]}]
    assert result.stderr == "1 checks: 0 agree, 1 contradict\n"


def test_audit_does_not_need_the_report(reports: Path) -> None:
    (reports / "b.txt").write_text(CONTRADICTORY, encoding="utf-8")
    run("extract", reports)
    (reports / "b.txt").write_text("另一篇报告。", encoding="utf-8")
    assert run("audit", "out").stdout.startswith("sum  reports/b.txt@26-29  创新平台: ")
    (reports / "b.txt").unlink()
    assert run("audit", "out").stdout.startswith("sum  reports/b.txt@26-29  创新平台: ")


def test_audit_of_tables_that_have_no_flags_tells_the_way_out(reports: Path) -> None:
    run("extract", reports)
    old = [
        {name: cell for name, cell in row.items() if name != "flags"}
        for row in objects(Path("out/records.jsonl"))
    ]
    Path("out/records.jsonl").write_text("\n".join(map(json.dumps, old)), encoding="utf-8")
    Path("old.csv").write_text(",".join(old[0]) + "\n", encoding="utf-8")
    for path, place in (("out/records.jsonl", "out/records.jsonl:1"), ("old.csv", "old.csv")):
        result = run("audit", path)
        assert result.exit_code == 2
        assert result.stderr.startswith("missing ")
        assert "flags" in result.stderr
        assert result.stderr.endswith(f"@ {place}: run reportmine extract again\n")


def test_audit_of_what_is_no_run(reports: Path) -> None:
    assert run("audit", "nowhere").exit_code == 2
    run("extract", reports)
    table = Path("out/records.jsonl")
    table.write_text(table.read_text(encoding="utf-8").replace('"growth"', '"growing"'), encoding="utf-8")
    result = run("audit", table)
    assert result.exit_code == 2
    assert result.stderr.startswith("measure: ")
    assert "run reportmine extract again" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("reports", "--min-confidence", "1.5"),
        ("reports", "--format", "xml"),
        ("reports", "--format", ""),
        ("reports", "--jobs", "0"),
        ("reports", "--nothing"),
        ("reports", "--patterns", "nowhere"),
    ],
)
def test_bad_use_exits_2(reports: Path, arguments: tuple[str, ...]) -> None:
    result = run("extract", *arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output
    assert not Path("out").exists()
    assert reports.exists()


def test_processes_give_the_same_bytes(reports: Path) -> None:
    (reports / "b.txt").write_bytes(b"")
    for jobs in (1, 2):
        assert run("extract", reports, "--jobs", jobs, "--out", f"out{jobs}").exit_code == 1
    one, two = ({path.name: path.read_bytes() for path in Path(f"out{jobs}").iterdir()} for jobs in (1, 2))
    assert one == two


def test_an_interrupt_says_what_is_kept(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "extract_document", interrupted)
    result = run("extract", reports)
    told = "interrupted with 0 documents done @ out: start again\n"
    assert (result.exit_code, result.output) == (130, told)
    assert not Path("out").exists()


def test_diff_tells_what_differs(reports: Path) -> None:
    run("extract", reports)
    assert run("golden", "accept", "out", "a", "b", "--yes").exit_code == 0
    same = run("diff", "golden", "out")
    assert same.exit_code == 0
    assert same.stdout.startswith("0 gained, 0 lost, 0 changed; precision 1.0000 recall 1.0000 F1 1.0000\n")
    table = Path("golden/a.csv")
    table.write_text(table.read_text(encoding="utf-8").replace("growth", "level"), encoding="utf-8")
    differs = run("diff", "golden", "out")
    assert differs.exit_code == 1
    assert differs.stdout.startswith("0 gained, 0 lost, 1 changed; ")
    assert "changed  a  5.8%  measure: level → growth" in differs.stdout
    assert len(run("diff", "golden", "out", "--quiet").stdout.splitlines()) == 3
    assert run("diff", "golden", "out", "--fail-under", "0.7").exit_code == 0
    assert run("diff", "golden", "out", "--fail-under", "0.8").exit_code == 1
    assert run("diff", "out", "out").exit_code == 0
    assert run("diff", "golden", "nowhere").exit_code == 2


def test_accept_writes_nothing_unasked(reports: Path) -> None:
    run("extract", reports)
    result = run("golden", "accept", "out", "a")
    assert result.exit_code == 1
    assert result.stdout.startswith("2 gained, 0 lost, 0 changed; ")
    assert "repeat with --yes" in result.stderr
    assert not Path("golden").exists()
    assert run("golden", "accept", "out", "nobody", "--yes").exit_code == 2


def test_explain_shows_a_record_and_a_ledger_line(reports: Path) -> None:
    record = run("explain", reports / "a.txt", "--text", "12家")
    assert record.exit_code == 0
    at = REPORT.index("12家")
    assert record.stdout.startswith(f"12家 @ reports/a.txt:3:11 ({at}-{at + 3})\n")
    for words in (
        "sentence      全年新增",
        "section       work: 一、工作情况",
        "unit_base     家",
        "because ",
    ):
        assert words in record.stdout
    date = run("explain", reports / "a.txt", "--at", REPORT.index("2023"))
    assert "  ledger        date\n  line          青禾县科技局2023年工作总结\n" in date.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--at", "0"), 1),
        (("--at", "9999"), 1),
        (("--text", "13家"), 1),
        ((), 2),
        (("--at", "1", "--text", "x"), 2),
    ],
)
def test_explain_without_a_number(reports: Path, arguments: tuple[str, ...], code: int) -> None:
    result = run("explain", reports / "a.txt", *arguments)
    assert result.exit_code == code
    assert result.stderr


def test_explain_of_a_file_that_cannot_be_read(reports: Path) -> None:
    result = run("explain", reports / "none.txt", "--at", 1)
    assert (result.exit_code, result.stderr) == (1, "no such file @ reports/none.txt: check the path\n")


def test_built_in_patterns_meet_their_examples() -> None:
    result = run("patterns", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(" cues, 0 faults\n")


def test_patterns_that_fail_are_told(tmp_path: Path) -> None:
    table = tmp_path / "status.toml"
    table.write_text(
        '[[cue]]\nid = "x"\nlabel = "target"\nwords = ["甲"]\nexamples = ["[乙]"]\n', encoding="utf-8"
    )
    result = run("patterns", "check", tmp_path)
    assert result.exit_code == 1
    assert "[x]" in result.stderr
    table.write_text('[[cue]]\nid = "x"\n', encoding="utf-8")
    assert run("patterns", "check", tmp_path).exit_code == 1
    assert run("patterns", "check", tmp_path / "nowhere").exit_code == 1


def test_schema_is_json() -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "Record"


def test_version() -> None:
    assert run("--version").stdout == f"reportmine {__version__}\n"


def test_every_command_has_help_with_an_example() -> None:
    for command in (
        ("extract",),
        ("audit",),
        ("diff",),
        ("golden", "accept"),
        ("explain",),
        ("patterns", "check"),
        ("schema",),
    ):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Example: reportmine" in result.stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from reportmine.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'pandas', 'spacy', 'jieba', 'cnloc', 'regex', 'numpy'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_module_runs_as_a_program() -> None:
    told = subprocess.check_output([sys.executable, "-m", "reportmine", "--version"], text=True)
    assert told == f"reportmine {__version__}\n"
