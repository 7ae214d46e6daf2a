"""Frames: from the chunks around a quantity to its measure, sign, basis and whole.

Each frame is a shape of the clause. They are tried in one order, the most telling first; the first that fits
gives the reading its name in the evidence.
"""

from collections.abc import Callable, Sequence

from reportmine.attribution.chunks import Chunk
from reportmine.attribution.reading import Reading
from reportmine.model import Comparator, Measure

RELATIVE = frozenset(("percent", "multiple", "fraction", "permille"))
# Chunks that may stand between the name, its cues and the number without being a part of either.
_LOOSE = "ARtoaTfdelM的&、iB"
_MEASURING = "UDNWnZFSsCcH"
_EQUALS = frozenset(("是", "为", "达", "达到", "约为", "恢复到", "恢复至"))
_MAX_ASIDE = 4  # characters between 提高到 and the number that are no name: 现在的, 人均每月
_RATE_ENDS = "率度比"
_DOWN_WORDS = ("低", "慢", "少", "差")


class Clause:
    """The left context of a quantity, split once: name side, cues nearest first, and openers."""

    def __init__(self, text: str, reading: Reading) -> None:
        self.text = text
        self.reading = reading
        self.left = reading.left
        self.cut, self.cues = _tail(self.left)

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


def _tail(left: Sequence[Chunk]) -> tuple[int, tuple[Chunk, ...]]:
    """Where the name ends, and the cues between it and the number, nearest first."""
    cues: list[Chunk] = []
    at = len(left)
    while at > 0:
        piece = left[at - 1]
        if piece.kind in _MEASURING:
            cues.append(piece)
        elif piece.kind not in _LOOSE:
            break
        at -= 1
    return at, tuple(cues)


def read(text: str, reading: Reading) -> None:
    """Fill measure, sign, of, basis, cues and noun of a reading from its own clause."""
    clause = Clause(text, reading)
    reading.cues = clause.cues
    reading.among = any(piece.kind == "i" for piece in reading.left)
    reading.spread = any(piece.kind == "d" for piece in reading.left)
    reading.basis = _basis(clause)
    reading.noun = reading.left[: clause.cut]
    for name, frame in FRAMES:
        if frame(clause):
            reading.notes.append(name)
            return


def _basis(clause: Clause) -> str | None:
    """What growth or change is compared with, as written."""
    for place in range(len(clause.left) - 1, -1, -1):
        piece = clause.left[place]
        if piece.kind == "B":
            return clause.text[piece.start : piece.end]
        if piece.kind == "b" and any(later.kind in "UDNWH" for later in clause.left[place + 1 :]):
            stop = next(
                spot for spot in range(place + 1, len(clause.left)) if clause.left[spot].kind in "UDNWHd"
            )
            return clause.words(clause.left[place:stop])
    return None


def _rank(clause: Clause) -> bool:
    """排名全市第六, 在怀化市排名第一, 在全市9家医院中排第3, 由第8位上升至第3位."""
    reading = clause.reading
    if reading.quantity.kind != "rank":
        return False
    reading.measure = Measure.RANK
    left = clause.left
    start = clause.find("F")
    reading.from_side = start is not None
    moved = start is not None or clause.find("Z") is not None
    if reading.opener == "Q" and not moved and (clause.find("K") in (None, 0) or clause.find("K") == len(left) - 1):
        left = clause.left = reading.before
    opener = clause.find("KF")
    if opener is None:
        opener = clause.find("Z")
    stop = len(left) if opener is None else opener
    reading.of = _field(clause, left[stop + 1 :])
    while stop and left[stop - 1].kind in "K的":
        stop -= 1
    within = next((spot for spot in range(stop - 1, -1, -1) if _is(clause, spot, "在")), None)
    if reading.of is None and within is not None and within + 1 < stop:
        reading.of = clause.words(left[within + 1 : stop]).strip("中里") or None
        stop = within
    elif reading.of is None and stop and left[stop - 1].kind == "p":
        reading.of = clause.words(left[stop - 1 : stop])
        stop -= 1
    reading.noun = left[:stop]
    if any(piece.kind == "Q" for piece in left):
        reading.beyond = reading.place - len(reading.before)
        reading.noun = [] if any(piece.kind == "Q" for piece in left[:stop]) else left[:stop]
    reading.cues = tuple(piece for piece in left[stop:] if piece.kind in "nK")
    return True


