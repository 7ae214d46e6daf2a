"""Vocabulary: the words of patterns/ by which names are made, gathered once for one set of rules."""

import re
from functools import lru_cache
from typing import NamedTuple

from reportmine.nlp import kinds_of
from reportmine.patterns import Rules, trie_pattern


class Vocabulary(NamedTuple):
    """Words and endings; patterns/bounds.toml, classes.toml, counted.toml, nouns.toml and verbs.toml say what each is for."""

    holders: tuple[str, ...] = ()  # endings of places and organisations
    towns: tuple[str, ...] = ()  # those among them that end the name of a place and hardly another word
    institutions: tuple[str, ...] = ()  # those among them of which a part may be: 其中寄宿制学校11所
    schools: tuple[str, ...] = ()  # what names itself where it is a part: 中小学171所，其中初中21所
    common: tuple[str, ...] = ()  # endings that only look like one
    kind: re.Pattern[str] = re.compile("(?!)")  # a holder that only says of what kind it is: 普惠性幼儿园
    place: re.Pattern[str] = re.compile("(?!)")  # a name that begins with a place
    people: tuple[str, ...] = ()  # nouns for people, households and those who count like them
    money: tuple[str, ...] = ()  # nouns for sums: 资金 投资
    held: frozenset[str] = frozenset()  # 拥有: what follows is of those counted before
    such: tuple[str, ...] = ()  # 等
    sums: tuple[str, ...] = ()  # endings of what is a sum of money by itself: 税金
    spent: tuple[str, ...] = ()  # words that only tell of money: 投入 总投资 资金
    flows: tuple[str, ...] = ()  # openings of a name that tell what came newly, longest first
    verbs: frozenset[str] = frozenset()  # what is done: 开工 整改 就业
    heads: tuple[str, ...] = ()  # words that a whole name of an indicator ends with
    pairs: tuple[tuple[str, ...], ...] = ()  # a word for several things, and these
    opposites: tuple[tuple[str, ...], ...] = ()  # a head, and those that stand against it
    alternates: tuple[tuple[str, ...], ...] = ()  # kinds of one thing: 小学, 初中, 高中
    done: tuple[str, ...] = ()  # 完成, and what it is written with
    budgets: tuple[str, ...] = ()  # endings of what the whole is to cost: 总投资
    run: tuple[str, ...] = ()  # verbs that say only that something is carried out
    above: tuple[str, ...] = ()  # 国家级以上
    within: tuple[str, ...] = ()  # behind what a part is of: 33个行业大类中
    within_kept: tuple[str, ...] = ()  # words that only end alike: 高中
    payers: tuple[str, ...] = ()  # who pays, and nothing more: 中央财政
    works: tuple[str, ...] = ()  # what is begun and built: 项目, 工程
    given_to: tuple[str, ...] = ()  # before those for whom something is done: 为43家企业
    done_to: tuple[str, ...] = ()  # the same, and before what something is done to: 对20处隐患
    sown: tuple[str, ...] = ()  # what is done to a crop: 播种
    yields: tuple[str, ...] = ()  # what it yields: 总产
    no_lead: tuple[str, ...] = ()  # endings of what stands before a colon and is no name
    siblings: frozenset[str] = frozenset()  # heads that are told of one kind after another: 增加值
    kinds: tuple[str, ...] = ()  # openings that a part drops: 各类
    tiers: tuple[tuple[str, ...], ...] = ()  # 省、市科技特派员
    halves: frozenset[str] = frozenset()  # 存、贷款余额: words cut down to their first character
    took_part: tuple[str, ...] = ()  # 课后服务全覆盖，参与学生3.1万人
    tails: tuple[str, ...] = ()  # what a topic is named without: 工作
    attributes: tuple[str, ...] = ()  # of every member of a class: 利润总额, 在校生
    alone: tuple[str, ...] = ()  # those of them that open a sentence: 产值突破1300亿元
    classes: tuple[str, ...] = ()  # what such a class ends with: 企业 行业 小学
    group: re.Pattern[str] = re.compile("(?!)")  # how many members a list has: 三大, 两科


@lru_cache(maxsize=4)
def vocabulary(rules: Rules) -> Vocabulary:
    """The Vocabulary of one set of rules, gathered once."""
    counted, nouns, verbs = rules.book("counted"), rules.book("nouns"), rules.book("verbs")
    holders = counted.words("holder", "town", "institution")
    return Vocabulary(
        holders,
        towns=counted.words("town"),
        institutions=counted.words("institution"),
        schools=counted.words("school", "institution", "within.kept"),
        common=counted.words("common"),
        kind=re.compile(f"{kinds_of(rules)}{trie_pattern(holders)}"),
        place=_place_pattern(tuple(ending for ending in holders if len(ending) == 1)),
        people=counted.words("people", "household"),
        money=tuple(word for word in counted.words("money", "spent") if len(word) > 1),
        sums=counted.words("money", "spent"),
        held=frozenset(counted.words("held")),
        such=counted.words("such"),
        spent=counted.words("spent"),
        flows=tuple(sorted(counted.words("flow"), key=lambda word: (-len(word), word))),
        verbs=frozenset(verbs.words("event", "event.bare", "event.held")),
        # One character alone ends too many words that are no name of an indicator.
        heads=tuple(word for word in nouns.words("generic", "head") if len(word) > 1),
        pairs=_listed(counted.words("pair")),
        opposites=_listed(counted.words("opposite")),
        alternates=_listed(counted.words("alternate")),
        done=verbs.words("reach.done"),
        budgets=counted.words("budget"),
        run=counted.words("run"),
        above=rules.book("bounds").words("after.at_least"),
        within=counted.words("within"),
        within_kept=counted.words("within.kept"),
        payers=counted.words("payer"),
        works=counted.words("begun"),
        given_to=counted.words("given_to"),
        done_to=counted.words("given_to", "done_to"),
        sown=counted.words("sown"),
        yields=(
            *counted.words("yield"),
            *(word for word in counted.words("sibling") if word.endswith("产量")),
        ),
        no_lead=counted.words("no_lead"),
        siblings=frozenset(counted.words("money", "spent", "sibling")),
        kinds=counted.words("kinds"),
        halves=frozenset(counted.words("half")),
        tiers=_listed(counted.words("tier")),
        took_part=counted.words("took_part"),
        tails=counted.words("tail"),
        attributes=tuple(
            sorted(
                rules.book("classes").words("attribute", "attribute.alone"),
                key=lambda word: (-len(word), word),
            )
        ),
        alone=rules.book("classes").words("attribute.alone"),
        classes=(
            *nouns.words("class"),
            *rules.book("classes").words("trade"),
            *counted.words("school", "institution", "within.kept"),
        ),
        group=_group_pattern((*counted.words("group"), *holders)),
    )


def _listed(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """进出口：出口、进口 as the word and its members."""
    return tuple(tuple(re.split("[：、]", word)) for word in words)


def _place_pattern(holders: tuple[str, ...]) -> re.Pattern[str]:
    """A name that begins with a place or an organisation: two to eight characters and an ending."""
    return re.compile(f"[\u4e00-\u9fff]{{1,7}}?(?:{'|'.join(map(re.escape, holders))})(?![外内级定属直辖场])")


def _group_pattern(classifiers: tuple[str, ...]) -> re.Pattern[str]:
    """A number of two to ten behind the last member, with what they are counted in: 物理、英语两科."""
    return re.compile(f"(?<=.)[两三四五六七八九十](?:{'|'.join(map(re.escape, classifiers))})")
