"""Words and entities: what is found as a name, and what never stands in one."""

import re
import subprocess
import sys

import jieba
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from reportmine.model import Entity
from reportmine.nlp import recogniser, segmenter
from reportmine.patterns import load
from reportmine.text import fold

RULES = load()
TEXT = st.text(
    alphabet="青禾石鼓镇县医院学校公司集团局委员会科技有限责任大中小一二3500,，。、"
    "（）《》“”的和与在 增长低于其中完成人家个%\n",
    max_size=60,
)


def entities(text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [
        (text[found.start : found.end], found.label) for found in recogniser(RULES).find(folded, 0, len(text))
    ]


NAMES = {
    "company": ("旭岚生物科技有限公司", "ORG", "获得奖补50万元。"),
    "group": ("锦鸿集团", "ORG", "新建厂房3栋。"),
    "cooperative": ("洪坪茶叶专业合作社", "ORG", "带动农户120户。"),
    "university": ("南屿理工大学", "ORG", "派出专家8名。"),
    "numbered school": ("青禾县第三中学", "ORG", "新增学位600个。"),
    "school of a town": ("石鼓镇中心小学", "ORG", "改造校舍2栋。"),
    "hospital": ("青禾县人民医院", "ORG", "开放床位450张。"),
    "academy": ("南屿省农业科学院", "ORG", "推广品种6个。"),
    "office of a county": ("青禾县财政局", "ORG", "拨付资金300万元。"),
    "police station": ("石鼓镇派出所", "ORG", "调解纠纷86件。"),
    "ministry": ("科技部", "ORG", "下达资金2亿元。"),
    "park": ("白鹭经开区", "PLACE", "新入驻企业14家。"),
    "title": ("《青禾县科技创新十条》", "DOCUMENT", "印发36份。"),
    "group named by a verb": ("佳禾农业发展集团", "ORG", "获得奖补50万元。"),
    "ending in two words": ("白鹭区妇幼保健院", "ORG", "获得奖补50万元。"),
    "office in two words": ("石鼓镇司法所", "ORG", "获得奖补50万元。"),
    "quoted project": ("“千村示范”工程", "PROJECT", "投入资金2亿元。"),
}


@pytest.mark.parametrize(("name", "label", "rest"), NAMES.values(), ids=NAMES)
def test_names_are_found_whole(name: str, label: str, rest: str) -> None:
    assert (name, label) in entities(name + rest)


@pytest.mark.parametrize(
    "text",
    [
        "床位使用率低于全市医院平均水平3个百分点。",
        "门诊量低于县人民医院5%。",
        "共有医疗机构30个，其中医院9个。",
        "新增民办学校3所，新增公司120家。",
        "完成投资的公司12家。",
        "预计引进研究院2家，力争培育集团1家。",
        "占全县学校的12%，高于乡镇学校8个百分点。",
        "2023年支持企业与大学合作18次。",
        "去年公司营收增长5%，今年公司营收下降3%。",
        "组织学校参加比赛6次。",
        "全年走访学校38所、医院6家。",
    ],
)
def test_a_name_never_swallows_what_is_said_of_it(text: str) -> None:
    said = re.compile("低于|高于|其中|新增|完成|预计|力争|占|去年|今年|2023|的|与|全年|走访|引进|组织|支持")
    for written, _ in entities(text):
        assert said.search(written) is None, written


def test_an_ending_alone_is_no_name() -> None:
    for text in ("医院9个", "学校3所。", "公司12家", "集团化办学12个", "城镇化率58%", "乡村振兴项目6个"):
        assert entities(text) == []


def test_entities_are_found_between_offsets_only() -> None:
    text = "青禾县人民医院开放床位450张。白鹭区中医院门诊量增长5%。"
    middle = text.index("。") + 1
    found = recogniser(RULES).find(text, middle, len(text))
    assert [text[entity.start : entity.end] for entity in found] == ["白鹭区中医院"]


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_entities_lie_in_order_inside_the_text(text: str) -> None:
    found = recogniser(RULES).find(text, 0, len(text))
    ends = [0]
    for entity in found:
        assert isinstance(entity, Entity)
        assert ends[-1] <= entity.start < entity.end <= len(text)
        assert entity.label in ("ORG", "PLACE", "PERSON", "DOCUMENT", "PROJECT")
        ends.append(entity.end)
    assert found == recogniser(RULES).find(text, 0, len(text))


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_words_tile_the_text(text: str) -> None:
    words = segmenter(RULES)(text)
    assert "".join(words) == text
    assert all(words)


def test_words_know_the_vocabulary_of_patterns() -> None:
    words = segmenter(RULES)("规上工业增加值同比增长5%")
    assert "同比" in words
    assert "增长" in words


def test_words_are_those_of_jieba() -> None:
    jieba.setLogLevel("ERROR")
    slow = jieba.Tokenizer()
    for word in ("妇幼保健院", "旭岚"):
        slow.add_word(word)
    fast = rjieba.Jieba()
    for word in ("妇幼保健院", "旭岚"):
        fast.add_word(word, fast.suggest_freq(word), None)
    for name, _, rest in NAMES.values():
        assert fast.cut(name + rest, hmm=False) == slow.lcut(name + rest, HMM=False)


def loaded(text: str) -> set[str]:
    """Which of the libraries a fresh interpreter has loaded after extraction of a text."""
    code = (
        "import sys; from reportmine.pipeline import extract\n"
        "extract(sys.argv[1])\n"
        "print(*sorted({'spacy', 'jieba', 'rjieba', 'pandas'} & set(sys.modules)))"
    )
    return set(subprocess.check_output([sys.executable, "-c", code, text], text=True).split())


@pytest.mark.parametrize(
    "text",
    ["全年粮食产量19.2万吨，同比增长5%。", "印发《科技创新十条》，实施“千村示范”工程，投入2亿元。"],
    ids=["figures", "quoted"],
)
def test_text_without_an_ending_loads_no_library(text: str) -> None:
    assert loaded(text) == set()


def test_text_with_an_ending_loads_the_segmenter_alone() -> None:
    assert loaded("旭岚生物科技有限公司获得奖补50万元。") == {"rjieba"}