def _is(clause: Clause, place: int, word: str) -> bool:
    piece = clause.left[place]
    return clause.text[piece.start : piece.end] == word


def _field(clause: Clause, tail: Sequence[Chunk]) -> str | None:
    """The field of a rank between 排名 and 第N: 全市, 怀化市."""
    kept = [piece for piece in tail if piece.kind in "pXOLhEQ"]
    return clause.words(kept).strip("在的中里") or None


def _gap(clause: Clause) -> bool:
    reading = clause.reading
    opener = clause.find("Gg")
    if opener is not None and reading.quantity.kind != "rank":
        reading.measure = Measure.GAP
        reading.sign = -1 if clause.left[opener].kind == "g" else 1
        reading.of = _reference(clause, clause.left[opener + 1 :])
        reading.noun = clause.left[:opener]
        reading.basis = None
        return True
    cue = clause.cue("H")
    than = clause.find("bB")
    if cue is None or than is None:
        return False
    if reading.quantity.kind == "rank":
        return False
    reading.sign = -1 if clause.text[cue.start : cue.end].startswith(_DOWN_WORDS) else 1
    reading.noun = clause.left[:than]
    if clause.left[than].kind == "B":
        reading.measure = Measure.CHANGE
        return True
    stop = next((spot for spot in range(than + 1, len(clause.left)) if clause.left[spot] is cue), len(clause.left))
    inner = clause.left[than + 1 : stop]
    if any(piece.kind == "T" for piece in inner):
        reading.measure = Measure.CHANGE
        reading.basis = clause.words(clause.left[than:stop])
    else:
        reading.measure = Measure.GAP
        reading.of = _reference(clause, inner)
        reading.basis = None
    return True


def _reference(clause: Clause, pieces: Sequence[Chunk]) -> str | None:
    kept = [piece for piece in pieces if piece.kind not in "AdRf的"]
    return clause.words(kept).strip("、和及与的") or None


def _contribution(clause: Clause) -> bool:
    reading = clause.reading
    pull = clause.find("P")
    if pull is not None and reading.quantity.kind in ("point", "percent"):
        reading.measure = Measure.CONTRIBUTION
        reading.of = clause.words([p for p in clause.left[pull + 1 :] if p.kind not in "AdRe"]).strip("的了、和") or None
        reading.noun = clause.left[:pull]
        reading.sign = -1 if clause.left[pull].label == "pull.down" else 1
        return True
    rate = clause.find("C")
    if rate is None:
        return False
    reading.measure = Measure.CONTRIBUTION
    to_ = next((spot for spot in range(rate - 1, -1, -1) if _is(clause, spot, "对")), None)
    if to_ is not None:
        reading.of = clause.words(clause.left[to_ + 1 : rate]).strip("的") or None
        reading.noun = clause.left[:to_]
    else:
        reading.noun = clause.left[: rate + 1]
    change = clause.cue("UDNW")
    if change is not None and change.kind in "UD" and reading.quantity.kind == "point":
        reading.measure = Measure.CHANGE
        reading.sign = -1 if change.kind == "D" else 1
        reading.of = None
        reading.noun = clause.left[: rate + 1]
    return True


def _change(clause: Clause) -> bool:
    """增长5%, 提高0.5个百分点, 减少1386万: the nearest cue says that the number is a movement."""
    reading = clause.reading
    cue = clause.cues[0] if clause.cues else None
    if cue is None or cue.kind not in "UDNW":
        return False
    relative = reading.quantity.kind in RELATIVE
    if cue.label == "up.rate" and not relative and reading.quantity.kind != "point":
        return False
    reading.measure = Measure.GROWTH if relative else Measure.CHANGE
    reading.sign = -1 if cue.kind in "DN" else 1
    rate = clause.cue("n")
    if rate is not None or cue.kind in "NW":
        reading.measure = Measure.CHANGE
        if rate is not None:
            reading.noun = clause.left[: _place(clause, rate) + 1]
            reading.rate = clause.text[rate.start : rate.end]
    share = clause.find("s")
    if share is not None and share >= clause.cut:
        reading.noun = clause.left[: share + 1]
    return True


def _place(clause: Clause, cue: Chunk) -> int:
    return next(spot for spot, piece in enumerate(clause.left) if piece is cue)


