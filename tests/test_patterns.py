"""The vocabulary in patterns/: it loads, meets its own examples, and tells what is wrong with an entry."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine import PatternError, patterns, quantities
from reportmine.attribution.chunks import CLASSES
from reportmine.matching import openings
from reportmine.patterns import LABELS, Book, Rules, load, trie_pattern, unmark

FILES = sorted(patterns.builtin_dir().glob("*.toml"))
BOOKS = sorted(load().books)

ENTRY = """
[[cue]]
id = "test.{id}"
label = "{label}"
words = ["{word}"]
examples = ["{example}"]
"""


def entry(name: str = "one", label: str = "target", word: str = "立志", example: str = "[立志]增长5%") -> str:
    return ENTRY.format(id=name, label=label, word=word, example=example)


@pytest.fixture
def rules() -> Rules:
    return load()


def faults_of(folder: Path, name: str, content: str) -> str:
    (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    with pytest.raises(PatternError) as raised:
        load(folder)
    return str(raised.value)


@pytest.mark.parametrize("name", BOOKS)
def test_entries_meet_their_own_examples(name: str, rules: Rules) -> None:
    assert patterns.check_book(rules.book(name)) == []


def test_units_meet_their_own_examples(rules: Rules) -> None:
    assert quantities.check_units(rules) == []


def test_every_book_is_there_and_no_other(rules: Rules) -> None:
    assert {path.stem for path in FILES} == {"units", *LABELS}
    assert set(rules.books) == set(LABELS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_kept_tidy(path: Path) -> None:
    content = path.read_bytes()
    assert content.startswith(b"# "), "a file begins with what it holds"
    assert content.endswith(b"\n")
    assert not {*b"\r\t"}.intersection(content)
    assert all(line == line.rstrip() for line in content.decode("utf-8").splitlines())


HOSTILE = ["1", "一", "(", "《", "第", "1,", "1-", "、", " ", "月", "年1", "增长"]


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("name", BOOKS)
def test_a_book_is_linear_on_hostile_text(name: str, unit: str, rules: Rules) -> None:
    # Not timed: what grows with the square of these 50,000 characters does not end within a test run.
    assert all(found.end > found.start for found in rules.book(name).find(unit * (50_000 // len(unit))))


@given(
    st.lists(st.text("增长率约合计", min_size=1, max_size=5), min_size=1, max_size=12),
    st.text("增长率约合计"),
)
def test_the_longest_word_is_matched(words: list[str], text: str) -> None:
    found = re.compile(trie_pattern(words)).match(text)
    wanted = max((word for word in words if text.startswith(word)), key=len, default=None)
    assert (found.group() if found else None) == wanted


@given(st.lists(st.tuples(st.text("增长5%"), st.text("约合12", min_size=1)), max_size=5), st.text("增长5%"))
def test_marks_come_off(parts: list[tuple[str, str]], tail: str) -> None:
    example = "".join(f"{before}[{marked}]" for before, marked in parts) + tail
    plain, spans = unmark(example)
    assert plain == example.replace("[", "").replace("]", "")
    assert [plain[start:end] for start, end in spans] == [marked for _, marked in parts]


@pytest.mark.parametrize("example", ["增长[5%", "增长5%]", "[增[长]5%]"])
def test_marks_that_do_not_pair_are_told(example: str) -> None:
    with pytest.raises(ValueError, match="mark in"):
        unmark(example)


def test_own_patterns_are_layered_over_the_built_in_ones(tmp_path: Path, rules: Rules) -> None:
    (tmp_path / "status.toml").write_text(entry(), encoding="utf-8")
    layered = load(tmp_path)
    assert "立志" in layered.book("status").words("target")
    assert len(layered.book("status").cues) == len(rules.book("status").cues) + 1
    assert "立志" not in load().book("status").words("target")


def test_the_same_id_replaces(tmp_path: Path, rules: Rules) -> None:
    old = rules.book("status").cues[0]
    new = entry(label=str(old.label)).replace("test.one", old.id)
    (tmp_path / "status.toml").write_text(new, encoding="utf-8")
    replaced = next(cue for cue in load(tmp_path).book("status").cues if cue.id == old.id)
    assert replaced.words == ("立志",)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("status", entry(label="hoped"), "unknown label 'hoped'"),
        ("status", entry() + "scop = 1\n", "scop: Extra inputs are not permitted"),
        ("status", entry() + entry(word="立誓", example="[立誓]"), "duplicate id 'test.one'"),
        ("status", entry() + entry("two"), "'立志' stands in [test.one] and [test.two]"),
        ("status", entry().replace("words", "regex").replace('["立志"]', "'立志('"), "correct the entry"),
        (
            "status",
            entry().replace("words", "regex").replace('["立志"]', "'(立志)?'"),
            "matches the empty text",
        ),
        ("status", entry() + "regex = '立志'\n", "either words or a regex"),
        ("status", entry().replace('["[立志]增长5%"]', "[]"), "examples"),
        ("status", "[[cue]", "not TOML"),
        ("status", "[[cues]]\nid = 'a'\n", "unknown table 'cues'"),
        ("statuses", entry(), "unknown pattern file"),
        ("units", "[[unit]]\nid = 'a'\nkind = 'count'\n", "base: Field required"),
    ],
)
def test_a_faulty_file_is_told_by_name(tmp_path: Path, name: str, content: str, fault: str) -> None:
    told = faults_of(tmp_path, name, content)
    assert fault in told
    assert f"{name}.toml" in told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bounds.toml").write_text(entry(label="odd"), encoding="utf-8")
    assert len(faults_of(tmp_path, "status", entry(label="hoped")).splitlines()) == 2


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match="no such pattern folder"):
        load(tmp_path / "none")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"example": "[立]志增长5%"}, r"matched \['立志'\]"),
        ({"example": "立志增长5%"}, "marks nothing"),
        ({"example": "[立志增长5%"}, "unclosed mark"),
    ],
)
def test_an_entry_that_fails_its_example_is_told(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    (tmp_path / "status.toml").write_text(entry(**changes), encoding="utf-8")
    faults = "\n".join(patterns.check_book(load(tmp_path).book("status")))
    assert re.search(fault, faults)
    assert "test.one" in faults


def test_a_counter_example_that_matches_is_told(tmp_path: Path) -> None:
    (tmp_path / "status.toml").write_text(entry() + 'not = ["立志书"]\n', encoding="utf-8")
    assert "counter-example '立志书' matched" in patterns.check_book(load(tmp_path).book("status"))[0]


def test_an_empty_book_matches_nothing() -> None:
    assert list(Book("none", ()).find("增长5%")) == []


def test_no_form_of_the_lexicon_may_begin_with_any_character() -> None:
    """Such a form would be tried at every place of every sentence."""
    book_of = {
        cue.regex: (book.name, cue.id) for book in load().books.values() for cue in book.cues if cue.regex
    }
    forms = [regex for regex, (name, _) in book_of.items() if name in CLASSES]
    assert [book_of[regex] for regex in forms if openings(regex) is None] == []
