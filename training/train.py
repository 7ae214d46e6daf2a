"""Train the weights of the confidence from corpus/ and golden/, and write src/reportmine/attribution/confidence.json.

With benchmarks/ on the path:

python training/train.py            train, write, and tell in docs/confidence.md how it does on reports left out
python training/train.py --check    exit 1 where the written weights are not what training gives
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from blocks import ROOT, fill, table
from examples import Example, read
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Ridge

from reportmine.attribution.confidence import FIELDS, PATH, Weights, level, odds, score

# A forest sees which signs go together, and one set of weights is fitted to the odds that it gives: both were chosen by
# the share of records that reach SURE in reports left out.
TREES, LEAF, TRIED = 200, 5, 0.1  # trees, fewest readings of a leaf, share of the signs that a split tries
STRENGTH = 10.0  # of the ridge that holds the weights down
SURELY = (0.03, 0.997)  # shares beyond these are no surer: a leaf has few readings
DOCUMENTS = 4  # reports that a sign must be seen in: what fewer show says more of them than of the sign
# Signs by how they begin that say nothing of the other fields, and by what they hold that say nothing of a name.
OF_NAME = ("ends ", "name ", "source ", "right ")
OF_TIME = ("& period of ", "& no period")
MOVES = range(0, -400, -5)  # hundredths of log odds that a missing heading may take away
HEADLESS = "no headings & "  # signs that only reports without headings have
FOLDS = 10
SURE, RIGHT = 0.9, 0.97  # of the records at SURE and above, this share is to be right
BEST = 0.99
# The share of all records that may stand at SURE: the rules were written with these reports in sight, and on others the
# share that is right falls faster behind the surest ones than it does here.
MOST = 0.46
DOCUMENT = ROOT / "docs" / "confidence.md"
GROUPS = 12  # groups of equal size, by score, that the lower levels are counted on


def main() -> None:
    """Train, write or check, report."""
    examples = list(read())
    groups = folds(examples)
    scores = left_out(examples, groups)
    weights = fit(examples, levels(*counted(examples, scores)))
    written = as_json(weights)
    if "--check" in sys.argv[1:]:
        same = PATH.read_text(encoding="utf-8") == written
        print(f"{PATH.name} {'is' if same else 'is not'} what training gives")
        sys.exit(not same)
    PATH.write_text(written, encoding="utf-8")
    print(f"{PATH.name}: {len(weights.signs)} signs from {len(examples)} readings")
    report(examples, scores, groups)


def folds(examples: Sequence[Example]) -> list[set[str]]:
    """Documents by fold: every tenth one by name, so that no report is learned from and tested on."""
    documents = sorted({example.document for example in examples})
    return [set(documents[first::FOLDS]) for first in range(FOLDS)]


def left_out(examples: Sequence[Example], groups: Iterable[set[str]]) -> np.ndarray:
    """The score of each example by weights that its report had no part in."""
    scores = np.zeros(len(examples))
    for group in groups:
        known = fit([example for example in examples if example.document not in group], ())
        for place, example in enumerate(examples):
            if example.document in group:
                scores[place] = score(known, example.signs)
    return scores


def fit(examples: Sequence[Example], steps: Sequence[tuple[float, float]]) -> Weights:
    """Weights of these examples, in hundredths of log odds; signs that weigh nothing are left out."""
    whole = [example for example in examples if example.whole]
    documents = defaultdict(set)
    for example in whole:
        for sign in example.signs:
            documents[sign].add(example.document)
    known = sorted(sign for sign, seen in documents.items() if len(seen) >= DOCUMENTS)
    columns, start = [], []
    for field in FIELDS:
        asked = [sign for sign in known if speaks(sign, field)]
        vectors = DictVectorizer(dtype=np.float64).fit([dict.fromkeys(asked, 1)])
        matrix = vectors.transform([dict.fromkeys(example.signs, 1) for example in whole])
        intercept, weights = distilled(matrix, np.array([example.right[field] for example in whole]))
        start.append(round(intercept * 100))
        columns.append(dict(zip(vectors.feature_names_, np.rint(weights * 100).astype(int), strict=True)))
    rows = {sign: tuple(int(column.get(sign, 0)) for column in columns) for sign in known}
    signs = {sign: row for sign, row in rows.items() if any(row)}
    return beheaded(examples, Weights(tuple(start), signs, tuple(steps)))


def distilled(matrix: Any, right: np.ndarray) -> tuple[float, np.ndarray]:
    """Intercept and weights, in log odds, that come nearest to what a forest says of readings its trees have not seen.

    `matrix` has a row for each reading and a column for each sign, `right` whether the field was right.
    Distillation: Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network, 2015.
    """
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    forest = RandomForestClassifier(
        TREES, min_samples_leaf=LEAF, max_features=TRIED, oob_score=True, random_state=0, n_jobs=-1
    )
    unseen = forest.fit(matrix, right).oob_decision_function_[:, 1].clip(*SURELY)
    ridge = Ridge(STRENGTH, solver="sparse_cg", tol=1e-9).fit(matrix, np.log(unseen / (1 - unseen)))
    return float(ridge.intercept_), ridge.coef_


def speaks(sign: str, field: str) -> bool:
    """Whether a sign is asked about a field."""
    return not any(part in sign for part in OF_TIME) if field == "name" else not sign.startswith(OF_NAME)


def beheaded(examples: Sequence[Example], weights: Weights) -> Weights:
    """The weights with those of missing headings, which are fitted alone so that they move nothing else.

    A weight is what brings the mean share of a field down to how often it was right in such readings.
    """
    signs = dict(weights.signs)
    for sign in sorted({sign for example in examples for sign in example.signs if sign.startswith(HEADLESS)}):
        having = [example for example in examples if not example.whole and sign in example.signs]
        row = []
        for place, field in enumerate(FIELDS):
            told = np.array([odds(weights, example.signs)[place] for example in having])
            right = np.mean([example.right[field] for example in having])
            moved = [abs(np.mean(1 / (1 + np.exp(-(told + by) / 100))) - right) for by in MOVES]
            row.append(MOVES[int(np.argmin(moved))])
        if any(row):
            signs[sign] = tuple(row)
    return replace(weights, signs=signs)


def counted(examples: Sequence[Example], scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores and rightness of whole reports, the ones that levels are counted on."""
    whole = np.array([example.whole for example in examples])
    right = np.array([all(example.right.values()) for example in examples])
    return scores[whole], right[whole]