def _completion(clause: Clause) -> bool:
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return False
    if clause.cue("c") is not None:
        reading.measure = Measure.COMPLETION
        rate = clause.find("c")
        reading.noun = clause.left[:rate]
        return True
    task = clause.find("k")
    if task is None:
        return False
    tail = "".join(piece.kind for piece in clause.left[task + 1 :])
    if tail.strip("的AR") or not ("的" in tail or not tail):
        return False
    verb = next((spot for spot in range(task - 1, -1, -1) if clause.left[spot].kind in "RSE"), None)
    if verb is None:
        return False
    reading.measure = Measure.COMPLETION
    reading.of = clause.words(clause.left[verb + 1 : task + 1]) or None
    reading.noun = clause.left[:verb]
    return True


def _share(clause: Clause) -> bool:
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return False
    opener = clause.find("S")
    tail = clause.cue("s")
    if opener is None and tail is None:
        return _beyond_half(clause)
    reading.measure = Measure.SHARE
    if opener is not None:
        inner = [p for p in clause.left[opener + 1 :] if p.kind not in "sRAZdf的" and p.kind not in "UD"]
        reading.of = clause.words(inner).strip("的约了、在") or None
        reading.noun = clause.left[:opener]
        if clause.left[opener].end < reading.quantity.start and tail is None and not inner:
            reading.of = None
        return True
    within = next((spot for spot, piece in enumerate(clause.left) if piece is tail), len(clause.left))
    reading.noun = clause.left[:within]
    field = next((spot for spot in range(within - 1, 0, -1) if _is(clause, spot, "在")), None)
    if field is not None:
        reading.of = clause.words(clause.left[field + 1 : within]).strip("的中") or None
        reading.noun = clause.left[:field]
    return True


def _beyond_half(clause: Clause) -> bool:
    """新增装机超过全球一半, 超过一半人口居住在城镇, 在30%的机构实施: a part of the place before or the noun after it."""
    reading = clause.reading
    after = reading.right[0].kind if reading.right else ""
    name = "".join(piece.kind for piece in clause.left[: clause.cut]).strip("ARtoaTfBObMlhd、&的")
    if after == "的" and len(reading.right) > 1 and reading.right[1].kind in "XLp" and not clause.cues:
        reading.measure = Measure.SHARE
        reading.of = clause.words([p for p in reading.right[1:3] if p.kind in "XLph"]) or None
        reading.noun = [] if not name else clause.left[: clause.cut]
        return True
    if not name and not clause.cues and after and after in "XEVL" and reading.quantity.kind in ("fraction", "percent"):
        reading.measure = Measure.SHARE
        return True
    if reading.quantity.kind != "fraction" or not clause.left or clause.left[-1].kind not in "ph":
        return False
    reading.measure = Measure.SHARE
    reading.of = clause.words(clause.left[-1:])
    reading.noun = clause.left[:-1]
    while reading.noun and reading.noun[-1].kind in "RA":
        reading.noun = reading.noun[:-1]
    return True


def _growth_noun(clause: Clause) -> bool:
    """增速5%, 居民消费价格涨幅2%左右; and 保持12%左右的增速, where the noun follows."""
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return False
    cue = clause.cue("n")
    after = next((piece for piece in reading.right[:4] if piece.kind not in "A的"), None)
    if cue is None and not (after is not None and after.kind in "nU" and reading.right[0].kind in "的nU"):
        return False
    reading.measure = Measure.GROWTH
    word = clause.text[cue.start : cue.end] if cue is not None else ""
    reading.sign = -1 if word == "降幅" else 1
    return True


def _reduction(clause: Clause) -> bool:
    """减轻企业负担5000亿元, 降低利息负担约2000亿元: the verb stands first, what shrinks follows it."""
    reading = clause.reading
    verb = next((spot for spot, piece in enumerate(clause.left) if piece.kind in "rD"), None)
    if verb is None or verb + 1 >= len(clause.left) or verb >= clause.cut:
        return False
    before = "".join(piece.kind for piece in clause.left[:verb]).strip("ARtoaTfBObMOlfhd、&")
    piece = clause.left[verb]
    if before.strip("X") or (before and piece.kind == "D") or piece.end - piece.start < 2:
        return False
    relative = reading.quantity.kind in RELATIVE
    reading.measure = Measure.GROWTH if relative else Measure.CHANGE
    reading.sign = -1
    reading.noun = clause.left[verb + 1 : clause.cut]
    return True


