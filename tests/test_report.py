"""The report as a file: what stands in it, where texts come from, and what is told when something is missing."""

import csv
import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from reportmine import report
from reportmine.cli import app
from reportmine.errors import ReportmineError
from reportmine.export import TABLES, formats
from reportmine.model import Comparator, DocumentKind, Flag, Measure, Reason, SectionKind, Status
from reportmine.report import labels, page, texts
from reportmine.report.texts import Standing

REPORT = (
    "青禾县2023年工作总结\n一、工作情况\n😀全年新增企业12家，同比增长5.8%。全年新增企业12家，同比增长5.8%。\n"
)
LABELS = labels.load()
OWN = {path.name: path.read_text(encoding="utf-8") for path in Path(str(files(report) / "page")).iterdir()}


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run over three reports, in the present folder."""
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    for name in ("a", "b", "c"):
        (Path("reports") / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    assert run("extract", "reports").exit_code == 0
    return Path("out")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def data(path: Path, name: str) -> Any:
    """The value that a page holds under a name."""
    found = re.search(
        rf'<script type="application/json" id="{name}">(.*?)</script>', path.read_text(encoding="utf-8")
    )
    assert found
    return json.loads(found[1])


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sliced(part: Any, start: int, end: int) -> str:
    """Characters of a text between places that count as a browser does."""
    return str(part["text"]).encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_the_command_writes_one_file_and_says_so(out: Path) -> None:
    result = run("report", out)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "3 documents, 12 records → out/report.html\n",
        "",
    )
    first = (out / "report.html").read_bytes()
    assert run("report", out, "--to", "again.html").exit_code == 0
    assert Path("again.html").read_bytes() == first


def test_a_page_holds_every_cell_of_the_tables(out: Path) -> None:
    report.write(out, Path("page.html"))
    head = data(Path("page.html"), "report")
    records = rows(out, "records")
    for name, packed in head["columns"].items():
        cells = [packed["words"][at] for at in packed["at"]] if "words" in packed else packed["cells"]
        if name not in ("record_id", "part_of"):
            assert cells == [row[name] for row in records], name
    assert {*head["columns"], *head["facts"], "sentence"} >= {*TABLES["records"]}
    assert head["facts"]["sha256"] == [row["sha256"] for row in rows(out, "documents")]
    assert sum(head["counts"]) == len(records)


def test_places_count_as_a_browser_does(out: Path) -> None:
    report.write(out, Path("page.html"))
    part = data(Path("page.html"), "document-0")
    own = [row for row in rows(out, "records") if row["source"] == "reports/a.txt"]
    assert [sliced(part, *mark[:2]) for mark in part["marks"]] == [row["text"] for row in own]
    assert [sliced(part, *place) for place in part["sentences"]] == [row["sentence"] for row in own]
    ledger = [row for row in rows(out, "ledger") if row["source"] == "reports/a.txt"]
    assert [(sliced(part, *entry[:2]), entry[2]) for entry in part["ledger"]] == [
        (row["text"], row["reason"]) for row in ledger
    ]
    assert part["text"] == REPORT


@pytest.mark.parametrize("kind", formats())
def test_all_formats_make_the_same_page(out: Path, kind: str) -> None:
    report.write(out, Path("page.html"))
    assert run("extract", "reports", "--out", "other", "--format", kind).exit_code == 0
    report.write(Path("other"), Path("other.html"))
    assert Path("other.html").read_bytes() == Path("page.html").read_bytes()


def test_the_page_begins_in_the_language_that_is_asked_for(out: Path) -> None:
    for language, begins in (("zh", '<html lang="zh-CN">'), ("en", '<html lang="en">')):
        run("report", out, "--lang", language, "--to", "page.html")
        assert begins in Path("page.html").read_text(encoding="utf-8")
        assert data(Path("page.html"), "report")["language"] == language


def test_texts_that_were_moved_are_found_by_the_end_of_their_path(out: Path) -> None:
    Path("elsewhere/2023").mkdir(parents=True)
    Path("reports/a.txt").rename("elsewhere/2023/a.txt")
    Path("reports").rename("elsewhere/2023/reports")
    assert {standing for _, standing in report.write(out, Path("page.html")).absent} == {Standing.MISSING}
    assert report.write(out, Path("page.html"), folder=Path("elsewhere/2023")).absent == []


def test_a_text_that_is_not_the_one_that_was_read_is_not_shown(out: Path) -> None:
    Path("reports/a.txt").write_text(REPORT.replace("12", "13"), encoding="utf-8")
    Path("reports/b.txt").unlink()
    result = run("report", out)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "no text, for the file has changed @ reports/a.txt: run reportmine extract again",
        "no text, for the file is not there @ reports/b.txt: name its folder with --texts",
    ]
    assert data(out / "report.html", "report")["standing"] == ["changed", "missing", "whole"]
    for number in (0, 1):
        part = data(out / "report.html", f"document-{number}")
        assert [sliced(part, *mark[:2]) for mark in part["marks"]] == ["12家", "5.8%"] * 2
        assert [sliced(part, *place) for place in part["sentences"]] == [
            row["sentence"] for row in rows(out, "records")[:4]
        ]
        assert "一、工作情况" in part["text"]
        assert part["ledger"] == []


def test_a_report_that_was_not_extracted_says_why(out: Path) -> None:
    Path("reports/a.txt").write_bytes(b"")
    run("extract", "reports")
    result = run("report", out)
    assert (
        result.stderr
        == "no text, for it was not extracted @ reports/a.txt: see its error in the documents table\n"
    )
    assert data(out / "report.html", "report")["facts"]["error"][0].startswith("empty file @ reports/a.txt")


def test_many_texts_that_are_gone_are_told_in_few_lines(out: Path) -> None:
    lines = (out / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    many = [json.dumps(json.loads(lines[0]) | {"source": f"gone/{number}.txt"}) for number in range(30)]
    (out / "documents.jsonl").write_text("\n".join([*lines, *many]), encoding="utf-8")
    (out / "records.csv").unlink()
    told = run("report", out).stderr.splitlines()
    assert (len(told), told[-1]) == (11, "… and 20 more documents without text")


def test_records_without_a_line_of_their_document_are_shown(out: Path) -> None:
    (out / "documents.csv").write_text(",".join(TABLES["documents"]) + "\n", encoding="utf-8")
    (out / "records.jsonl").unlink()
    written = report.write(out, Path("page.html"))
    assert (written.documents, written.records) == (3, 12)
    assert data(Path("page.html"), "report")["facts"]["title"] == ["青禾县2023年工作总结"] * 3


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda out: [path.unlink() for path in out.glob("*.*")], "@ out: run reportmine extract first"),
        (lambda out: (out / "ledger.csv").unlink(), "no table of ledger @ out: run reportmine extract first"),
        (
            lambda out: (out / "documents.csv").write_text("source\nx\n"),
            "documents.csv: run reportmine extract again",
        ),
        (
            lambda out: (out / "documents.csv").write_bytes(b"\xff\xfe"),
            "documents.csv: run reportmine extract again",
        ),
        (
            lambda out: (out / "ledger.csv").write_text(
                "source,start,end,text,locator,reason\na,x,2,b,,date\n"
            ),
            "no cell of its kind 'x' @ start",
        ),
    ],
)
def test_tables_that_cannot_be_read_are_told(out: Path, spoil: Any, told: str) -> None:
    for path in out.glob("*.jsonl"):
        path.unlink()
    spoil(out)
    result = run("report", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (out / "report.html").exists()


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ("x", r"no JSON lines .* @ out/documents.jsonl"),
        ([{"heading": ""}], r"sections .* are no list @ reports/a.txt in"),
    ],
)
def test_sections_that_are_none_are_told(out: Path, sections: object, told: str) -> None:
    lines = (out / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    broken = json.dumps(json.loads(lines[0]) | {"sections": sections})
    (out / "documents.jsonl").write_text(broken, encoding="utf-8")
    (out / "records.csv").unlink()
    (out / "documents.csv").unlink()
    with pytest.raises(ReportmineError, match=f"^{told}.*: run reportmine extract again$"):
        report.write(out, Path("page.html"))


def test_a_report_that_cannot_be_written_leaves_what_was_there(out: Path) -> None:
    result = run("report", out, "--to", "none/page.html")
    assert result.exit_code == 2
    assert (
        result.stderr == "cannot write (No such file or directory) @ none/page.html: choose another folder\n"
    )
    assert not list(Path().glob("**/.*.partial"))


@pytest.mark.parametrize(
    "text",
    ["</script>", "<!--", "&amp;", "\u2028\u2029", "\x00\x7f", "\ud800", "\U0001f600", "\\u003c", '"\\'],
)
def test_json_comes_out_of_html_as_it_went_in(text: str) -> None:
    told = page.as_json({text: [text]})
    assert json.loads(told) == {text: [text]}
    assert not set(told) & set("<>&\u2028\u2029\x00\ud800")
    told.encode()


def test_the_policy_names_the_scripts_by_their_sums_and_forbids_all_connections(out: Path) -> None:
    report.write(out, Path("page.html"))
    html = Path("page.html").read_text(encoding="utf-8")
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert found
    policy = dict(part.strip().partition(" ")[::2] for part in unescape(found[1]).split(";"))
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    sums = [
        f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'"
        for one in (script, data(Path("page.html"), "chart-library"))
    ]
    assert policy["script-src"].split() == sums
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "connect-src" not in policy
    assert html.index("Content-Security-Policy") < html.index("<style>") < html.index("<script")


def test_the_own_parts_of_the_page_ask_for_nothing_and_make_no_markup_of_texts() -> None:
    for name, text in OWN.items():
        assert not re.search(r"https?:|//\w+\.|@import|url\(", text), name
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|\.href\b", text
        ), name
        assert name == "page.html" or not re.search(r"</script|<!--", text), name


def test_every_column_code_and_word_has_a_label_in_each_language() -> None:
    codes = {
        "section": SectionKind, "measure": Measure, "status": Status, "comparator": Comparator, "flags": Flag,
        "reason": Reason, "kind": DocumentKind, "standing": Standing,
    }  # fmt: skip
    for group, wanted in codes.items():
        assert list(LABELS[group]) == list(wanted), group
    columns = {*TABLES["records"], *TABLES["documents"], "period"} - {"sections"}
    assert set(LABELS["columns"]) == columns
    spoken = {
        tuple(key.split("."))
        for text in OWN.values()
        for key in re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", text)
    }
    words = {"page", "filters", "table", "text", "detail", "chart", "keys"}
    assert {key for key in spoken if key[0] in words} == {
        (group, key) for group in words for key in LABELS[group]
    }
    for group, told in LABELS.items():
        for key, label in told.items():
            assert tuple(label) == report.LANGUAGES, (group, key)
            assert re.findall(r"\{\w+\}", label["zh"]) == re.findall(r"\{\w+\}", label["en"])


@pytest.mark.parametrize(
    ("source", "folder", "wanted"),
    [
        ("reports/a.txt", None, ["reports/a.txt"]),
        ("reports/a.txt", "new", ["new/reports/a.txt", "new/a.txt"]),
        ("/home/x/a.txt", "new", ["new/home/x/a.txt", "new/x/a.txt", "new/a.txt"]),
        ("../../a.txt", "new", ["new/a.txt"]),
        ("", "new", []),
    ],
)
def test_where_a_text_is_looked_for(source: str, folder: str | None, wanted: list[str]) -> None:
    found = texts.paths(source, None if folder is None else Path(folder))
    assert [path.as_posix() for path in found] == wanted


@pytest.mark.parametrize("source", ["/dev/zero", "\0", "x" * 5000, "/", "javascript:alert(1)"])
def test_a_source_that_is_no_file_is_missing(out: Path, source: str) -> None:
    line = json.loads((out / "documents.jsonl").read_text(encoding="utf-8").splitlines()[0])
    (out / "documents.jsonl").write_text(json.dumps(line | {"source": source}), encoding="utf-8")
    (out / "records.jsonl").write_text("", encoding="utf-8")
    (out / "ledger.jsonl").write_text("", encoding="utf-8")
    (out / "records.csv").unlink()
    assert report.write(out, Path("page.html")).absent == [(source, Standing.MISSING)]