def levels(scores: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """What each score is worth: below SURE the share right around it, SURE where RIGHT of all above are right.

    No more than MOST of all are above.

    So a confidence below SURE is a share, and one at or above it a promise for all records from there on.
    """
    order = np.argsort(-scores, kind="stable")
    ordered = right[order]
    above = np.cumsum(ordered) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(above[: round(len(order) * MOST)] >= RIGHT)
    sure = float(scores[order[enough[-1]]]) if len(enough) else 1.0
    points = [(0.0, 0.0)]
    for group in np.array_split(order[::-1], GROUPS):
        middle, share = float(scores[group].mean()), float(right[group].mean())
        if middle < sure - 0.001:
            points.append((middle, min(SURE - 0.01, max(points[-1][1], share))))
    points += [(sure, SURE), (1.0, BEST)] if sure < 1 else [(1.0, SURE - 0.01)]
    return [(round(at, 4), round(share, 3)) for at, share in points]


def report(examples: Sequence[Example], scores: np.ndarray, groups: Sequence[set[str]]) -> None:
    """Write into the document, and print, how the confidence does on reports left out.

    The levels too are counted without the report that they are applied to.
    """
    document = np.array([example.document for example in examples])
    shown = np.zeros(len(examples))
    for group in groups:
        inside = np.isin(document, sorted(group))
        others = [example for example, held in zip(examples, inside, strict=True) if not held]
        steps = levels(*counted(others, scores[~inside]))
        shown[inside] = [level(steps, one) for one in scores[inside]]
    for name, whole in (("whole", True), ("headless", False)):
        kept = [number for number, example in enumerate(examples) if example.whole is whole]
        lines = bands([examples[number] for number in kept], shown[kept])
        fill(DOCUMENT, name, lines)
        print(f"\nleft out of training, {name}:", *lines, sep="\n")


def bands(examples: Sequence[Example], shown: np.ndarray) -> list[str]:
    """How many records of each band of confidence are right."""
    rows = []
    for low, high in [(SURE, 1.01), *pairwise((0.0, 0.5, 0.7, 0.8, SURE, 0.95, 1.01))][::-1]:
        band = [example for example, one in zip(examples, shown, strict=True) if low <= one < high]
        if band:
            right = sum(all(example.right.values()) for example in band) / len(band)
            every = sum(example.every for example in band) / len(band)
            title = f"{low:.2f} to {high:.2f}" if high <= 1 else f"{low:.2f} and above"
            cells = (title, len(band), f"{len(band) / len(examples):.3f}", f"{right:.3f}", f"{every:.3f}")
            rows.append(cells)
    return table(("confidence", "records", "share of all", "right", "right in every column"), rows)


def as_json(weights: Weights) -> str:
    """The weights as JSON, one sign a line."""
    parts = {"fields": FIELDS, "start": weights.start, "levels": weights.levels}
    head = [f"  {json.dumps(name)}: {json.dumps(part)}," for name, part in parts.items()]
    rows = [
        f"    {json.dumps(sign, ensure_ascii=False)}: {json.dumps(row)}"
        for sign, row in sorted(weights.signs.items())
    ]
    return "\n".join(["{", *head, '  "signs": {', ",\n".join(rows), "  }", "}", ""])


if __name__ == "__main__":
    main()