def _of_task(clause: Clause) -> bool:
    """为年初预算12.9亿元的52.9%: the number before is the whole, this one what was reached of it."""
    reading = clause.reading
    bare = "".join(piece.kind for piece in clause.left).strip("A")
    if reading.opener not in ("Q", "(", ")") or bare != "的" or reading.quantity.kind not in RELATIVE:
        return False
    before = "".join(piece.kind for piece in reading.before)
    if "k" not in before and "S" not in before:
        return False
    reading.measure = Measure.COMPLETION if "k" in before else Measure.SHARE
    reading.noun = ()
    return True


def _multiple(clause: Clause) -> bool:
    """是2015年的1.65倍, 为上年同期的1.5倍: a ratio to what stands between 是 and 的."""
    reading = clause.reading
    if reading.quantity.kind not in ("multiple", "percent", "fraction") or not clause.left:
        return False
    last = len(clause.left) - 1
    while last >= 0 and clause.left[last].kind in "A":
        last -= 1
    if last < 1 or not _is(clause, last, "的"):
        return False
    verb = next((spot for spot in range(last - 1, -1, -1) if clause.words(clause.left[spot : spot + 1]) in _EQUALS), None)
    if verb is None or any(piece.kind in "SPk" for piece in clause.left[verb:]):
        return False
    reading.measure = Measure.GROWTH if reading.quantity.kind == "multiple" else Measure.LEVEL
    reading.basis = clause.words(clause.left[verb + 1 : last]) or None
    reading.noun = clause.left[:verb]
    return True


def _movement_start(clause: Clause) -> bool:
    """由9.8%降至7.5%, 由年初的68%提高到79%: the first side is a level of another time."""
    start = clause.find("F")
    if start is None:
        return False
    reading = clause.reading
    reading.from_side = True
    reading.noun = clause.left[:start]
    share = next((spot for spot, piece in enumerate(clause.left) if piece.kind == "S"), None)
    if share is not None or any(piece.kind == "s" for piece in clause.left[:start]):
        _share_of(clause, share, start)
    cue = clause.cues[0] if clause.cues else None
    if cue is not None and cue.kind in "UD" and reading.quantity.kind in RELATIVE:
        reading.measure = Measure.GROWTH  # 由上年下降23.5%转为增长38%
        reading.sign = -1 if cue.kind == "D" else 1
    return True


def _share_of(clause: Clause, opener: int | None, stop: int) -> None:
    """占…比重 between the name and the start of a movement."""
    reading = clause.reading
    if reading.quantity.kind not in RELATIVE:
        return
    reading.measure = Measure.SHARE
    if opener is not None:
        inner = [piece for piece in clause.left[opener + 1 : stop] if piece.kind not in "sRAf的"]
        reading.of = clause.words(inner).strip("的、") or None
        reading.noun = clause.left[:opener]


def _movement(clause: Clause) -> bool:
    """由9.8%降至7.5%: both sides are levels; 达到, 控制在 and the like give a level too."""
    cue = clause.cues[0] if clause.cues else None
    far = clause.find("Z")
    if cue is None and far is not None and len(clause.words(clause.left[far + 1 :])) <= _MAX_ASIDE:
        clause.reading.noun = clause.left[:far]  # 提高到现在的1721元, 提高到人均1196元
        return clause.find("snCcS") is None
    return cue is not None and cue.kind == "Z" and clause.cue("snCc") is None


def _tenths(clause: Clause) -> bool:
    """专职调解员不足三成, 完成投资三分之二: a fraction without a cue is a share, or what was completed."""
    reading = clause.reading
    tenth = reading.quantity.kind == "fraction" or reading.quantity.unit_base == "成"
    noun = clause.left[clause.cut - 1] if clause.cut else None
    if not tenth or noun is None or clause.text[noun.end - 1] in _RATE_ENDS:
        return False
    done = any(piece.kind == "R" and clause.words([piece]).endswith("完成") for piece in clause.left)
    reading.measure = Measure.COMPLETION if done else Measure.SHARE
    return True


def _level(clause: Clause) -> bool:
    if clause.reading.quantity.comparator is Comparator.RANGE:
        clause.reading.notes.append("range")
    return True


FRAMES: tuple[tuple[str, Callable[[Clause], bool]], ...] = (
    ("rank", _rank),
    ("task", _of_task),
    ("multiple", _multiple),
    ("gap", _gap),
    ("contribution", _contribution),
    ("from", _movement_start),
    ("change", _change),
    ("movement", _movement),
    ("completion", _completion),
    ("share", _share),
    ("growth-noun", _growth_noun),
    ("reduction", _reduction),
    ("tenths", _tenths),
    ("level", _level),
)
