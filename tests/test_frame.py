"""Records as pandas has them: types to calculate and group by, and nothing lost that is asked for."""

from decimal import Decimal

import pandas as pd
import pytest

from reportmine import Extraction, extract, read_table, to_frame
from reportmine.export import TABLES, failed_rows, rows_of, write

REPORT = """青禾县2023年工作总结
发布时间：2023年12月28日
一、工作情况
全年固定资产投资15.40亿元，同比增长5.0%；新增企业30—50家。
"""


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    return extract(REPORT, source="a.txt")


def test_columns_have_types_to_calculate_with(extraction: Extraction) -> None:
    frame = to_frame(extraction.records)
    assert list(frame) == list(TABLES["records"])
    kinds = {name: str(frame[name].dtype) for name in frame}
    assert {name for name, kind in kinds.items() if kind == "float64"} == {
        "value", "value_high", "value_base", "confidence",
    }  # fmt: skip
    assert {name for name, kind in kinds.items() if kind == "period[M]"} == {
        "doc_period_start", "doc_period_end", "period_start", "period_end",
    }  # fmt: skip
    assert (kinds["published"], kinds["start"], kinds["flags"]) == ("datetime64[s]", "Int64", "object")
    assert set(kinds.values()) == {"float64", "period[M]", "datetime64[s]", "Int64", "object", "string"}
    assert frame.value.tolist() == [15.4, 5.0, 30.0]
    assert frame.value_high.isna().tolist() == [True, True, False]
    assert frame.groupby(["region", frame.period_end.dt.year]).value_base.max().to_dict() == {
        ("青禾县", 2023): 1540000000.0
    }


def test_exact_numbers_keep_their_digits(extraction: Extraction) -> None:
    values = to_frame(extraction.records, exact=True).value
    assert [str(value) for value in values] == ["15.40", "5.0", "30"]
    assert all(isinstance(value, Decimal) for value in values)


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_rows_read_back_give_the_same_frame(
    extraction: Extraction, tmp_path: pytest.TempPathFactory, name: str
) -> None:
    out = tmp_path / "out"  # type: ignore[operator]
    write([rows_of(extraction), failed_rows("b.txt", "empty")], out, formats=(name,))
    pd.testing.assert_frame_equal(to_frame(read_table(out)), to_frame(extraction.records))
    pd.testing.assert_frame_equal(to_frame(read_table(out, "ledger")), to_frame(extraction.ledger))
    documents = to_frame(read_table(out, "documents"))
    assert documents.chars.tolist() == [len(REPORT), pd.NA]
    assert documents.sections[0][1]["heading"] == "一、工作情况"


@pytest.mark.parametrize(
    ("column", "cell"), [("period_end", "2023-13"), ("published", "2023-02-30"), ("region", None)]
)
def test_what_the_calendar_has_not_is_missing(extraction: Extraction, column: str, cell: str | None) -> None:
    frame = to_frame([extraction.records[0].model_dump() | {column: cell}])
    assert frame[column].isna().all()


def test_of_nothing_it_has_the_columns_of_records() -> None:
    frame = to_frame([])
    assert (list(frame), len(frame), str(frame.period_end.dtype)) == (list(TABLES["records"]), 0, "period[M]")
