"""The clause before a number, split once: name side, cues, openers."""

from collections.abc import Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading

RELATIVE = frozenset(("percent", "multiple", "fraction", "permille"))
# Chunks that may stand between the name, its cues and the number without being a part of either.
_LOOSE = "ARtoaTfdelM的&、iBx"
_COUNTED = ("count", "people")  # kinds of quantities
_MEASURING = "UDNWnZFSsCcH"


class Clause:
    """The left context of a quantity, split once: name side, cues nearest first, and openers."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.text = text
        self.reading = reading
        self.left = reading.left
        self.cut, self.cues = _tail(self.left, counted=reading.quantity.kind in _COUNTED)

    def find(self, kinds: str, start: int = 0) -> int | None:
        """Place of the last chunk of one of these classes, or None."""
        for place in range(len(self.left) - 1, start - 1, -1):
            if self.left[place].kind in kinds:
                return place
        return None

    def words(self, pieces: Sequence[Chunk]) -> str:
        """Their characters, as written."""
        return "".join(self.text[piece.start : piece.end] for piece in pieces)

    def cue(self, kinds: str) -> Chunk | None:
        """The nearest cue of one of these classes."""
        return next((cue for cue in self.cues if cue.kind in kinds), None)


def _tail(left: Sequence[Chunk], *, counted: bool) -> tuple[int, tuple[Chunk, ...]]:
    """Where the name ends, and the cues between it and the number, nearest first."""
    cues: list[Chunk] = []
    at = len(left)
    while at > 0:
        piece = left[at - 1]
        if piece.kind == "的" and at < len(left) and left[at].label == "reach.have":
            return at - 1, ()  # 产量增长的有45种: counted, and not grown by as many
        if piece.kind == "的" and at == len(left) and counted:
            return at - 1, ()  # 产值负增长的39家
        if piece.kind in _MEASURING:
            cues.append(piece)
        elif piece.kind not in _LOOSE:
            break
        at -= 1
    return at, tuple(cues)


def is_word(clause: Clause, place: int, word: str) -> bool:
    """Whether the chunk at a place of the left context is this word."""
    piece = clause.left[place]
    return clause.text[piece.start : piece.end] == word


def place_of(clause: Clause, cue: Chunk) -> int:
    """The place of a cue in the left context."""
    return next(spot for spot, piece in enumerate(clause.left) if piece is cue)
