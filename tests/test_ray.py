"""Ray: the records of a local run, whichever worker is shot, and errors that say what to do."""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import pytest

from reportmine import __version__
from reportmine.engines import ray, storage
from reportmine.export import TABLES, jsonl, parquet

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "reportmine", "extract")
PATIENCE = 300  # seconds: a limit for what must never hang, not a measure

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: make test-ray")

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    PORT = str(free.getsockname()[1])
ON_CLUSTER = ("--engine", "ray", "--address", f"127.0.0.1:{PORT}")

# A cluster of its own, with a token of its own.
RAY = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "reportmine-tests-" * 2, "RAY_USAGE_STATS_ENABLED": "0"}
UNIT = """
[[unit]]
id = "tuft"
kind = "count"
base = "丛束"
surfaces = ["丛束"]
examples = ["栽植[12丛束]。"]
"""
FRAGILE = """
import os, signal
from reportmine.cli import app
from reportmine.engines import ray

class Fragile(ray.Worker):
    def _rows(self, path, source):
        if path.name == "dies.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._rows(path, source)

ray.Worker = Fragile
app()
"""


class Cluster(NamedTuple):
    process: int
    scratch: Path


def extract(*arguments: object, command: Sequence[str] = COMMAND) -> subprocess.CompletedProcess[str]:
    given = [*command, *map(str, arguments)]
    return subprocess.run(given, check=False, capture_output=True, text=True, timeout=PATIENCE)


def listening() -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", int(PORT))) == 0


