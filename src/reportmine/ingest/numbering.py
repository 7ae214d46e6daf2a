"""Automatic numbers of Word paragraphs: what 一、 or 1. stands before each, which no run of text holds."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from docx.oxml.ns import qn

_VAL, _NUM_ID, _ILVL, _STYLE_ID = (qn(f"w:{name}") for name in ("val", "numId", "ilvl", "styleId"))
_PROPERTIES, _NUMBER, _STYLE, _BASED = (qn(f"w:{name}") for name in ("pPr", "numPr", "pStyle", "basedOn"))
_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_CLOSED = tuple("、．。：:）)】〕")  # behind these stands no space


class _Level(NamedTuple):
    form: str  # w:numFmt
    text: str  # w:lvlText, with %1 for the number of the first level
    start: int
    suffix: str  # w:suff
    style: str  # w:pStyle: paragraphs of this style are on this level


class _List(NamedTuple):
    levels: dict[int, _Level]
    counts: dict[int, int]  # shared by all lists that are made from one definition


class Numbering:
    """Counts the lists of one document; paragraphs are to be asked in their order."""

    def __init__(
        self, lists: dict[str, _List], starts: dict[str, dict[int, int]], styles: dict[str, Any]
    ) -> None:
        self._lists = lists
        self._starts = starts  # of lists that begin anew, by level
        self._styles = styles  # style id → its element

    @classmethod
    def of(cls, document: Any) -> "Numbering":
        """The lists that a document defines."""
        styles = {style.get(_STYLE_ID): style for style in document.styles.element.findall(qn("w:style"))}
        # python-docx makes a numbering part where there is none, so the relations are asked first
        relations = (relation.reltype for relation in document.part.rels.values())
        if not any(told.endswith("/numbering") for told in relations):
            return cls({}, {}, styles)
        root = document.part.numbering_part.element
        kinds = {kind.get(qn("w:abstractNumId")): kind for kind in root.findall(qn("w:abstractNum"))}
        lists = {name: _List(_levels(_linked(kind, kinds, root, styles)), {}) for name, kind in kinds.items()}
        of_list, starts = {}, {}
        for number in root.findall(qn("w:num")):
            name, kind = number.get(_NUM_ID), number.find(qn("w:abstractNumId")).get(_VAL)
            if kind in lists:
                of_list[name] = lists[kind]
                starts[name] = _overrides(number)
        return cls(of_list, starts, styles)

    def mark(self, paragraph: Any) -> str:
        """What stands before the words of a paragraph; "" where it has no number, or a bullet."""
        name, told, style = self._number_of(paragraph)
        found = self._lists.get(name)
        if found is None:
            return ""
        named = (depth for depth, level in found.levels.items() if style and level.style == style)
        depth = next(named, 0) if told is None else told
        if depth not in found.levels:
            return ""
        for begun, start in self._starts.pop(name, {}).items():
            found.counts[begun] = start - 1
        levels, counts = found
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in range(depth + 1, _LEVELS):
            counts.pop(deeper, None)
        level = levels[depth]
        if level.form in ("bullet", "none"):
            return ""
        mark = _PLACEHOLDER.sub(lambda part: self._count(found, int(part[1]) - 1), level.text)
        return mark if level.suffix == "nothing" or mark.endswith(_CLOSED) else f"{mark} "

    def _count(self, found: _List, depth: int) -> str:
        level = found.levels.get(depth)
        if level is None:
            return ""
        return _FORMS.get(level.form, str)(found.counts.get(depth, level.start))

    def _number_of(self, paragraph: Any) -> tuple[str, int | None, str]:
        """List and level of a paragraph, its own or those of its style, and the style."""
        properties = paragraph.find(_PROPERTIES)
        if properties is None:
            return "", None, ""
        name, depth = _told(properties)
        style = properties.find(_STYLE)
        own = "" if style is None else style.get(_VAL, "")
        known = self._styles.get(own)
        seen = set[str]()
        while known is not None and (name is None or depth is None) and known.get(_STYLE_ID) not in seen:
            seen.add(known.get(_STYLE_ID))
            inherited = known.find(_PROPERTIES)
            if inherited is not None:
                above = _told(inherited)
                name, depth = name if name is not None else above[0], depth if depth is not None else above[1]
            based = known.find(_BASED)
            known = self._styles.get(based.get(_VAL)) if based is not None else None
        return name or "", depth, own


def _told(properties: Any) -> tuple[str | None, int | None]:
    number = properties.find(_NUMBER)
    if number is None:
        return None, None
    name, depth = number.find(_NUM_ID), number.find(_ILVL)
    return None if name is None else name.get(_VAL), None if depth is None else int(depth.get(_VAL))


def _linked(kind: Any, kinds: dict[str, Any], root: Any, styles: dict[str, Any]) -> Any:
    """The definition that holds the levels: one may only name a style of lists."""
    link = kind.find(qn("w:numStyleLink"))
    style = styles.get(link.get(_VAL)) if link is not None else None
    properties = style.find(_PROPERTIES) if style is not None else None
    name = _told(properties)[0] if properties is not None else None
    for number in root.findall(qn("w:num")):
        if number.get(_NUM_ID) == name:
            return kinds.get(number.find(qn("w:abstractNumId")).get(_VAL), kind)
    return kind


def _levels(kind: Any) -> dict[int, _Level]:
    return {
        int(level.get(_ILVL)): _Level(
            _value(level, "numFmt", "decimal"),
            _value(level, "lvlText", ""),
            int(_value(level, "start", "0")),
            _value(level, "suff", "tab"),
            _value(level, "pStyle", ""),
        )
        for level in kind.findall(qn("w:lvl"))
    }


def _overrides(number: Any) -> dict[int, int]:
    found = {}
    for override in number.findall(qn("w:lvlOverride")):
        start = override.find(qn("w:startOverride"))
        if start is not None:
            found[int(override.get(_ILVL))] = int(start.get(_VAL))
    return found


def _value(level: Any, name: str, default: str) -> str:
    found = level.find(qn(f"w:{name}"))
    return default if found is None else str(found.get(_VAL, default))


def chinese(number: int) -> str:
    """A number below 100 in words of counting; with digits above.

    >>> chinese(3), chinese(10), chinese(12), chinese(20), chinese(35)
    ('三', '十', '十二', '二十', '三十五')
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")


def _among(characters: str) -> Callable[[int], str]:
    """The number-th of the characters; digits beyond them."""
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _between(first: str, count: int) -> Callable[[int], str]:
    return _among("".join(chr(ord(first) + step) for step in range(count)))


def _roman(number: int) -> str:
    numerals = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    if not 0 < number < 40:
        return str(number)
    written = ""
    for value, letters in numerals:
        written += letters * (number // value)
        number %= value
    return written


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        chinese,
    ),
    "chineseLegalSimplified": _among("壹贰叁肆伍陆柒捌玖拾"),
    "ideographTraditional": _among("甲乙丙丁戊己庚辛壬癸"),
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)}),
    "decimalEnclosedCircle": _between("①", 20),
    "decimalEnclosedCircleChinese": _between("①", 20),
    "decimalEnclosedParen": _between("⑴", 20),
    "decimalEnclosedFullstop": _between("⒈", 20),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _between("A", 26),
    "lowerLetter": _between("a", 26),
}  # fmt: skip
