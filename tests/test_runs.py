"""Runs that are killed, stopped, starved of disk or crossed by another: done to real processes."""

import json
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from typer.testing import CliRunner, Result

from reportmine import export, ingest, read_table
from reportmine.cli import app
from reportmine.engines import local
from reportmine.export import DocumentRows, Row
from reportmine.runs.run import WORK

posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and named pipes are those of POSIX")
MANY = local.SMALL_DOCUMENTS + 20  # documents that are worth a pool


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, from where processes find the code that is tested."""
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path if folder)
    )
    monkeypatch.chdir(tmp_path)


def reports(count: int, folder: str = "reports") -> Path:
    """A folder of small reports; the fourth is empty, and some others."""
    path = Path(folder)
    path.mkdir(exist_ok=True)
    for number in range(count):
        text = f"青禾县2023年工作总结\n全年新增企业{number}家，同比增长{number % 9}.5%。\n"
        text = "" if number % 40 == 3 else text
        (path / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return path


def stuck(folder: Path, name: str) -> Path:
    """A document that can be opened and never comes to an end: a pipe that nobody writes to."""
    path = folder / f"{name}.txt"
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["extract", *map(str, arguments)])


def undisturbed(*options: object) -> dict[str, bytes]:
    """What a run over `reports()` gives that nothing happens to."""
    assert run("reports", "--out", "undisturbed", "--jobs", 1, *options).exit_code in {0, 1}
    return content(Path("undisturbed"))


def content(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


TABLES = frozenset(f"{table}.{name}" for table in export.TABLES for name in export.LINED)


def tables(out: Path) -> dict[str, bytes]:
    return {name: cells for name, cells in content(out).items() if name in TABLES}


@contextmanager
def started(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """A run in a process of its own, which does not outlive the test."""
    command = [sys.executable, "-m", "reportmine", "extract", *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8") as process:
        try:
            yield process
        finally:
            process.kill()


def documents_done(out: Path) -> int:
    """Documents that a run under way has written down."""
    try:
        return (out / WORK / "manifest.jsonl").read_bytes().count(b"\n") - 1
    except OSError:
        return -1


def wait_for(happens: Callable[[], object], process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not happens() and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def workers(process: "subprocess.Popen[str]") -> list[int]:
    """Processes that do the work of a run."""
    table = subprocess.check_output(["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], text=True)
    rows = [line.split(None, 2) for line in table.splitlines()]
    return [int(pid) for pid, parent, args in rows if parent == str(process.pid) and "spawn_main" in args]


@posix
@pytest.mark.parametrize(("count", "jobs"), [(MANY, 2), (150, 1)])
def test_killed_at_random_and_resumed_it_ends_in_the_same_bytes(count: int, jobs: int) -> None:
    folder, out, chance = reports(count), Path("out"), random.Random(jobs)
    last = stuck(folder, "last")  # so that no run comes to its end before it is killed
    for number in range(10):
        with started(folder, "--out", out, "--jobs", jobs, "--resume") as process:
            enough = chance.randrange(count * number // 10, count * (number + 1) // 10)
            wait_for(lambda: documents_done(out) > enough, process)  # noqa: B023  is called here alone
            time.sleep(chance.random() / 50)
            process.kill()
            assert process.wait() == -signal.SIGKILL
    assert documents_done(out) > count * 0.8
    last.unlink()
    last.write_text("全年新增企业7家。", encoding="utf-8")
    result = run(folder, "--out", out, "--jobs", jobs, "--resume")
    assert result.stdout.startswith(f"{count + 1} documents, ")
    assert content(out) == undisturbed()


# C functions that change what is on the disk or wait for it, and the modules that have a run call them.
CHANGES = frozenset(
    {"write", "flush", "truncate", "fsync", "rename", "replace", "unlink", "rmdir", "mkdir", "open"}
)
WATCHED = frozenset({"run.py", "spool.py", "manifest.py", "tables.py", "lock.py", "durable.py"})


def in_a_child(*arguments: object, killed_at: int) -> int:
    """How a run in a forked process ends that is killed at the n-th of its CHANGES."""
    if pid := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    left = killed_at

    def look(frame: FrameType, event: str, function: object) -> None:
        nonlocal left
        if event == "c_call" and getattr(function, "__name__", "") in CHANGES and WATCHED & callers(frame):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)
    os._exit(run(*arguments).exit_code)


def callers(frame: FrameType | None) -> set[str]:
    found = set()
    while frame is not None:
        found.add(Path(frame.f_code.co_filename).name)
        frame = frame.f_back
    return found


@posix
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize(("form", "resumes"), [("csv", False), ("csv", True), ("whole", False)])
def test_killed_at_any_change_of_the_disk_it_can_be_resumed(
    monkeypatch: pytest.MonkeyPatch, form: str, resumes: bool
) -> None:
    """Meanwhile each table is that from before or that of the run; another run ends in the bytes of an undisturbed one."""
    monkeypatch.setattr(local, "document_rows", remembered())
    monkeypatch.setitem(export.FORMATS, "whole", Whole)
    folder, out = reports(4), Path("out")
    run(folder, "--out", "before", "--format", form)
    before = content(Path("before"))
    (folder / "0001.txt").write_text("全年新增企业17家。", encoding="utf-8")
    whole = undisturbed("--format", form)
    assert before[f"records.{form}"] != whole[f"records.{form}"]
    for killed_at in range(1, 1000):
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree("before", out)
        options = ["--format", form, *["--resume"][:resumes]]
        status = in_a_child(folder, "--out", out, *options, killed_at=killed_at)
        for name in whole.keys() - {"manifest.jsonl"}:
            assert (out / name).read_bytes() in {before[name], whole[name]}
        if status != -signal.SIGKILL:
            break
        decided = run_is_decided(out)
        again = run(folder, "--out", out, "--format", form, "--resume")
        assert again.exit_code == 1
        assert "3 documents were done before @ out: 1 done now" in again.stderr or not decided
        assert content(out) == whole
    assert (status, killed_at > 40) == (1, True)


def run_is_decided(out: Path) -> bool:
    """Whether a run under way in `out` has made all of its tables."""
    manifest = out / WORK / "manifest.jsonl"
    return manifest.exists() and manifest.read_bytes().endswith(b'{"complete": true}\n')


def remembered() -> Callable[[Path, Path | None], DocumentRows]:
    """What `document_rows` gives, kept for the next time: what is tried here is not extraction."""
    extract, known = local.document_rows, dict[tuple[Path, bytes], DocumentRows]()

    def rows(path: Path, extra: Path | None = None) -> DocumentRows:
        key = path, path.read_bytes()
        if key not in known:
            known[key] = extract(path, extra)
        return known[key]

    return rows


@contextmanager
def small_disk(size: int) -> Iterator[Path]:
    """A folder on a file system of so many bytes."""
    folder = Path("disk").absolute()
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@posix
@pytest.mark.parametrize("room", [4096, 30_000, 100_000])
def test_on_a_full_disk_the_old_tables_stay(room: int) -> None:
    folder = reports(30)
    with small_disk(1_000_000) as disk:
        out = disk / "out"
        assert run(folder, "--out", out).exit_code == 1
        before = content(out)
        used = shutil.disk_usage(disk).used
        (disk / "ballast").write_bytes(bytes(1_000_000 - used - room))
        (folder / "0001.txt").write_text("全年新增企业17家。", encoding="utf-8")
        result = run(folder, "--out", out)
        told = f"cannot write (No space left on device) @ {out}: free some space, or choose another folder\n"
        assert (result.exit_code, result.stderr, result.stdout) == (2, told, "")
        assert content(out) == before
        (disk / "ballast").unlink()
        assert run(folder, "--out", out).exit_code == 1
        assert content(out) != before


@posix
def test_over_a_quota_nothing_is_left() -> None:
    folder = reports(30)
    limited = f"ulimit -f 8; exec {sys.executable} -m reportmine extract {folder} --out out"
    done = subprocess.run(
        ["sh", "-c", limited], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    told = "cannot write (File too large) @ out: free some space, or choose another folder\n"
    assert (done.returncode, done.stderr) == (2, told)
    assert not Path("out").exists()


@posix
@pytest.mark.parametrize(("count", "jobs"), [(5, 1), (MANY, 1)])
def test_a_document_over_its_time_limit_is_named_and_the_rest_goes_on(count: int, jobs: int) -> None:
    folder = reports(count)
    whole = undisturbed()
    pipe = stuck(folder, "0002")
    with started(folder, "--jobs", jobs, "--timeout", 1) as process:
        printed, told = process.communicate(timeout=60)
    assert process.returncode == 1, told
    assert f"over its time limit of 1 s @ {pipe}: raise --timeout, or split the file\n" in told
    assert printed.startswith(f"{count} documents, ")
    pipe.unlink()
    reports(count)
    assert run(folder, "--resume").exit_code == 1
    assert tables(Path("out")) == {name: whole[name] for name in TABLES}


@posix
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_worker_shot_down_costs_the_document_that_it_had_in_work(jobs: int) -> None:
    folder = reports(MANY)
    pipe = stuck(folder, "0002")
    with started(folder, "--jobs", jobs, "--timeout", 0) as process:
        wait_for(lambda: documents_done(Path("out")) == 2, process)
        for worker in workers(process):
            os.kill(worker, signal.SIGKILL)
        printed, told = process.communicate(timeout=60)
    assert process.returncode == 1, told
    assert f"the process died (SIGKILL) @ {pipe}: give it more memory, or split the file\n" in told
    assert printed.startswith(f"{MANY} documents, ")
    assert told.count("the process died") <= jobs


@posix
@pytest.mark.parametrize(("count", "jobs"), [(5, 1), (MANY, 2)])
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_in_the_midst_of_a_document_it_keeps_what_is_done(
    count: int, jobs: int, sent: signal.Signals, code: int
) -> None:
    folder = reports(count)
    whole = undisturbed()
    pipe = stuck(folder, "0002")
    with started(folder, "--jobs", jobs) as process:
        wait_for(lambda: documents_done(Path("out")) == 2, process)
        process.send_signal(sent)
        printed, told = process.communicate(timeout=60)
    assert (process.returncode, printed) == (code, "")
    assert told == "interrupted with 2 documents done @ out: go on with --resume\n"
    assert [path.name for path in Path("out").iterdir()] == [WORK]
    pipe.unlink()
    reports(count)
    again = run(folder, "--resume")
    assert again.stderr.startswith(f"2 documents were done before @ out: {count - 2} done now\n")
    assert tables(Path("out")) == {name: whole[name] for name in TABLES}


@posix
def test_a_second_run_is_refused_until_the_first_is_gone() -> None:
    folder = reports(5)
    pipe = stuck(folder, "0002")
    with started(folder) as process:
        wait_for(lambda: documents_done(Path("out")) == 2, process)
        refused = run(folder)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr.startswith(f"held by process {process.pid} on {platform.node()} since 2")
        assert refused.stderr.endswith(" @ out: wait for it, or choose another folder\n")
        assert documents_done(Path("out")) == 2
        process.kill()
        process.wait()
    pipe.unlink()
    reports(5)
    told = "a run that was broken off with 2 documents done @ out: replaced; --resume would have gone on with it\n"
    assert run(folder).stderr == told + "empty file @ reports/0003.txt: it holds no text\n"
    assert content(Path("out")) == undisturbed()


def test_input_that_has_changed_is_done_again_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reports(8)
    run(folder)
    (folder / "0001.txt").write_text("全年新增企业17家。", encoding="utf-8")  # another size
    same_size = (folder / "0002.txt").read_bytes().replace(b"2.5%", b"7.5%")
    (folder / "0002.txt").write_bytes(same_size)
    (folder / "0005.txt").unlink()
    (folder / "0004.txt").touch()  # another time alone
    (folder / "0000a.txt").write_text("全年新增企业18家。", encoding="utf-8")
    extract, done = local.document_rows, list[str]()

    def watched(path: Path, extra: Path | None = None) -> DocumentRows:
        done.append(path.stem)
        return extract(path, extra)

    monkeypatch.setattr(local, "document_rows", watched)
    result = run(folder, "--resume")
    assert done == ["0000a", "0001", "0002", "0003"]  # the last failed, and is tried again
    assert result.stderr.startswith("4 documents were done before @ out: 4 done now\n")
    assert content(Path("out")) == undisturbed()


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (("--format", "jsonl"), "--format"),
        (("--min-confidence", 1, "--excel"), "--excel and --min-confidence"),
        (("--patterns", "own"), "the patterns"),
    ],
)
def test_other_settings_do_everything_again_and_say_why(options: tuple[object, ...], names: str) -> None:
    folder = reports(3)
    own = Path("own")
    own.mkdir()
    (own / "status.toml").write_text(
        '[[cue]]\nid = "own"\nlabel = "target"\nwords = ["定当"]\nexamples = ["[定当]增长5%"]\n',
        encoding="utf-8",
    )
    run(folder)
    again = run(folder, "--resume", *options)
    told = f"not the same as in the last run: {names} @ out: all documents are done again\n"
    assert again.stderr.startswith(told)
    whole = undisturbed(*options)
    assert {name: (Path("out") / name).read_bytes() for name in whole} == whole


def test_tables_that_were_changed_by_hand_are_made_again() -> None:
    folder = reports(4)
    run(folder)
    table = Path("out/records.csv")
    table.write_bytes(table.read_bytes().replace("2家".encode(), "9家".encode()))
    run(folder, "--resume")
    assert content(Path("out")) == undisturbed()


def test_the_first_records_are_shown_whoever_did_them() -> None:
    folder = reports(4)
    shown = run(folder, "--show", 3).stdout
    assert len(shown.splitlines()) == 5
    assert run(folder, "--show", 3, "--resume").stdout == shown


class Whole:
    """A format that cannot be appended to: rows stand in columns, as in Parquet."""

    def __init__(self, path: Path, columns: Sequence[str], *, excel: bool = False) -> None:
        self._path, self._columns, self._rows = path, columns, list[Row]()

    def write(self, rows: Sequence[Row]) -> None:
        self._rows += rows

    def close(self) -> None:
        cells = zip(*self._rows, strict=True)
        named = {name: list(map(str, column)) for name, column in zip(self._columns, cells, strict=False)}
        self._path.write_text(json.dumps(named), encoding="utf-8")


@posix
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("formats", ["whole", "csv,whole"])
def test_formats_that_cannot_be_appended_to_are_made_of_all_rows(
    monkeypatch: pytest.MonkeyPatch, formats: str
) -> None:
    monkeypatch.setitem(export.FORMATS, "whole", Whole)
    folder = reports(6)
    direct = list(local.run(ingest.walk([folder])))
    export.write(direct, Path("direct"), formats=["whole"])
    for killed_at in range(20, 50, 10):
        assert in_a_child(folder, "--format", formats, "--resume", killed_at=killed_at) == -signal.SIGKILL
    assert run(folder, "--format", formats, "--resume").exit_code == 1
    for table in ("records", "ledger", "documents"):
        name = f"{table}.whole"
        assert (Path("out") / name).read_bytes() == (Path("direct") / name).read_bytes()
    assert {path.suffix for path in Path("out").iterdir()} == {
        f".{one}" for one in (*formats.split(","), "jsonl")
    }
    again = run(folder, "--format", formats, "--resume")
    assert again.stderr.startswith(f"a finished run keeps no rows for {formats.replace(',', ', ')} @ out: ")


def table_rows(out: Path, name: str) -> dict[str, list[str]]:
    """What each table of a format holds, in no order."""
    path = out / export.files(name)[0]
    return {table: sorted(map(repr, read_table(path, table))) for table in export.TABLES}


@posix
@pytest.mark.parametrize("name", ["xlsx", "duckdb"])
def test_killed_while_it_makes_a_volume_it_leaves_the_old_one(name: str) -> None:
    folder, out, chance = reports(60), Path("out"), random.Random(name)
    assert run(folder, "--format", name).exit_code == 1
    old = table_rows(out, name)
    (folder / "0001.txt").write_text("全年新增企业17家。", encoding="utf-8")
    assert run(folder, "--format", name, "--out", "undisturbed").exit_code == 1
    new = table_rows(Path("undisturbed"), name)
    assert new != old
    file = export.files(name)[0]
    for _ in range(6):
        before = (out / file).read_bytes()
        with started(folder, "--format", name, "--resume") as process:
            wait_for(lambda: any((out / WORK).glob(f"{file}*")), process)
            time.sleep(chance.random() / 5)
            process.kill()
            process.wait()
        assert (out / file).read_bytes() == before or table_rows(out, name) == new
    again = run(folder, "--format", name, "--resume")
    assert "60 documents were done before @ out: 0 done now" in again.stderr or again.exit_code == 1
    assert table_rows(out, name) == new
    assert {path.name for path in out.iterdir()} == {file, "manifest.jsonl"}


@posix
@pytest.mark.parametrize("name", ["xlsx", "duckdb"])
@pytest.mark.parametrize("room", [30_000, 200_000, 500_000])
def test_on_a_full_disk_the_old_volume_stays(name: str, room: int) -> None:
    folder = reports(150)
    size = 12_000_000
    with small_disk(size) as disk:
        out = disk / "out"
        assert run(folder, "--out", out, "--format", name).exit_code == 1
        before = content(out)
        used = shutil.disk_usage(disk).used
        (disk / "ballast").write_bytes(bytes(size - used - room))
        (folder / "0001.txt").write_text("全年新增企业17家。", encoding="utf-8")
        result = run(folder, "--out", out, "--format", name)
        told = f"cannot write (No space left on device) @ {out}: free some space, or choose another folder\n"
        assert (result.exit_code, result.stderr, result.stdout) == (2, told, "")
        assert content(out) == before
        (disk / "ballast").unlink()
        assert run(folder, "--out", out, "--format", name).exit_code == 1
        assert content(out) != before