def descendants(ancestor: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            parent = next(line for line in status.read_text().splitlines() if line.startswith("PPid:"))
        except OSError:
            continue  # ended in the meantime
        if int(parent.split()[1]) == ancestor:
            yield int(status.parent.name)
            yield from descendants(int(status.parent.name))


def workers(cluster: int) -> list[int]:
    def title(process: int) -> bytes:
        try:
            return Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return b""

    return [process for process in descendants(cluster) if title(process).startswith(b"ray::MapWorker")]


def lines(folder: Path, table: str, scratch: Path) -> list[str]:
    """The rows of all shards, sorted by source and span, as the JSON lines that a local run writes."""
    shards = sorted((folder / f"{table}.parquet").glob("*.parquet"))
    rows = [row for shard in shards for row in parquet.read(shard)]
    columns = TABLES[table]
    place = [columns.index(name) for name in ("source", "start", "end") if name in columns]
    sink = jsonl.Table(scratch / table, columns)
    sink.write(sorted(rows, key=lambda row: tuple(row[column] for column in place)))
    sink.close()
    return (scratch / table).read_text(encoding="utf-8").splitlines()


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module", autouse=True)
def _environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in RAY.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for path in sorted((ROOT / "corpus").glob("*.txt"))[:30]:
        shutil.copy(path, folder)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A Ray of two workers, at the address of ON_CLUSTER."""
    scratch = tempfile.mkdtemp(prefix="ray")  # short: a socket's path has at most 107 characters
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", "--num-cpus", "2"]
    command += ["--port", PORT, "--temp-dir", scratch, "--include-dashboard", "false"]
    own = os.environ | {"TMPDIR": scratch}
    with subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as head:
        try:
            while not listening():
                assert head.poll() is None, "Ray ended at once"
                time.sleep(0.5)
            yield Cluster(head.pid, Path(scratch))
        finally:
            for process in (*descendants(head.pid), head.pid):  # asked politely they take half a minute
                os.kill(process, signal.SIGKILL)
            shutil.rmtree(scratch, ignore_errors=True)


@pytest.fixture(scope="module")
def undisturbed(reports: Path, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    assert extract(reports, "--out", out, *ON_CLUSTER, "--format", "parquet,csv").returncode == 1
    return out


@pytest.mark.ray
@needs_ray
def test_the_records_are_those_of_a_local_run(
    reports: Path, undisturbed: Path, cluster: Cluster, tmp_path: Path
) -> None:
    here = extract(reports, "--out", tmp_path / "out", "--format", "csv,jsonl")
    for table in TABLES:
        local = (tmp_path / "out" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        assert sorted(local) == sorted(lines(undisturbed, table, tmp_path))
        shards = sorted((undisturbed / f"{table}.csv").glob("*.csv"))
        header, *rows = cells(tmp_path / "out" / f"{table}.csv")
        assert sorted(rows) == sorted(row for shard in shards for row in cells(shard)[1:])
        assert all(cells(shard)[0] == header for shard in shards)
    assert len(list((undisturbed / "records.parquet").iterdir())) > 20
    assert (undisturbed / "_SUCCESS").exists()
    there = extract(reports, "--out", tmp_path / "again", *ON_CLUSTER)
    assert (there.returncode, there.stderr) == (here.returncode, here.stderr) == (1, here.stderr)
    assert there.stdout.partition(" → ")[0] == here.stdout.partition(" → ")[0]
    assert "empty file @" in here.stderr
    assert "binary file, not text @" in here.stderr


@pytest.mark.ray
@needs_ray
@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are found in /proc")
def test_a_worker_that_is_shot_is_started_again(
    reports: Path, undisturbed: Path, cluster: Cluster, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    given = [*COMMAND, str(reports), "--out", str(out), *ON_CLUSTER, "--format", "parquet,csv"]
    with subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while not (out / "documents.parquet").exists():
            assert running.poll() is None
            time.sleep(0.01)
        shot = workers(cluster.process)[0]
        os.kill(shot, signal.SIGKILL)
        assert not (out / "_SUCCESS").exists()
        running.communicate(timeout=PATIENCE)
    assert running.returncode == 1, "the two documents that fail in any run"
    assert files(out) == files(undisturbed)


@pytest.mark.ray
@needs_ray
def test_a_document_that_takes_workers_down_is_named(cluster: Cluster, tmp_path: Path) -> None:
    names = ("a.txt", "b.txt", "dies.txt", "z.txt")
    for name in names:
        (tmp_path / name).write_text("全年新增企业12家。\n", encoding="utf-8")
    fragile = (sys.executable, "-c", FRAGILE, "extract")
    done = extract(tmp_path, "--out", tmp_path / "out", *ON_CLUSTER, command=fragile)
    summary = "4 documents, 3 records, 0 ledger lines, 3 records below confidence 0.9, 1 failed"
    assert done.stdout == f"{summary} → {tmp_path / 'out'}\n"
    fault = f"the process died @ {tmp_path / 'dies.txt'}: give it more memory, or split the file\n"
    assert (done.returncode, done.stderr) == (1, fault)
    assert not list(cluster.scratch.glob("reportmine-*")), "traces are cleared away"


@pytest.mark.ray
@needs_ray
def test_without_address_by_urls_and_with_own_patterns(reports: Path, tmp_path: Path) -> None:
    own = tmp_path / "patterns"
    own.mkdir()
    (own / "units.toml").write_text(UNIT, encoding="utf-8")
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    (tmp_path / "in" / "deeper" / "a.txt").write_text("全年栽植苗木12丛束。\n", encoding="utf-8")
    (tmp_path / "in" / ".hidden.txt").write_text("新增企业9家。\n", encoding="utf-8")
    shutil.copy(sorted(reports.iterdir())[5], tmp_path / "in" / "b.txt")
    options = ("--format", "csv", "--patterns", own, "--min-confidence", "0.95", "--excel")
    here = extract(tmp_path / "in", "--out", tmp_path / "here", *options)
    url = f"file://{tmp_path}"
    there = extract(f"{url}/in", f"{url}/lost.txt", "--out", f"{url}/there", "--engine", "ray", *options)
    assert there.returncode == 1
    assert there.stderr.startswith("cannot be fetched (")
    assert there.stderr.endswith(f" @ {url}/lost.txt: check the path and the rights\n")
    assert here.returncode == 0
    for table in ("records", "ledger"):
        local = cells(tmp_path / "here" / f"{table}.csv")[1:]
        shards = (tmp_path / "there" / f"{table}.csv").glob("*.csv")
        found = [[cell.removeprefix("file://") for cell in row] for path in shards for row in cells(path)[1:]]
        assert sorted(local) == sorted(
            [cell.replace(f"{url}/", f"{tmp_path}/") for cell in row] for row in found
        )
    assert any("丛束" in row for row in cells(tmp_path / "here" / "records.csv"))


@pytest.mark.ray
@needs_ray
def test_urls_are_fetched_while_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from fsspec.implementations.memory import MemoryFileSystem  # noqa: PLC0415

    honest, together = MemoryFileSystem.get_file, Barrier(storage.AHEAD)

    def get_file(system: MemoryFileSystem, path: str, copy: str) -> None:
        together.wait(PATIENCE)  # passes when as many are under way
        honest(system, path, copy)

    names = [f"{number}.txt" for number in range(storage.AHEAD)]
    for name in names:
        MemoryFileSystem().pipe_file(f"/{name}", name.encode())
    monkeypatch.setattr(MemoryFileSystem, "get_file", get_file)
    last: Path | None = None
    for name, copy in zip(names, storage.copies([f"memory://{name}" for name in names]), strict=True):
        assert isinstance(copy, Path)
        assert (copy.name, copy.read_text()) == (name, name)
        assert last is None or not last.exists()
        last = copy
    assert last is not None
    assert not last.exists()


@pytest.mark.ray
@needs_ray
def test_tables_of_another_run_stay(tmp_path: Path) -> None:
    (tmp_path / "out" / "ledger.csv").mkdir(parents=True)
    done = extract(ROOT / "corpus", "--out", tmp_path / "out", "--engine", "ray", "--format", "csv")
    fault = (
        f"tables of another run @ {tmp_path / 'out' / 'ledger.csv'}: choose another folder, or remove it\n"
    )
    assert (done.returncode, done.stderr) == (2, fault)


@pytest.mark.ray
@needs_ray
def test_an_address_where_nobody_listens_is_told(tmp_path: Path) -> None:
    done = extract(ROOT / "corpus", "--out", tmp_path, "--engine", "ray", "--address", "127.0.0.1:9")
    assert done.returncode == 2
    assert done.stderr.startswith("no Ray cluster (")
    assert done.stderr.endswith(" @ 127.0.0.1:9: give HOST:PORT as ray start --head --port PORT has it\n")


@pytest.mark.ray
@needs_ray
def test_a_folder_that_cannot_be_written_is_told(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    out = tmp_path / "file" / "out"
    done = extract(ROOT / "corpus", "--out", out, *ON_CLUSTER)
    assert done.returncode == 2
    assert done.stderr.startswith("cannot write (")
    assert f" @ {out}/" in done.stderr


@pytest.mark.parametrize(
    ("documents", "parts", "longest"), [(1, 1, 1), (100, 100, 1), (1000, 125, 8), (300_000, 150, 2000)]
)
def test_parts_depend_on_the_input_alone(documents: int, parts: int, longest: int) -> None:
    places = [f"{number}.txt" for number in range(documents)]
    found = list(ray.split(places))
    assert [os.fsdecode(place) for part in found for place in part] == places
    assert (len(found), max(map(len, found))) == (parts, longest)


def test_another_version_on_a_worker_is_told() -> None:
    worker = ray.Worker(ray.plan("out", ["csv"], floor=0.9, version="0.0"))
    fault = worker({"number": 0, "places": []})["fault"]
    assert fault.startswith(f"reportmine {__version__} instead of 0.0 @ ")
    assert fault.endswith(": install 0.0 on every machine")


@pytest.mark.ray  # for fsspec, which comes with it
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe that nobody writes to")
def test_a_document_over_its_time_limit_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    stuck, fine = tmp_path / "1.txt", tmp_path / "2.txt"
    os.mkfifo(stuck)
    fine.write_text("全年新增企业7家。", encoding="utf-8")
    worker = ray.Worker(ray.plan(str(tmp_path / "out"), ["csv"], floor=0.9, timeout=10))
    part = worker({"number": 0, "places": [os.fsencode(stuck), os.fsencode(fine)]})
    assert part["failures"] == [f"over its time limit of 10 s @ {stuck}: raise --timeout, or split the file"]
    assert (part["documents"], part["records"]) == (2, 1)


def test_where_ray_is_missing_the_remedy_is_told(tmp_path: Path) -> None:
    missing = "import sys; sys.modules['ray'] = None; from reportmine.cli import app; app()"
    command = (sys.executable, "-c", missing, "extract")
    done = extract(ROOT / "corpus", "--out", tmp_path, "--engine", "ray", command=command)
    fault = 'Ray is not installed @ --engine ray: pip install "reportmine[ray]"\n'
    assert (done.returncode, done.stdout, done.stderr) == (2, "", fault)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (("--address", "127.0.0.1:1"), "--address needs --engine ray"),
        (("--engine", "ray", "--strict"), "--strict, --show, --resume and --jobs need --engine local"),
        (("--engine", "ray", "--show", "3"), "--strict, --show, --resume and --jobs need --engine local"),
    ],
)
def test_options_of_the_other_engine_are_refused(
    tmp_path: Path, options: tuple[str, ...], fault: str
) -> None:
    done = extract(ROOT / "corpus", "--out", tmp_path / "out", *options)
    assert done.returncode == 2
    assert fault in " ".join(done.stderr.replace("│", " ").split())
    assert not (tmp_path / "out").exists()
