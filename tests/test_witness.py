"""Arithmetic as a witness: what fits, what cannot be, and above all what says nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine import Record, extract, patterns, witness
from reportmine.model import Bounds, Check, Finding, Flag
from reportmine.witness import figures

HEAD = "青禾县科技局2023年工作总结\n一、工作情况\n"


def findings(*sentences: str) -> list[tuple[str, bool, list[str]]]:
    """Check, whether it agrees, and the texts of its records, for each finding of a report with these sentences."""
    report = extract(HEAD + "\n".join(sentences))
    by_id = {record.record_id: record for record in report.records}
    return [
        (finding.check.value, finding.agrees, [by_id[record_id].text for record_id in finding.records])
        for finding in report.findings
    ]


def verdicts(*sentences: str) -> list[tuple[str, bool]]:
    return [(check, agrees) for check, agrees, _ in findings(*sentences)]


AGREE = {
    "sum": [
        "全县各类创新平台43个，其中国家级3个、省级12个、市级28个。",
        "建成创新平台31个，其中市级18项、县级3项、镇级4项、园区4项、校级1项、院级1项。",
        "培育企业22家：国家级8家、省级14家。",
        "一般公共预算收入6.82亿元，增长4%，其中税收收入4.31亿元，非税收入2.51亿元。",
        "完成投资28.6亿元，其中中央资金6.3亿元、省级资金4.1亿元、专项债券9.7亿元、社会资本8.5亿元。",
        "安排重点项目126个。按阶段分，续建71个、新开工38个、前期17个；按领域分，产业项目64个、民生项目62个。",
    ],
    "share": [
        "一般公共预算收入86.2亿元，其中税收收入58.1亿元，占比67.4%。",
        "全县货运量1.32亿吨，增长7.4%。水路货运量2875万吨，占全县货运量的21.8%。",
        "现有教师1862人，具有高级职称的1043人，占56.0%。",
    ],
    "growth": [
        "水利建设投入5955万元，比上年增加1637万元，增长37.9%。",
        "土地增值税3.12亿元，同比减少1.07亿元，下降25.5%。",
        "2022年技术合同成交额10.25亿元。2023年技术合同成交额12.30亿元，同比增长20%。",
    ],
    "movement": [
        "城镇调查失业率由9.8%降至7.5%，下降2.3个百分点。",
        "科技创新指数排名由第8位上升5位至第3位。",
        "低保标准由4800元提高到5200元，提高8.3%。",
        "城镇化率达到66.8%，由上年的66.1%提高0.7个百分点。",
    ],
    "completion": [
        "财税收入1.46亿元，完成全年任务2.8亿元的52.1%。",
        "排查隐患213处，已整改197处，整改率92.5%。",
    ],
    "restated": ["全县技术合同成交额12.5亿元。", "全县技术合同成交额达到12.53亿元。"],
}

CONTRADICT = {
    "sum": [
        "全县各类创新平台31个，其中国家级18个、省级14个。",
        "一般公共预算收入6.82亿元，增长4%，其中税收收入4.81亿元，非税收入2.51亿元。",
        "新签约项目46个：产业类31个、民生类26个。",
        "受理投诉264件，其中噪声类118件、大气类92件、水类31件、其他13件。",
        "新建污水管网38.6公里，其中城区27.4公里、乡镇21.2公里。",
    ],
    "share": ["一般公共预算收入86.2亿元，其中税收收入58.1亿元，占比76.4%。"],
    "growth": [
        "水利建设投入5955万元，比上年增加1637万元，增长27.9%。",
        "2022年技术合同成交额10.25亿元。2023年技术合同成交额12.30亿元，同比增长15%。",
    ],
    "movement": [
        "城镇调查失业率由9.8%降至7.5%，下降3.2个百分点。",
        "科技创新指数排名由第8位上升6位至第3位。",
    ],
    "restated": ["全县公路通车里程2860公里。养护农村公路560公里。全县公路通车里程2680公里。"],
    "completion": [
        "财税收入1.46亿元，完成全年任务2.8亿元的62.1%。",
        "排查隐患213处，已整改197处，整改率95.2%。",
    ],
}

SILENT = [
    "全县各类创新平台43个，其中国家级3个、省级12个。",  # nothing says that these are all
    "现有职工50人，其中女职工30人、党员28人。",  # one may be both
    "新签约项目46个，其中亿元以上项目31个、10亿元以上项目25个。",
    "各类创新平台约31个，其中国家级18个、省级14个。",  # no more than a bound
    "各类创新平台31个，其中国家级18个、省级10余个、市级6个。",
    "各类创新平台31个，力争明年国家级18个、省级14个。",
    "出栏生猪52万头、存栏31万头。",
    "申报企业19家，其中第一批认定6家，高企保有量力争达到39家。",
    "完成投资8.49亿元，其中一期4.25亿元、二期4.25亿元。",  # rounding
    "平均入住率48.7%（甲区52.3%，乙县44.1%）。",  # rates do not add up
    "财政收入86.2亿元，其中税收收入58.1亿元，占比近七成。",
    "地区生产总值500亿元，比上年增加60亿元，增长6%。",  # at constant prices
    "存款余额3215.6亿元，同比增长10.8%，比年初增加236.4亿元。",  # two bases
    "居民收入由11240元增加到17980元，年均增长9.8%。",
    "全年进出口9.46亿元（上年为7.81亿元），完成市定任务8.8亿元的107.5%。",
    "城镇新增就业1431人，占年度任务4500人的31.8%；失业人员再就业402人，占年度任务的33.5%。",
    "规上工业企业由127家增加到141家，增加值增长8.8%。",  # the growth of something else
    "抽检食品1200批次，不合格20批次，合格率98.3%。",
    "全年接待游客500万人次，其中过夜游客220万人次、省外游客330万人次。",
    "全年接待游客500万人次。其中：过夜游客220万人次，省外游客330万人次。",
    "发放贷款12.5亿元，其中小微企业贷款8.3亿元、涉农贷款7.6亿元。",
    "争取资金8.6亿元，其中中央资金3.2亿元、专项债券4.5亿元，完成投资6.1亿元。",
    "查处案件45件，其中立案38件、结案40件。",
    "新建改建公路120公里，其中新建45公里、改建60公里，养护公路350公里。",
    "受理投诉1200件，办结1150件，按期办结率99.2%。",
    "一段上线92人，本科上线310人，上线率58.2%。",  # neither is of the other
    "完成县级税收3.6亿元，增长2%。分税种看：增值税2.9亿元、企业所得税1.3亿元、个人所得税0.4亿元。",
    "营商环境排名由全省第25位升至第12位，综合得分提高3.5分。",
    "失业率由5.5%上升到5.6%，比上年同期下降0.2个百分点。",
    "一般公共预算收入23.5亿元。一般公共预算收入完成23.6亿元。",
    "开展农村人居环境整治行动12次。组织农村人居环境整治行动48次。",
    "一季度技术合同成交额2.5亿元，上半年技术合同成交额3.8亿元。",
    "城市低保标准由600元提高到650元，农村低保标准由4000元提高到5200元，分别增长8.3%、30%。",
]


@pytest.mark.parametrize(
    ("check", "sentence"), [(c, s) for c, found in AGREE.items() for s in found if c != "restated"]
)
def test_what_fits_agrees(check: str, sentence: str) -> None:
    found = verdicts(sentence)
    assert (check, True) in found
    assert all(agrees for _, agrees in found)


@pytest.mark.parametrize(("check", "sentence"), [(c, s) for c, found in CONTRADICT.items() for s in found])
def test_what_cannot_be_contradicts(check: str, sentence: str) -> None:
    assert (check, False) in verdicts(sentence)


@pytest.mark.parametrize("sentence", SILENT)
def test_what_may_be_is_not_called_contradictory(sentence: str) -> None:
    assert all(agrees for _, agrees in verdicts(sentence))


def test_two_partitions_of_one_whole_are_two_findings() -> None:
    found = findings(AGREE["sum"][-1])
    assert found == [
        ("sum", True, ["126个", "71个", "38个", "17个"]),
        ("sum", True, ["126个", "64个", "62个"]),
    ]


def test_a_figure_told_again_less_exactly_is_the_same() -> None:
    assert findings(*AGREE["restated"]) == [("restated", True, ["12.53亿元", "12.5亿元"])]


def test_a_list_that_is_no_part_of_the_whole_before_it_says_nothing_of_it() -> None:
    """Which whole a sentence that opens with 其中 speaks of is told by nothing but the sum."""
    sentences = (
        "全年立案467件，移送公安机关7件。",
        "其中食品类182件、药械类41件、知识产权类37件、其他类207件。",
    )
    assert all(agrees for _, agrees in verdicts(*sentences))


def test_only_flags_and_confidence_change() -> None:
    report = extract(HEAD + CONTRADICT["sum"][0] + AGREE["share"][0])
    claims = [record.model_dump(exclude={"flags", "confidence"}) for record in report.records]
    again = witness.weighed(report.records, report.findings)
    assert [record.model_dump(exclude={"flags", "confidence"}) for record in again] == claims
    flags = {record.text: record.flags for record in report.records}
    assert flags["31个"] == flags["18个"] == flags["14个"] == (Flag.SUM,)
    assert flags["86.2亿元"] == flags["67.4%"] == ()


def test_contradiction_lowers_confidence_and_agreement_raises_what_it_confirms() -> None:
    def confidences(sentence: str) -> dict[str, float]:
        return {record.text: record.confidence for record in extract(HEAD + sentence).records}

    plain = confidences("全县各类创新平台31个，其中国家级18个、省级10个。")
    fits = confidences("全县各类创新平台31个，其中国家级18个、省级13个。")
    breaks = confidences("全县各类创新平台31个，其中国家级18个、省级14个。")
    assert fits["31个"] > plain["31个"] > breaks["31个"]
    assert fits["18个"] == plain["18个"] > breaks["18个"]


@pytest.mark.parametrize(("agreements", "contradictions"), [(0, 0), (1, 0), (9, 0), (0, 1), (0, 9), (3, 3)])
@pytest.mark.parametrize("confidence", [0.0, 0.05, 0.5, 0.93, 1.0])
def test_weighed_confidence_stays_a_confidence(
    confidence: float, agreements: int, contradictions: int
) -> None:
    found = witness.weigh(confidence, agreements, contradictions)
    assert 0 <= found <= 1
    if not agreements and not contradictions:
        assert found == confidence
    if contradictions and not agreements and confidence > 0.05:
        assert found < confidence


def test_findings_do_not_depend_on_where_the_report_stands() -> None:
    report = extract(HEAD + CONTRADICT["sum"][0])
    moved = extract(HEAD + "没有数字的一段话。\n" + CONTRADICT["sum"][0])
    assert [(f.check, f.agrees, f.computed) for f in report.findings] == [
        (f.check, f.agrees, f.computed) for f in moved.findings
    ]


def test_findings_stand_in_text_order() -> None:
    report = extract(HEAD + "\n".join((AGREE["share"][0], CONTRADICT["sum"][0], AGREE["growth"][0])))
    starts = {record.record_id: record.start for record in report.records}
    order = [starts[finding.records[0]] for finding in report.findings]
    assert len(order) == 3
    assert order == sorted(order)


def test_every_contradiction_has_a_flag() -> None:
    assert {f"{check}:contradicts" for check in Check} | {"low-confidence"} == {*Flag}
    assert all(Flag[check.name].value == f"{check}:contradicts" for check in Check)


def figure(text: str, **changes: object) -> Bounds | None:
    record = extract(HEAD + text).records[0].model_copy(update=changes)
    return figures.bounds(record, frozenset({"个", "人"}))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("技术合同成交额4.68亿元。", "467500000", "468500000"),
        ("技术合同成交额4.680亿元。", "467950000", "468050000"),
        ("技术合同成交额3亿5000万元。", "345000000", "355000000"),
        ("创新平台31个。", "31", "31"),
        ("创新平台三十个。", "30", "30"),
        ("科研人员12万人。", "115000", "125000"),
        ("出口下降2.5%。", "-2.55", "-2.45"),
    ],
)
def test_a_written_figure_stands_for_an_interval(text: str, low: str, high: str) -> None:
    assert figure(text) == Bounds(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text", ["近400人参加培训。", "技术合同成交额5亿元以上。", "建成平台3—5个。", "占三分之一。"]
)
def test_a_bound_stands_for_nothing(text: str) -> None:
    assert figure(text) is None


NUMBERS = st.decimals(min_value=1, max_value=10**6, places=2)


@given(NUMBERS, NUMBERS, st.decimals(min_value=0, max_value=1, places=2))
def test_arithmetic_on_intervals_holds_what_it_stands_for(
    now: Decimal, before: Decimal, half: Decimal
) -> None:
    one, other = (Bounds(number - half / 2, number + half / 2) for number in (now, before))
    for computed, true in (
        (figures.minus(one, other), now - before),
        (figures.total([one, other]), now + before),
        (figures.percent(one, other), now / before * 100),
        (figures.growth(one, other), (now / before - 1) * 100),
        (figures.growth_by(one, figures.minus(one, other)), (now / before - 1) * 100),
    ):
        assert computed is None or computed.low - Decimal("1e-9") <= true <= computed.high + Decimal("1e-9")


@given(NUMBERS, NUMBERS)
def test_agreement_is_mutual_and_holds_of_oneself(one: Decimal, other: Decimal) -> None:
    a, b = (Bounds(number - 1, number + 1) for number in (one, other))
    assert figures.agree(a, b) is figures.agree(b, a)
    assert figures.agree(a, a) is True


def test_no_records_no_findings() -> None:
    assert witness.find((), patterns.load()) == ()
    assert extract("没有数字。").findings == ()


def test_a_finding_names_records_of_the_report() -> None:
    report = extract(HEAD + "\n".join(sentence for found in CONTRADICT.values() for sentence in found))
    known = {record.record_id for record in report.records}
    assert report.findings
    assert all(
        isinstance(finding, Finding) and known.issuperset(finding.records) for finding in report.findings
    )
    assert all(isinstance(record, Record) for record in report.records)
