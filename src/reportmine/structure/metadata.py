"""Facts of a document as a whole: title, issuer, region, date of publication, kind and period."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportmine.model import Document, DocumentInfo, DocumentKind, Months
from reportmine.patterns import Rules
from reportmine.structure import regions, reported, times
from reportmine.structure.head import DATE, Head, read_head
from reportmine.structure.headings import Heading, is_numbered
from reportmine.structure.lexicon import Lexicon, lexicon
from reportmine.structure.times import Clock
from reportmine.text import small_number, year_number
from reportmine.traditional import simplified

__all__ = ["Facts", "read", "read_head"]

_OPENING = 600  # characters in which a speaker names the government that reports
_LONGEST_SIGNATURE = 40
_LONGEST_PLACE = 20  # characters of the first sentence in which a text without a title may name its place
_GOVERNMENT = re.compile(r"政府$")
_LEVELS = "省市县区州旗镇乡"
_BRANCH = re.compile(r"[市州盟]\S{2,12}局(?P<name>[\u4e00-\u9fff]{2,4})分局")


class Facts(NamedTuple):
    """What is known of a document, and what its sections need to know."""

    info: DocumentInfo
    clock: Clock
    planned: Months | None  # the period of the plan that the title of a summary names


def read(document: Document, folded: str, head: Head, headings: Sequence[Heading], rules: Rules) -> Facts:
    """Facts of the document; what neither its text nor its file says is None."""
    words = lexicon(rules)
    title = "".join(line.of(document.text) for line in head.title) or None
    narrow = "".join(line.of(folded) for line in head.title)
    published = _published(head, words) or document.hints.published
    government = bool(words.gov_report.search(narrow) or words.gov_report.search(folded, 0, _OPENING))
    kind = DocumentKind.SUMMARY if government else _kind(narrow, head.introduction, words)
    signs = reported.Signs(narrow, head.introduction, headings, published, kind, government)
    period, clock, planned = reported.read(signs, rules)
    year = times.year_of(period) if period else (int(published[:4]) if published else None)
    bare = _without_time(narrow, rules)
    named = _issuers(head, folded[:_OPENING], bare, words)
    prose = "" if title else _without_time(head.introduction.partition("。")[0], rules).lstrip(",")
    region = regions.find(_place_names(bare, named, head, words), folded, year, prose[:_LONGEST_PLACE])
    branch = _BRANCH.search(bare)
    if region and branch:
        region = _branch(branch["name"], region, folded, year)
    issuer = _issuer(named, region, government, words) or _hinted(
        simplified(document.hints.issuer or ""), words
    )
    info = DocumentInfo(
        title=title,
        issuer=issuer,
        region=region.name if region else None,
        region_code=region.code if region else None,
        kind=kind,
        period=period,
        published=published,
    )
    return Facts(info, clock, planned)


def _kind(title: str, introduction: str, words: Lexicon) -> DocumentKind:
    if title:
        plan = bool(words.kind_plan.search(title)) and not words.kind_summary.search(title)
    else:
        plan = bool(words.intro_plan.search(introduction))
    return DocumentKind.PLAN if plan else DocumentKind.SUMMARY


def _published(head: Head, words: Lexicon) -> str | None:
    """Date of publication: labelled, else among the lines below the title, else in the signature."""
    for note in head.notes:
        label = words.published.search(note)
        if label and (found := DATE.match(note, label.end())):
            return _iso(found)
    signature = (line for line in head.tail if len(line) <= _LONGEST_SIGNATURE and not line.endswith("。"))
    for line in (*head.notes, *signature):
        if words.skip.match(line):
            continue
        found = DATE.search(line)
        if found and (line in head.notes or not line[found.end() :].strip(" )")):
            return _iso(found)
    return None


def _iso(found: re.Match[str]) -> str:
    month, day = small_number(found["month"]), small_number(found["day"])
    return f"{year_number(found['year'])}-{month:02}-{day:02}"


def _without_time(title: str, rules: Rules) -> str:
    """The title without a time expression at its start."""
    first = next(times.find(title, rules), None)
    return title[first.end :].lstrip(" ") if first and first.start == 0 else title


class _Named(NamedTuple):
    """Names of an issuer, each with where it stands; "" where it does not."""

    source: str
    role: str  # the office that the speaker holds
    delegate: str  # in whose name the speaker reports
    signature: str
    title: str


def _issuers(head: Head, opening: str, title: str, words: Lexicon) -> _Named:
    notes = "\n".join(head.notes)
    source = next((found["value"] for found in words.source.finditer(notes)), "")
    if words.media.search(source) or not words.organisation.fullmatch(source):
        source = ""
    role = next((found["issuer"] for note in head.notes if (found := words.held.match(note))), "")
    ends = (line for line in (*head.tail, *head.notes) if len(line) <= _LONGEST_SIGNATURE)
    signed = (line for line in ends if not is_numbered(line))  # 六、学术委员会 is a heading
    signature = next((found["issuer"] for line in signed if (found := words.signature.match(line))), "")
    spoken = words.delegate.search(opening)
    delegate = words.organisation.match(opening, spoken.end()) if spoken else None
    titled = words.issuer.match(title)
    return _Named(
        source,
        role if words.organisation.fullmatch(role) else "",
        delegate.group() if delegate else "",
        signature,
        titled.group() if titled else "",
    )


def _place_names(title: str, named: _Named, head: Head, words: Lexicon) -> Iterator[str]:
    """Texts that may name the place, the surest first, each from where the place would begin."""
    notes = (note for note in head.notes if not words.meta.search(note))
    for text in (title, named.title, named.role, named.signature, named.source, *notes):
        date = DATE.search(text)
        rest = text[date.end() :] if date else text
        above = words.above.match(rest)
        yield rest[above.end() :] if above else rest


def _branch(name: str, region: regions.Region, folded: str, year: int | None) -> regions.Region:
    """The district of a municipal bureau's branch (某市某局白鹭分局), where the text names it in full."""
    for level in "区县市旗":
        if name + level in folded:
            return regions.find([region.name + name + level], "", year) or region
    return region


def _issuer(named: _Named, region: regions.Region | None, government: bool, words: Lexicon) -> str | None:
    """The issuer by its fullest name: 县财政局 takes the name of its place."""
    place = region.name if region else ""
    if government:
        name = named.role or named.delegate or named.title
        if place and _GOVERNMENT.search(name) and not name.startswith(place):
            return f"{place}人民政府"
    else:
        source, signature = _whole(named.source, words), _whole(named.signature, words)
        if source != named.source:
            source = named.title or signature or source
        name = source or signature or named.title or named.role or named.delegate
        name = named.title if named.title.endswith(name) else name
    return _completed(name, place) or None


def _hinted(name: str, words: Lexicon) -> str | None:
    """The organisation that the file names as its source, unless it only passes on what others issue."""
    if not name or words.media.search(name) or not words.organisation.fullmatch(name):
        return None
    return _whole(name, words)


def _whole(name: str, words: Lexicon) -> str:
    """The organisation that an office (某局办公室) belongs to; that of a government stands for itself."""
    office = words.office.search(name)
    if not office or _GOVERNMENT.search(name, 0, office.start()):
        return name
    return name[: office.start()]


def _completed(name: str, place: str) -> str:
    if name and place and name[0] in _LEVELS and place.endswith(name[0]):
        return place + name[1:]
    return name
