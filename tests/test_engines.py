"""Many documents: input order, few under way, and faults that stay with the document that has them."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reportmine import pipeline
from reportmine.engines import cores as usable_cores
from reportmine.engines import local, pool
from reportmine.errors import PatternError, ReportmineError
from reportmine.export import failed_rows
from reportmine.model import Document, Extraction
from reportmine.patterns import Rules

HONEST = pipeline.extract_document


def faulty(document: Document, rules: Rules) -> Extraction:
    name = Path(document.source).stem
    if name == "raises":
        raise ZeroDivisionError("by nothing")
    if name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    return HONEST(document, rules)


def reports(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(f"全年新增企业{len(name)}家。\n", encoding="utf-8")
    return [folder / name for name in names]


def test_an_unforeseen_fault_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "extract_document", faulty)
    paths = reports(tmp_path, "a.txt", "raises.txt", "b.txt")
    rows = list(local.run(paths))
    assert [len(row.records) for row in rows] == [1, 0, 1]
    error = f"internal fault ZeroDivisionError('by nothing') @ {paths[1]}: report it together with the file"
    assert [row.error for row in rows] == [None, error, None]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a fault is planted in the processes by forking")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_that_dies_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract_document", faulty)
    monkeypatch.setattr(local, "SMALL_DOCUMENTS", 0)
    monkeypatch.setattr(pool, "get_context", lambda _: multiprocessing.get_context("fork"))
    names = [f"{number}.txt" for number in range(20)]
    names[3] = names[11] = "dies.txt"
    rows = list(local.run(reports(tmp_path, *names), jobs=2))
    assert [Path(row.source).name for row in rows] == names
    assert [row.error is None for row in rows] == [name != "dies.txt" for name in names]
    assert str(rows[3].error).startswith(f"the process died (SIGKILL) @ {tmp_path / 'dies.txt'}: ")


def test_paths_are_taken_only_as_processes_need_them(tmp_path: Path) -> None:
    taken = 0

    def paths() -> Iterator[Path]:
        nonlocal taken
        for path in reports(tmp_path, "a.txt") * 100:
            taken += 1
            yield path

    rows = local.run(paths(), jobs=2)
    assert next(rows).error is None
    assert taken <= 2 * pool.AHEAD
    rows.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("small", [0, local.SMALL_DOCUMENTS])
def test_what_is_done_already_comes_out_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, small: int
) -> None:
    monkeypatch.setattr(local, "SMALL_DOCUMENTS", small)
    first, second = reports(tmp_path, "a.txt", "b.txt")
    done = failed_rows("done", "done before")
    rows = local.each([done, first, done, done, second, done], name_of, jobs=jobs)
    assert list(rows) == [done, first.as_posix(), done, done, second.as_posix(), done]


def name_of(path: Path, extract: object) -> str:
    return path.as_posix()


def test_patterns_that_do_not_load_are_told_by_the_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "SMALL_DOCUMENTS", 0)
    with pytest.raises(PatternError, match=r"^no such pattern folder @ nowhere: "):
        list(local.run(reports(tmp_path, "a.txt"), jobs=2, extra=Path("nowhere")))


def test_processes_that_die_at_their_start_are_not_started_for_ever() -> None:
    workers: pool.Pool[str] = pool.Pool(2, partial(os._exit, 3), lambda *told: str(told), limit=0)
    with pytest.raises(ReportmineError, match=r"^processes die at their start \(exit code 3\) @ 2 jobs: "):
        list(workers.results([Path("a.txt")]))


@pytest.mark.parametrize(
    ("quota", "cores"),
    [
        ("max 100000", 8),
        ("200000 100000", 2),
        ("150000 100000", 2),
        ("1000 100000", 1),
        ("9900000 100000", 8),
        ("", 8),
    ],
)
def test_a_container_gets_no_more_processes_than_its_share_of_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, cores: int
) -> None:
    share = tmp_path / "cpu.max"
    share.write_text(quota, encoding="ascii")
    monkeypatch.setattr(usable_cores, "QUOTA", share)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)
    assert usable_cores.usable() == cores
