"""The words of sections.toml and metadata.toml, compiled once for each set of rules."""

import re
from functools import lru_cache

from reportmine.model import SectionKind
from reportmine.patterns import Book, Cue, Rules, trie_pattern

_NEVER = r"(?!)"
_NAME = r"[\u4e00-\u9fffA-Za-z“”·、()]"


class Lexicon:
    """Compiled vocabulary of the outline: each attribute is a regex over folded text."""

    def __init__(self, rules: Rules) -> None:
        sections, facts = rules.book("sections"), rules.book("metadata")
        self.noun = {kind: _ending(sections, kind) for kind in SectionKind}
        self.background = re.compile(_any_of(sections, "background"))
        self.part = re.compile(_any_of(sections, "part"))
        self.guard = re.compile(_any_of(sections, "guard"))
        self.lead_problem = re.compile(_any_of(sections, "lead.problem"))
        self.lead_plan = re.compile(_any_of(sections, "lead.plan"))
        self.plan_alone = re.compile(f"(?:{_any_of(sections, 'plan.about')})*{_any_of(sections, 'plan')}$")
        self.cut = re.compile(
            f"(?P<problem>{_any_of(sections, 'cut.problem')})|(?P<plan>{_any_of(sections, 'cut.plan')})"
            f"|(?P<work>{_any_of(sections, 'cut.work')})"
        )
        self.title_end = re.compile(_any_of(facts, "title_end", "kind.plan", "kind.summary"))
        self.kind_summary = re.compile(_any_of(facts, "kind.summary"))
        self.kind_plan = re.compile(_any_of(facts, "kind.plan"))
        self.intro_plan = re.compile(_any_of(facts, "intro.plan"))
        self.gov_report = re.compile(_any_of(facts, "gov_report"))
        self.salutation = re.compile(_any_of(facts, "salutation"))
        self.compared = re.compile(f"{_any_of(facts, 'compared')}$")
        self.begun = re.compile(_any_of(facts, "begun"))
        self.skip = re.compile(_any_of(facts, "skip"))
        self.delegate = re.compile(_any_of(facts, "delegate"))
        self.published = re.compile(rf"{_any_of(facts, 'published')}[ ]*:[ ]*")
        self.source = re.compile(rf"(?<!\w){_any_of(facts, 'source')}[ ]*:[ ]*(?P<value>[^\s:]+)")
        self.meta = re.compile(rf"{_any_of(facts, 'published', 'source')}[ ]*:")
        self.above = re.compile(f"(?:{_any_of(facts, 'above')})+")
        self.media = re.compile(_any_of(facts, "media"))
        ends = _any_of(facts, "issuer_end", "office")
        self.organisation = re.compile(rf"{_NAME}{{1,30}}?{ends}")
        self.issuer = re.compile(
            rf"{_NAME}{{1,30}}?{ends}(?=[ \d(]|工作|关于|的|年度|[上下]半年|前?[一二三四]季度|$)"
        )
        self.signature = re.compile(rf"\(?(?P<issuer>{_NAME}{{1,30}}?{ends})(?:[ ]+[\d○一二].*)?\)?$")
        self.office = re.compile(rf"(?:{_any_of(facts, 'office')})$")
        role = _any_of(facts, "issuer_role")
        self.held = re.compile(
            rf"(?P<issuer>\S*?)代?{role}[ ]+[\u4e00-\u9fff·]{{1,8}}(?:[ ][\u4e00-\u9fff]{{1,2}})?$"
        )
        self.months_word = {word: _months_of(cue.label) for cue in _month_cues(facts) for word in cue.words}
        self.school_next = _any_of(facts, "school.next")
        self.plan_opens = _any_of(facts, "plan.opens")
        self.year_word = {word: shift for shift in (-1, 0, 1) for word in facts.words(f"year.{shift}")}


@lru_cache(maxsize=4)
def lexicon(rules: Rules) -> Lexicon:
    """The compiled vocabulary of `rules`; the same object for the same rules."""
    return Lexicon(rules)


def _any_of(book: Book, *labels: str) -> str:
    cues = [cue for label in labels for cue in book.of(label)]
    formed = sorted((cue for cue in cues if cue.regex), key=lambda cue: -cue.priority)
    parts = [f"(?:{cue.regex})" for cue in formed]
    words = [word for cue in cues for word in cue.words]
    if words:
        parts.append(trie_pattern(words))
    return f"(?:{'|'.join(parts)})" if parts else _NEVER


def _ending(book: Book, label: str) -> re.Pattern[str]:
    # Searched from the left, so that the longest word that ends the heading is found first.
    return re.compile(_any_of(book, label) + "$")


def _month_cues(book: Book) -> list[Cue]:
    return [cue for cue in book.cues if cue.label.startswith("months.")]


def _months_of(label: str) -> tuple[int, int]:
    first, last = label.removeprefix("months.").split("-")
    return int(first), int(last)
