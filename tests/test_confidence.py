"""Confidence: the weights that were trained, the signs they weigh, and how training sets the levels."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from examples import Example, beheaded, judged, tuning
from train import MOST, RIGHT, SURE, as_json, fit, levels

from reportmine import ingest, patterns
from reportmine.attribution.confidence import FIELDS, PATH, Weights, level, of, parts, score, weights
from reportmine.golden.tables import read_golden
from reportmine.model import Document
from reportmine.pipeline import assess_document, extract

ROOT = Path(__file__).parents[1]
REPORTS = [ROOT / "corpus" / f"{name}.txt" for name in tuning()]
NO_HEADINGS = "全年新增企业12家。力争新增企业15家。预计新增企业14家。"


def signs_of(text: str) -> list[frozenset[str]]:
    return [
        frozenset(signs) for _, signs in assess_document(Document(text=text, source="a"), patterns.load())
    ]


def test_every_weighed_sign_is_one_that_readings_show() -> None:
    rules = patterns.load()
    shown = {sign for signs in signs_of(NO_HEADINGS) for sign in signs}
    for path in REPORTS:
        for _, signs in assess_document(ingest.read(path), rules):
            assert len(set(signs)) == len(signs), "a sign that is shown twice weighs double"
            shown.update(signs)
    assert sorted(set(weights().signs) - shown) == [], "rules have changed: make train"


def test_weights_stand_in_their_one_form() -> None:
    known = weights()
    assert PATH.read_text(encoding="utf-8") == as_json(known)
    assert all(len(row) == len(FIELDS) and any(row) for row in known.signs.values())
    assert list(known.signs) == sorted(known.signs)


def test_levels_rise_from_nothing_to_no_more_than_certainty() -> None:
    steps = weights().levels
    assert (steps[0], steps[-1][0]) == ((0.0, 0.0), 1.0)
    assert all(low < high and below <= above < 1 for (low, below), (high, above) in pairwise(steps))


def test_no_report_for_testing_is_learned_from() -> None:
    split = (ROOT / "benchmarks" / "split.csv").read_text(encoding="utf-8")
    assert tuning()
    assert not [name for name in tuning() if f"{name},test," in split]


def test_a_sign_against_a_field_lowers_the_confidence_and_a_strange_one_does_not() -> None:
    (plain,) = signs_of("一、工作情况\n全年新增高新技术企业12家。")
    worst = min(weights().signs, key=lambda sign: sum(weights().signs[sign]))
    assert worst not in plain
    shown = (tuple(plain),)
    assert of((*shown, (worst,))) < of(shown) == of((*shown, ("a sign that no one knows",)))


def test_parts_give_the_score() -> None:
    for signs in signs_of(NO_HEADINGS):
        assert np.prod([part.share for part in parts((tuple(signs),))]) == pytest.approx(
            score(weights(), signs)
        )


def test_a_text_without_headings_is_trusted_less() -> None:
    bare = "全年新增高新技术企业12家，同比增长5%。"
    headed = extract(f"一、工作完成情况\n{bare}").records
    assert all(a.confidence <= b.confidence for a, b in zip(extract(bare).records, headed, strict=True))


def test_level_rounds_down() -> None:
    steps = ((0.0, 0.0), (0.5, 0.899), (1.0, 0.99))
    assert [level(steps, at) for at in (0.0, 0.5, 1.0, 2.0)] == [0.0, 0.89, 0.99, 0.99]


@pytest.mark.parametrize(("fall", "sure"), [(100, 103), (500, round(1000 * MOST))])
def test_sure_begins_where_enough_of_all_above_are_right(fall: int, sure: int) -> None:
    scores = np.linspace(1, 0, 1000, endpoint=False)
    right = np.arange(1000) < fall  # all of the first ones, then none
    steps = levels(scores, right)
    shown = np.array([level(steps, one) for one in scores])
    assert right[shown >= SURE].mean() >= RIGHT
    assert (shown >= SURE).sum() == sure
    assert [share for _, share in steps] == sorted(share for _, share in steps)


def test_nothing_is_sure_where_too_few_are_right() -> None:
    steps = levels(np.linspace(1, 0, 100, endpoint=False), np.arange(100) % 2 == 1)
    assert max(share for _, share in steps) < SURE


def test_training_learns_what_tells_right_from_wrong_the_same_each_time() -> None:
    examples = [
        Example(
            f"report {number % 9}",
            frozenset({"good" if number % 2 else "bad", "seen always"}),
            dict.fromkeys(FIELDS, bool(number % 2) or number % 10 == 0),
            every=True,
            whole=True,
        )
        for number in range(90)
    ]
    found = fit(examples, ())
    assert found == fit(list(examples), ())
    assert isinstance(found, Weights)
    assert all(good > 0 > bad for good, bad in zip(found.signs["good"], found.signs["bad"], strict=True))


def test_golden_rows_follow_a_report_that_loses_its_headings() -> None:
    rules, name = patterns.load(), tuning()[0]
    document, golden = ingest.read(REPORTS[0]), read_golden(ROOT / "golden" / f"{name}.csv")
    bare, moved = beheaded(document, golden, rules)
    assert len(bare.text) < len(document.text)
    assert moved
    assert all(bare.text[row.start : row.end] == row["text"] for row in moved)
    judgements = list(judged(name, bare, moved, rules))
    assert any("no headings & target" in example.signs for example in judgements)
    assert all(example.every <= all(example.right.values()) for example in judgements)
