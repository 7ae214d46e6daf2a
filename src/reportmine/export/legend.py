"""What each column is called in Chinese, what it says, and an example: for headers, and for the sheet that explains them.

Which columns a table has, and in which order, is told by TABLES alone. A name means the same in every table.
"""

from collections.abc import Sequence
from typing import NamedTuple

from reportmine.export.columns import Header


class Column(NamedTuple):
    """A column in words of its readers."""

    chinese: str
    meaning: str
    example: str = ""


LEGEND = {
    "record_id": Column("记录编号", "由文件和位置组成：文件@起-止；同一数字的第二条记录后加 #2", "reports/2023.txt@128-133"),
    "source": Column("文件", "读入时给出的路径", "reports/2023.txt"),
    "title": Column("标题", "报告的标题", "青禾县2023年政府工作报告"),
    "issuer": Column("发文单位", "由谁发布", "青禾县人民政府"),
    "region": Column("地区", "报告所说的地方", "青禾县"),
    "region_code": Column("区划代码", "报告当年的行政区划代码（GB/T 2260）", "431223"),
    "kind": Column("文种", "总结 summary；计划 plan", "summary"),
    "doc_period_start": Column("报告首月", "全篇所述时期的第一个月", "2023-01"),
    "doc_period_end": Column("报告末月", "全篇所述时期的最后一个月", "2023-12"),
    "published": Column("发布日期", "年-月-日", "2023-12-28"),
    "section": Column("部分", "工作 work；问题 problem；计划 plan；其他 other", "work"),
    "section_path": Column("各级标题", "由外到内，用 > 隔开", "一、工作情况 > （一）工业"),
    "sentence": Column("原句", "数字所在的句子", "技术合同成交额12.50亿元，同比增长15%。"),
    "start": Column("起", "第一个字符在全文中的位置，从0数起", "128"),
    "end": Column("止", "最后一个字符之后的位置", "133"),
    "text": Column("原文", "数字连同单位，逐字照录", "12.50亿元"),
    "locator": Column("文件内位置", "第几页、第几段或哪个单元格；纯文本为空", "page 3"),
    "indicator": Column("指标", "量的是什么，用字都出自原文", "技术合同成交额"),
    "value": Column("数值", "按原文单位；下降为负；保留写出的位数", "12.50"),
    "value_high": Column("上限", "区间的上限，其他为空", "8"),
    "unit": Column("单位", "原文的单位", "亿元"),
    "value_base": Column("换算值", "换算到基本单位的数值", "1250000000"),
    "unit_base": Column("基本单位", "金额为元，人数为人，位次为名", "元"),
    "comparator": Column(
        "界限", "准确 exact；不少于 at_least（以上、超过）；不超过 at_most（以内）；大约 about（左右、近）；区间 range", "exact"
    ),
    "measure": Column(
        "类型",
        "水平 level；增长率 growth；增减量 change；占比 share；完成率 completion；位次 rank；差距 gap；贡献 contribution",
        "level",
    ),
    "of": Column("相对于", "占比和贡献的整体；位次的范围；差距的参照", "全省县级市"),
    "basis": Column("比较基期", "增长与增减同什么相比", "同比"),
    "subject": Column("主体", "不是报告所说的地方时，说的是哪个地方或单位", "石桥县"),
    "status": Column("状态", "已实现 actual；目标 target；预计 forecast", "actual"),
    "period_start": Column("首月", "数字所指时期的第一个月", "2023-01"),
    "period_end": Column("末月", "数字所指时期的最后一个月", "2023-12"),
    "part_of": Column("属于", "是哪一条记录的一部分：43个，其中国家级3个", "reports/2023.txt@96-99"),
    "confidence": Column("可信度", "0到1：这一条有多大把握", "0.93"),
    "evidence": Column("依据", "认出的句式，名称和时间取自哪里", "np-qty; name:own; period:text"),
    "flags": Column("标记", "使用前应当看一眼的地方，用 ; 隔开", "sum:contradicts"),
    "reason": Column(
        "原因",
        "日期 date；标题序号 heading；序数 ordinal；名称 name；文号等 reference；时长 duration；不表数的词 idiom",
        "date",
    ),
    "sections": Column("各部分", "标题、部分、起、止的列表", '[{"heading": "一、工作情况", "kind": "work", …}]'),
    "encoding": Column("编码", "纯文本文件的编码", "utf-8"),
    "sha256": Column("校验和", "文件的 SHA-256", "9f86d081…"),
    "chars": Column("字数", "全文的字符数", "5120"),
    "records": Column("记录数", "得到几条记录", "43"),
    "ledger": Column("台账数", "台账有几行", "21"),
    "error": Column("错误", "什么问题 @ 在哪里: 怎么办；没有出错为空", "empty file @ reports/a.txt: it holds no text"),
}  # fmt: skip

_ENGLISH = {column.chinese: name for name, column in LEGEND.items()}


def headers(columns: Sequence[str], header: Header | None) -> tuple[str, ...]:
    """What stands above these columns; names as they are where `header` is None."""
    return tuple(LEGEND[name].chinese for name in columns) if header is Header.ZH else tuple(columns)


def column_of(header: str) -> str:
    """The column below a header in either language; any other text as it is.

    >>> column_of("指标"), column_of("indicator")
    ('indicator', 'indicator')
    """
    return _ENGLISH.get(header, header)
