"""What a figure of a table is called, whose it is, and what of its headers is quoted."""

from reportmine.model import Span
from reportmine.tables.place import Place, Setting
from reportmine.tables.shape import Column

_NAMELESS = ("index", "remark", "unit", "when", "indicator", "value", "code", "date", "name")


def find(place: Place, setting: Setting) -> tuple[str, list[str], list[tuple[str, Span]]]:
    """The name out of the labels of row and column, notes on where it was taken from, and other places of it."""
    row = [span.of(setting.text) for span in place.row.name]
    column = _column_name(place.column, setting)
    if not column and place.column.of is not None:
        column = _column_name(place.column.of, setting)
    pieces = [*row, *column]
    if row and column and (column[0] in setting.words.flows or _picks(column[0], setting)):
        pieces = [column[0], *row, *column[1:]]
    notes, at = [], []
    above = place.row.above
    picked = "".join(row)
    if row and not column and above is not None and place.row.part != "total" and _picks(picked, setting):
        pieces = [*row, *(span.of(setting.text) for span in above.name)]
        at += [("whole", cell.span) for cell in above.cells[-1:]]
        notes.append("name:whole")
    noun = setting.around.noun
    lone = not column and (place.row.role == "class" or _picks(picked, setting))
    lone = lone or (not row and _picks("".join(column), setting))
    if noun is not None and not notes and (not pieces or lone):
        pieces = [*pieces, noun.of(setting.text)]
        notes.append("name:caption")
        at.append(("caption", noun))
    seen: list[str] = []
    for piece in pieces:
        if piece not in seen:
            seen.append(piece)
    return "".join("".join(seen).split()), notes, at


def _column_name(column: Column, setting: Setting) -> list[str]:
    """The pieces of a name that the headers of a column hold."""
    return [
        setting.text[cell.span.start + one.start : cell.span.start + one.end]
        for cell, label in zip(column.headers, column.labels, strict=True)
        if not label.is_place and label.kind not in _NAMELESS and not {"total", "subtotal"} & label.marks
        for one in label.name
    ]


def _picks(words: str, setting: Setting) -> bool:
    return setting.words.picks.fullmatch(words) is not None


def subject(place: Place, setting: Setting) -> str | None:
    """The place or organisation of a row or column, unless it is the report's own."""
    found = place.row.subject.of(setting.text) if place.row.subject else None
    if found is None:
        for cell, label in zip(place.column.headers, place.column.labels, strict=True):
            if label.is_place:
                span = Span(cell.span.start + label.name[0].start, cell.span.start + label.name[-1].end)
                found = span.of(setting.text)
    if found is None or found in (setting.info.region, setting.info.issuer):
        return None
    return "".join(found.split())


def quoted(place: Place, what: str, text: str) -> str | None:
    """The words for `of` or `basis`, of the innermost header of the column, then of the row, that has them."""
    own = place.figure.basis if what == "basis" else None
    if own is not None:
        return text[place.start + own.start : place.start + own.end]
    told = zip(place.column.headers, place.column.labels, strict=True)
    named = zip(place.row.cells, place.row.labels, strict=True)
    for cell, label in (*reversed(list(told)), *reversed(list(named))):
        span: Span | None = getattr(label, what)
        if span is not None:
            return "".join(text[cell.span.start + span.start : cell.span.start + span.end].split())
    return None
