"""Spending: what money is for, where its own clause says only that it was spent.

投入730万元完成敬老院消防改造; 投资350万元，实施清泉水厂管网延伸工程.
"""

from collections.abc import Sequence
from itertools import takewhile

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.phrases import Scope, clean, every, trim, words
from reportmine.attribution.reading import BREAKS, Reading
from reportmine.model import Measure

_LONGEST = 40  # characters of a purpose in the clause behind: a longer one tells a story
_SHORTEST = 4
_VERB = 2  # characters of 安排, 投入
_FUNDS = 2  # chunks of 专项资金
_SPENT = (
    "event",
    "event.bare",
    "event.held",
    "planned",
    "generic",
)  # labels of words that only tell of money


def behind(chunks: Sequence[Chunk], reading: Reading) -> Sequence[Chunk]:
    """The chunks behind a sum that may say what it is for: of its own clause, else of the next one without a figure.

    Behind 的 and another figure they are those of what that figure counts: 总投资134.4亿元的85个工业重点项目.
    """
    if reading.quantity.kind != "money" or reading.measure is not Measure.LEVEL:
        return ()
    start = reading.place + 2 + len(reading.right)
    of_counted = bool(reading.right) and every(reading.right, "的") and reading.closer == "Q"
    if reading.closer == "Q" and reading.right and not of_counted:
        # 投资100万元完成青石村4公里的水泥路建设: how much of it was done stands in the middle
        whole = takewhile(lambda piece: piece.kind not in BREAKS, chunks[reading.place + 1 :])
        rest = [piece for piece in whole if piece.kind != "Q"]
        return rest if _does(rest) else reading.right
    if not of_counted and (reading.closer != "," or (reading.right and not _is_funds(reading.right))):
        return reading.right
    clause = list(takewhile(lambda piece: piece.kind not in BREAKS, chunks[start:]))
    if any(piece.kind == "(" for piece in clause):
        return ()
    counted = any(piece.kind == "Q" for piece in clause)
    # 投资1800万元，建设3个养老服务中心: what was built, however many; 投资3亿元，新增产值5亿元 is another figure
    told = [piece for piece in clause if piece.kind not in "AT"]
    built = bool(told) and (told[0].label in ("event", "event.held") or _does(told))
    return () if counted and not built else [piece for piece in clause if piece.kind != "Q"]


def _does(pieces: Sequence[Chunk]) -> bool:
    """完成青石村…: that something was done, and to what; 完成产值… is another figure."""
    told = [piece for piece in pieces if piece.kind not in "AT的"]
    thing = len(told) > 1 and told[1].kind == "X" and told[1].label != "keep"
    return thing and (told[0].label == "reach.done" or told[0].label == "event")


def purpose(reading: Reading, left: str, scope: Scope) -> str:
    """The name of a sum with what it is for, "" where the clause names the sum itself, or nothing tells."""
    if not scope.behind:
        return ""
    funds = _is_funds(reading.right)
    payer = max((word for word in scope.known.payers if left.startswith(word)), key=len, default="")
    spent = left.endswith(scope.known.spent) or 0 < len(payer) >= len(left) - _VERB
    if not funds and not (spent and _only_spent(reading, scope)):
        return ""
    pieces = trim(scope.behind)
    if not pieces or not _opens(scope.behind):
        return ""
    if funds:
        if scope.behind[0].label not in ("purpose", "event.cause"):
            return ""  # 安排423亿元资金，支持…
        left += words(scope.text, reading.right)
    elif (
        not payer
        and not reading.right
        and (scope.topic not in ("", scope.item) or (scope.named and reading.opener not in ("", ";", ":")))
    ):
        return ""  # 项目12个，总投资58亿元，建设内容包括…
    told = clean(words(scope.text, pieces))
    fits = _SHORTEST <= len(told) <= _LONGEST and any(piece.kind == "X" for piece in pieces)
    return left + told if fits else ""


def project(scope: Scope) -> str:
    """投入3120万元实施河道修复项目，已完成投资2340万元: the project itself, which later figures are of; "" where it is none."""
    pieces = trim(scope.behind)
    opening = next((spot for spot, piece in enumerate(pieces) if piece.kind not in "EVA"), len(pieces))
    told = clean(words(scope.text, pieces[opening:]))
    return told if len(told) >= _SHORTEST and pieces[-1].label == "class" else ""


def _is_funds(right: Sequence[Chunk]) -> bool:
    """资金, 专项资金: behind the sum only that it is money."""
    return bool(right) and every(right, "Xh") and right[-1].label == "generic" and len(right) <= _FUNDS


def _opens(pieces: Sequence[Chunk]) -> bool:
    first = next((piece for piece in pieces if piece.kind not in "A"), None)
    return first is not None and (first.kind in "EV" or first.label in ("reach.done", "purpose", "filler.do"))


def _only_spent(reading: Reading, scope: Scope) -> bool:
    """投入资金, 计划总投资: no word of it tells of what."""
    noun = trim(reading.noun)
    words_of = (scope.text[piece.start : piece.end] for piece in noun)
    return all(
        piece.label in _SPENT
        or (
            piece.label != "keep" and word.endswith(scope.known.spent)
        )  # 完成固定资产投资28.7亿元，引进项目6个
        or word in scope.known.payers
        for piece, word in zip(noun, words_of, strict=True)
    )
