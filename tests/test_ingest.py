"""Bytes → Document: encodings, line ends, and every way in which a file can be no report."""

import hashlib
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportmine import IngestError, read, walk
from reportmine.ingest import plain

SIMPLIFIED = (
    "青禾县科技局2023年工作总结\n一、全年新增高新技术企业12家，同比增长5.2%。\n二、明年力争达到20家。\n"
)
TRADITIONAL = (
    "青禾縣科技局2023年工作總結\n全年實現營業收入1200億元，同比增長5.2%，完成計劃的105%。"
    "各單位應當貫徹執行。\n"
)


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        ("新增3家。", "gb18030", "gb18030"),
        ("新增一家。\n", "utf-16-le", "utf-16-le"),
        ("GDP 12", "utf-16-be", "utf-16-be"),
    ],
)
def test_encoding_is_told_and_text_is_whole(tmp_path: Path, text: str, codec: str, told: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(text.encode(codec))
    document = read(path)
    assert (document.text, document.encoding) == (text, told)
    assert document.sha256 == hashlib.sha256(text.encode(codec)).hexdigest()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_valid_utf8_is_read_as_utf8(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert plain.decode(text.encode(), "x") == (text, "utf-8")


@given(
    st.text(
        st.sampled_from("一二三十百千万亿新增企业家同比增长全年实现收入，。；、（）0123456789.%\n"),
        min_size=2,
    )
)
def test_gb18030_text_is_read_whole(text: str) -> None:
    raw = text.encode("gb18030")
    assume(
        "\ufffd" in raw.decode("utf-8", "replace")
    )  # a few words, 联通 among them, are valid UTF-8 by chance
    assert plain.decode(raw, "x")[0] == text


def test_line_ends_become_line_feeds_and_the_mark_goes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes("\ufeff甲\r\n乙\r丙\n".encode())
    assert read(path).text == "甲\n乙\n丙\n"


def test_source_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a").mkdir()
    Path("a/b.TXT").write_text("新增3家。")
    assert read(Path("a/b.TXT")).source == "a/b.TXT"
    assert read(Path("a/b.TXT"), source="elsewhere").source == "elsewhere"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty file @ {path}"),
        (b" \r\n\t\xe3\x80\x80\n", "empty file @ {path}"),
        (b"\xef\xbb\xbf", "empty file @ {path}"),
        (
            b"%PDF-1.7\n" + bytes(range(256)) * 4,
            "damaged PDF (Failed to load document (PDFium: Data format error).) @ {path}",
        ),
        (b"abc\x00\x00def\x00", "binary file, not text @ {path}"),
        (b"ab\x01\x02\x03\x04cd", "binary file, not text @ {path}"),
        ("新增企业".encode("gb18030") + b"\xff", "cannot decode as gb18030 @ {path}:byte 8"),
        ("新增企业12家".encode() * 9 + b"\xff", "cannot decode as utf-8 @ {path}:byte 153"),
        (b"\xef\xbb\xbf\xff\xfe", "cannot decode as utf-8 @ {path}:byte"),
        (b"\xff\xfea", "cannot decode as utf-16"),
    ],
)
def test_what_is_no_report_says_so(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    with pytest.raises(IngestError) as caught:
        read(path)
    assert str(caught.value).startswith(message.format(path=path.as_posix()))
    assert ": " in str(caught.value).partition(" @ ")[2], "a remedy follows the place"


def test_paths_that_lead_to_no_file(tmp_path: Path) -> None:
    (tmp_path / "table.xls").write_text("x")
    for name, message in [
        ("none.txt", "no such file"),
        ("table.xls", "no reader for '.xls'"),
        ("", "a folder"),
    ]:
        with pytest.raises(IngestError, match=f"^{message}.* @ "):
            read(tmp_path / name)


def test_walk_is_recursive_in_order_and_takes_only_what_can_be_read(tmp_path: Path) -> None:
    names = ("b/2.txt", "b/10.docx", "a.txt", "c.TXT", "b/x.bin", ".hidden/d.txt", "b/.e.txt", "b/~$10.docx")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in walk([tmp_path])]
    assert found == ["a.txt", "b/10.docx", "b/2.txt", "c.TXT"]


def test_walk_gives_a_file_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x")
    given_twice = [tmp_path / "b.txt", tmp_path, tmp_path / "a.txt", tmp_path / "b.txt"]
    assert [path.name for path in walk(given_twice)] == ["b.txt", "a.txt"]


def test_walk_leaves_empty_folders_and_missing_paths_to_read(tmp_path: Path) -> None:
    empty, missing = tmp_path / "empty", tmp_path / "missing.txt"
    empty.mkdir()
    assert list(walk([empty, missing])) == [empty, missing]


def test_walk_is_lazy(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")

    def paths() -> object:
        yield tmp_path
        pytest.fail("the second path was asked for")

    assert len(list(islice(walk(paths()), 1))) == 1  # type: ignore[arg-type]
