"""Values of single numerals: known mistakes of other readers, and numbers spelled out and read back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportmine.quantities.numerals import parse_numeral, scaled

DIGITS = "零一二三四五六七八九"

VALUES = {
    "0": "0", "15.44": "15.44", "1,234.50": "1234.50", "１２３．５": "123.5", "1.2万亿": "1200000000000",
    "3亿5000万": "350000000", "1亿2000万": "120000000", "2万3000": "23000", "5亿零300万": "503000000",
    "3万2千": "32000", "5千万": "50000000", "十五": "15", "二十": "20", "一百零五": "105",
    "一千零五十": "1050", "两": "2", "两万亿": "2000000000000", "千亿": "100000000000", "百": "100",
    "万": "10000", "零": "0", "一亿零五百万": "105000000", "十万零五百": "100500", "二〇二三": "2023",
    "二○二三": "2023", "二零二三": "2023", "半": "0.5", "一半": "0.5", "三分之一": "0.3333333333333333",
    "四分之三": "0.75", "百分之三点五": "0.035", "三点五": "3.5", "三点五万": "35000", "-3.2": "-3.2",
    "负三": "-3",
}  # fmt: skip
UNREADABLE = [
    "",
    "三百多",
    "一百五",
    "两万三",
    "2万3",
    "1,23",
    "1.2.3",
    "三千百",
    "三五",
    "1.5亿5000万",
    "万万",
    "五分之零点",
    "A",
    "1" * 60,
]


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_value(text: str, value: str) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize("text", UNREADABLE)
def test_none_rather_than_a_guess(text: str) -> None:
    assert parse_numeral(text) is None


def spell_section(value: int) -> str:
    """Chinese numeral of 1..9999, written apart from the reader."""
    out, gap = "", False
    for weight, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // weight % 10
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out


def spell(value: int) -> str:
    """Chinese numeral of 1 up to 10**12."""
    out, gap = "", False
    for weight, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = value // weight % 10**4
        if not section:
            gap = True
            continue
        zero = "零" if out and (gap or section < 1000) else ""
        out += zero + spell_section(section) + name
        gap = False
    return out


@given(st.integers(1, 10**12 - 1))
def test_spelled_numbers_read_back(value: int) -> None:
    assert parse_numeral(spell(value)) == value


@given(st.decimals(0, 10**9, places=2))
def test_arabic_numbers_read_back(value: Decimal) -> None:
    assert parse_numeral(f"{value:,}") == value
    assert parse_numeral(f"{value}万") == value * 10000


@given(st.text(alphabet="0123456789.,一二两三十百千万亿零半点分之-负", max_size=12))
def test_any_string_has_a_value_or_none(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value.is_finite()


def test_scaling_is_exact() -> None:
    assert str(scaled(Decimal("15.44"), Decimal(10) ** 8)) == "1544000000"
    assert (
        str(scaled(Decimal("0.12345678901234567890123456789"), Decimal(10)))
        == "1.23456789012345678901234567890"
    )
