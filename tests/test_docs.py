"""The documents tell the truth: examples run, commands exist, columns are named, links lead somewhere."""

import doctest
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from reportmine import extract_file
from reportmine.cli import app
from reportmine.export import TABLES
from reportmine.golden import COLUMNS
from reportmine.model import Check, Comparator, Flag, Measure, Reason, SectionKind, Status

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = frozenset(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
COMMANDS = ("extract", "audit", "diff", "golden accept", "explain", "patterns check", "schema")
# A file for python -c to work on, with nothing said on either stream.
QUIET = """
import sys, reportmine
reportmine.extract_file(sys.argv[1])
from reportmine.golden import compare
"""


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)


def shell_lines() -> Iterator[tuple[str, list[str]]]:
    for page in PAGES:
        for block in blocks(page, "sh"):
            for line in block.splitlines():
                if words := shlex.split(line, comments=True):
                    yield page, words


@pytest.mark.parametrize("page", READMES)
def test_python_examples_run(page: str) -> None:
    examples = blocks(page, "python")
    assert examples
    runner = doctest.DocTestRunner()
    for number, example in enumerate(examples):
        test = doctest.DocTestParser().get_doctest(example, {}, f"{page}[{number}]", page, 0)
        assert test.examples
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


@pytest.fixture
def worked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The page for analysts after its first command, in a folder that has `corpus/`."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "corpus", "corpus")
    _, command, pattern, *options = shlex.split(blocks("docs/analysts.md", "sh")[0])
    paths = sorted(path.as_posix() for path in Path().glob(pattern))
    assert CliRunner().invoke(app, [command, *paths, *options]).exit_code == 0
    return tmp_path


@pytest.mark.slow
def test_the_worked_example_runs(worked: Path) -> None:
    examples = "".join(blocks("docs/analysts.md", "python"))
    test = doctest.DocTestParser().get_doctest(examples, {}, "analysts", "docs/analysts.md", 0)
    assert len(test.examples) > 10
    assert doctest.DocTestRunner().run(test).failed == 0
    with duckdb.connect("out/reportmine.duckdb", read_only=True) as base:
        queries = blocks("docs/analysts.md", "sql")
        found = [base.execute(query).fetchall() for query in queries]
    assert len(found) > 2
    assert all(found)
    shown = [re.split(" {2,}", line) for line in blocks("docs/analysts.md", "text")[0].splitlines()]
    assert [["·" if cell is None else cell for cell in row] for row in found[0]] == shown


@pytest.mark.parametrize(("page", "words"), list(shell_lines()))
def test_shell_examples_name_commands_and_options_that_exist(page: str, words: list[str]) -> None:
    match words:
        case ["make", *targets]:
            assert {word for word in targets if "=" not in word} <= TARGETS
        case ["reportmine", *arguments]:
            command = next(name for name in COMMANDS if " ".join(arguments).startswith(name))
            options = {word for word in arguments if word.startswith("--")}
            assert options <= options_of(command), page
        case _:
            assert words[:4] == ["python3", "-m", "pip", "install"]


def options_of(command: str) -> set[str]:
    found = get_command(app)
    for name in command.split():
        found = found.commands[name]  # type: ignore[attr-defined]
    return {option for parameter in found.params for option in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_and_has_help(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert all(f"`reportmine {command}" in text_of(page) for page in READMES)


def test_commands_are_all_that_there_are() -> None:
    def names(group: object, above: str = "") -> Iterator[str]:
        for name, command in getattr(group, "commands", {}).items():
            inner = list(names(command, f"{above}{name} "))
            yield from inner or [f"{above}{name}"]

    assert sorted(names(get_command(app))) == sorted(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        path = (ROOT / page).parent / file if file else ROOT / page
        assert path.exists(), target
        headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in [heading.lower().replace(" ", "-") for heading in headings], target


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_that_pages_speak_of_exist(page: str) -> None:
    spoken = re.findall(r"`make (?:[A-Z]+=\S+ )?([a-z]+)", text_of(page))
    assert set(spoken) <= TARGETS


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("page", [*READMES, "docs/record.md"])
def test_every_column_is_named(page: str, table: str) -> None:
    assert [name for name in TABLES[table] if f"`{name}`" not in text_of(page)] == []


def test_every_label_is_explained() -> None:
    contract = text_of("docs/record.md")
    labels = [*Comparator, *Measure, *Status, *SectionKind, *Reason, *Check, *Flag]
    assert [label for label in labels if f"`{label}`" not in contract] == []
    extra = {"indicator_core", "indicator_full", "optional"}
    assert {*COLUMNS} - {*TABLES["records"]} == {*extra, "id"}
    assert all(f"`{column}`" in contract for column in extra)


@pytest.mark.parametrize("page", READMES)
def test_the_example_is_what_comes_out(page: str) -> None:
    """Where this fails because extraction changed, `make accuracy` writes the example anew."""
    sentence, _, lines = blocks(page, "text")[0].partition("\n")
    extraction = extract_file(ROOT / "corpus" / "swj-haiyan-2024-10.txt")
    records = [record for record in extraction.records if record.sentence == sentence]
    assert records
    for record in records:
        facts = (
            record.text,
            record.indicator,
            format(record.value_base, "f"),
            record.measure,
            record.of or "",
        )
        wanted = r"\s+".join((*map(re.escape, facts[:3]), re.escape(record.unit_base), facts[3], facts[4]))
        assert re.search(wanted, lines), record.text
    assert f"{len(extraction.records)} records + {len(extraction.ledger)} ledger lines" in lines


def test_the_library_says_nothing() -> None:
    report = ROOT / "corpus" / "gov-qinghe-2023.txt"
    command = [sys.executable, "-W", "error", "-c", QUIET, str(report)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_lock_names_exact_versions_of_all_that_is_wanted() -> None:
    lock = text_of("requirements.txt")
    lines = [line for line in lock.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[^\s;]+(?: ; .+)?", line) for line in lines), (
        "no option, no address"
    )
    project = tomllib.loads(text_of("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = {line.partition("==")[0] for line in lines}
    assert {re.split(r"[<>=~!\[ ]", name)[0] for name in wanted} <= locked


@pytest.mark.slow
@pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling is not installed: make install")
def test_the_wheel_holds_the_patterns(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    packaged = {f"reportmine/_patterns/{path.name}" for path in (ROOT / "patterns").glob("*.toml")}
    assert packaged | {"reportmine/py.typed", "reportmine/cli/__init__.py"} <= names
    assert not [name for name in names if name.startswith(("tests", "corpus", "golden"))]
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    check = "import reportmine.patterns as p; assert p.builtin_dir().name == '_patterns'; p.load()"
    alone = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(unpacked)!r}); {check}"]
    subprocess.run(alone, check=True, cwd=tmp_path)
