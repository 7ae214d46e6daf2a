"""The report in a browser: clicks both ways, filters, keyboard, chart, paper, telephone, and hostile documents."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from reportmine import report
from reportmine.cli import app
from reportmine.export import TABLES, jsonl

Opener = Callable[..., Page]
Row = dict[str, Any]

pytestmark = pytest.mark.browser

PLAN = "二、下步打算\n力争{year}年地区生产总值增长7%左右，新增高新技术企业{firms}家以上。\n"
WORK = """{region}{year}年工作总结
一、工作情况
（一）经济。全年地区生产总值{gdp}亿元，同比增长{rate}%，居全市第{rank}位。
（二）科技。各类创新平台{all}个，其中国家级18个、省级14个；高新技术企业😀{firms}家。
指标	单位	数值
粮食产量	万吨	{rank}2.5
"""


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over eight reports of two counties, with its page; one report contradicts itself."""
    folder = tmp_path_factory.mktemp("run")
    for place, region in enumerate(("青禾县", "石桥县")):
        for year in range(2020, 2024):
            told = WORK.format(
                region=region, year=year, gdp=f"{200 + 10 * (year - 2020) + place}.40", rate=5 + place,
                rank=year - 2019, all=31 if (place, year) == (1, 2023) else 32, firms=20 + year - 2020,
            )  # fmt: skip
            told += PLAN.format(year=year + 1, firms=25)
            (folder / f"{'ab'[place]}{year}.txt").write_text(told, encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(folder), "--out", str(folder / "out")])
    assert done.exit_code == 0, done.output
    assert CliRunner().invoke(app, ["report", str(folder / "out")]).exit_code == 0
    return folder / "out"


@pytest.fixture(scope="session")
def records(run: Path) -> list[Row]:
    lines = (run / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def page(opened: Opener, run: Path) -> Page:
    return opened(run / "report.html")


def shown(page: Page) -> int:
    return int(page.locator("#shown").inner_text().split()[0].replace(",", ""))


def column(page: Page, name: str) -> list[str]:
    """Texts of a column in the order in which the rows stand."""
    rows = page.locator("#rows .row:visible")
    cells: list[list[str]] = rows.evaluate_all(
        "(rows, name) => rows.map((row) => [row.getAttribute('aria-rowindex'), row.querySelector('.cell-' + name).textContent])",
        name,
    )
    return [cell for _, cell in sorted(cells, key=lambda pair: int(pair[0]))]


def chosen(page: Page) -> str | None:
    """Id of the chosen record, as the address has it."""
    found: str | None = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('record')")
    return found


def test_a_row_leads_to_its_place_in_the_text(page: Page, records: list[Row]) -> None:
    wanted = next(record for record in records if record["text"] == "23家")  # behind a character of two units
    page.fill("#query", "23家")
    page.locator("#rows .row:visible").first.click()
    mark = page.locator("mark.chosen")
    expect(mark).to_have_text("23家")
    expect(mark).to_be_in_viewport()
    assert chosen(page) == wanted["record_id"]
    detail = page.locator("#detail")
    for name in ("indicator", "text", "evidence", "record_id", "section_path"):
        expect(detail).to_contain_text(wanted[name])
    expect(detail.locator("blockquote em")).to_have_text("23家")
    expect(detail.locator("blockquote")).to_have_text(wanted["sentence"])


def test_every_figure_of_the_text_leads_to_its_record(page: Page, records: list[Row]) -> None:
    source = records[0]["source"]
    own = [record for record in records if record["source"] == source]
    marks = page.locator("#article mark")
    assert marks.all_inner_texts() == [record["text"] for record in own]
    for place, record in enumerate(own):
        marks.nth(place).click()
        assert chosen(page) == record["record_id"]
        expect(page.locator("#rows .row[aria-selected=true] .cell-indicator")).to_contain_text(
            record["indicator"]
        )
        assert record["measure"] in (marks.nth(place).get_attribute("class") or "")
        assert f"status-{record['status']}" in (marks.nth(place).get_attribute("class") or "")


def test_numerals_of_the_ledger_are_grey_and_say_why(page: Page, run: Path, records: list[Row]) -> None:
    lines = (run / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    own = [entry for entry in map(json.loads, lines) if entry["source"] == records[0]["source"]]
    grey = page.locator("#article .ledger")
    assert grey.all_inner_texts() == [entry["text"] for entry in own]
    assert {"日期", "标题序号"} <= {grey.nth(place).get_attribute("title") for place in range(len(own))}


def test_lines_with_tabs_are_a_table(page: Page) -> None:
    assert page.locator("#article td").all_inner_texts()[3:5] == ["粮食产量", "万吨"]


def check(name: str, value: str) -> Callable[[Page], object]:
    return lambda page: page.check(f"#{name} input[value='{value}']")


def select(name: str, label: str) -> Callable[[Page], object]:
    return lambda page: page.select_option(f"#{name}", label=label)


FILTERS: dict[str, tuple[Callable[[Page], object], Callable[[Row], bool]]] = {
    "measure": (check("measure", "growth"), lambda row: row["measure"] == "growth"),
    "status": (check("status", "target"), lambda row: row["status"] == "target"),
    "section": (check("section", "plan"), lambda row: row["section"] == "plan"),
    "flags": (check("flags", "sum:contradicts"), lambda row: "sum:contradicts" in row["flags"]),
    "region": (select("region", "石桥县"), lambda row: row["region"] == "石桥县"),
    "search": (
        lambda page: page.fill("#query", "平台 国家"),
        lambda row: "国家级创新平台" in row["indicator"],
    ),
    "confidence": (lambda page: page.fill("#confidence", "0.9"), lambda row: row["confidence"] >= 0.9),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_leaves_what_it_says(
    page: Page, opened: Opener, run: Path, records: list[Row], name: str
) -> None:
    act, passes = FILTERS[name]
    wanted = [record for record in records if passes(record)]
    assert 0 < len(wanted) < len(records)
    act(page)
    expect(page.locator("#shown")).to_have_text(f"{len(wanted)} / {len(records)} 条")
    again = opened(run / "report.html", f"#{page.url.partition('#')[2]}")
    assert shown(again) == len(wanted)
    again.click("#reset")
    expect(again.locator("#shown")).to_have_text(f"{len(records)} / {len(records)} 条")


def test_filters_work_together_and_count_what_each_choice_would_leave(page: Page, records: list[Row]) -> None:
    page.check("#measure input[value=growth]")
    page.check("#status input[value=target]")
    both = [record for record in records if record["measure"] == "growth" and record["status"] == "target"]
    assert shown(page) == len(both)
    told = page.locator("#measure .choice", has_text="水平").locator(".count").inner_text()
    assert int(told) == sum(
        record["measure"] == "level" and record["status"] == "target" for record in records
    )
    faint = page.locator("#article mark.faint").count()
    assert page.locator("#article mark").count() - faint == 1


def test_choosing_a_document_shows_it(page: Page, records: list[Row]) -> None:
    page.select_option("#document", index=3)
    source = sorted({record["source"] for record in records})[2]
    expect(page.locator("#facts .source")).to_have_text(source)
    assert shown(page) == sum(record["source"] == source for record in records)


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [
        ("confidence", "confidence", float),
        ("text", "value_base", float),
        ("period", "period_end", str),
        ("region", "region", str),
    ],
)
def test_a_column_sorts_both_ways_and_back(
    page: Page, records: list[Row], name: str, key: str, kind: type
) -> None:
    head = page.locator(f"#heads .cell-{name}")
    filled = [record for record in records if record[key] is not None]
    for sign, said in ((1, "ascending"), (-1, "descending")):
        head.locator("button").click()
        expect(head).to_have_attribute("aria-sort", said)
        ends = [kind(record[key]) for record in filled]
        wanted = min(ends) if sign > 0 else max(ends)
        page.locator("#rows .row[aria-rowindex='2']").click()
        record = next(row for row in records if row["record_id"] == chosen(page))
        if key != "region":  # which Chinese sorts by its own order
            assert kind(record[key]) == wanted
    first = column(page, name)
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "none")
    assert column(page, name) != first


def test_any_column_can_be_shown_and_sorted_by(page: Page) -> None:
    page.click("#columns summary")
    boxes = page.locator("#columns input")
    names = [boxes.nth(place).get_attribute("value") for place in range(boxes.count())]
    assert set(TABLES["records"]) <= set(names)
    for name in TABLES["records"]:
        page.check(f"#columns input[value={name}]")
    page.locator("#heads button[value=source]").click()
    assert "sort=source" in page.url
    assert len(column(page, "evidence")) > 3


def test_an_address_leads_to_the_record_and_back_leads_back(
    opened: Opener, run: Path, records: list[Row]
) -> None:
    wanted = records[-1]
    page = opened(
        run / "report.html", "#" + page_address(record=wanted["record_id"], lang="en", sort="-confidence")
    )
    expect(page.locator("mark.chosen")).to_have_text(wanted["text"])
    expect(page.locator("mark.chosen")).to_be_in_viewport()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#heads .cell-confidence")).to_have_attribute("aria-sort", "descending")
    page.locator("#article mark").first.click()
    assert chosen(page) != wanted["record_id"]
    page.go_back()
    expect(page.locator("mark.chosen")).to_have_text(wanted["text"])
    assert chosen(page) == wanted["record_id"]


def page_address(**told: str) -> str:
    return urlencode(told)


@pytest.mark.parametrize(
    "address",
    ["#record=no-such", "#sort=x&columns=y,z&view=w&lang=v", "#confidence=x", "#%E0%A4%A", "#document=none"],
)
def test_an_address_that_means_nothing_shows_all(
    opened: Opener, run: Path, records: list[Row], address: str
) -> None:
    assert shown(opened(run / "report.html", address)) == len(records)


def test_by_keyboard(page: Page, records: list[Row]) -> None:
    page.keyboard.press("/")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.type("生产总值")
    expect(page.locator("#shown")).not_to_have_text(f"{len(records)} / {len(records)} 条")
    page.keyboard.press("Escape")
    assert shown(page) == len(records)
    page.keyboard.press("Escape")
    expect(page.locator("#records")).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    assert chosen(page) == records[1]["record_id"]
    active = page.locator("#records").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("End")  # with a record open, moving opens the next one
    assert chosen(page) == records[-1]["record_id"]
    page.go_back()
    assert chosen(page) is None
    page.go_forward()
    assert chosen(page) == records[-1]["record_id"]
    page.locator("mark.chosen").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert chosen(page) == records[-2]["record_id"]
    page.keyboard.press("Escape")
    expect(page.locator("#detail")).to_be_hidden()
    expect(page.locator("#records")).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#chart canvas").first).to_be_visible()


def test_columns_are_sorted_by_keyboard(page: Page, records: list[Row]) -> None:
    page.locator("#records").focus()
    for key in ("Tab", "Tab", "Enter", "Enter"):
        page.keyboard.press(key)
    head = page.locator("#heads .cell-text")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(head.locator("button")).to_be_focused()
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.value") == "text"


def test_a_run_of_nothing(opened: Opener, tmp_path: Path) -> None:
    for name in TABLES:
        (tmp_path / f"{name}.jsonl").write_text("", encoding="utf-8")
    report.write(tmp_path, tmp_path / "page.html")
    page = opened(tmp_path / "page.html")
    expect(page.locator("#nothing")).to_be_visible()
    page.click("#as-chart")
    page.click("#language")
    expect(page.locator("#chart-note")).to_contain_text("Nothing to show")


def test_tab_reaches_each_pane_and_focus_can_be_seen(page: Page) -> None:
    reached: list[str] = []
    page.keyboard.press("Tab")
    while len(reached) < 60 and reached[-1:] != ["open"]:
        found = page.evaluate(
            "[document.activeElement.id, getComputedStyle(document.activeElement).outlineStyle]"
        )
        reached.append(found[0])
        assert found[1] != "none", found
        page.keyboard.press("Tab")
    wanted = ["skip", "language", "query", "region", "confidence", "records", "open"]
    assert [name for name in reached if name in wanted] == wanted


def test_every_control_has_a_name_and_ids_are_unique(page: Page) -> None:
    page.locator("#rows .row:visible").first.click()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, [role=grid], [role=img], nav')]
        .filter((one) => one.checkVisibility())
        .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length)).map((one) => one.outerHTML)"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_other_language(page: Page) -> None:
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for text in ("Indicator", "Confidence", "growth"):
        expect(page.locator("main")).to_contain_text(text)
    chinese = page.evaluate(
        """() => [...[...document.querySelectorAll('[data-say], #heads button, .choice')].map((one) => one.textContent),
        ...[...document.querySelectorAll('[data-label]')].map((one) => one.ariaLabel)].filter((text) => /[一-龥]/.test(text))"""
    )
    assert chinese == ["中文"]


POINTS = """() => {
  const view = Bokeh.index.roots.find((one) => one.model.type === "Figure");
  const box = view.el.getBoundingClientRect();
  return view.model.renderers.filter((one) => one.glyph.type === "Scatter").flatMap((one) => {
    const data = one.data_source.data;
    const frame = view.frame;
    return Array.from(data.record, (record, place) => ({
      text: data.text[place], who: data.who[place],
      x: box.x + frame.x_scale.compute(frame.x_scale.source_range.synthetic?.(data.x[place]) ?? data.x[place]),
      y: box.y + frame.y_scale.compute(data.y[place]),
    }));
  });
}"""


def test_a_chart_of_an_indicator_leads_to_its_records(page: Page, records: list[Row]) -> None:
    page.click("#as-chart")
    page.fill("#chart-name", "地区生产总值")
    page.keyboard.press("Enter")
    page.select_option("#chart-kind", value="level 元")
    expect(page.locator("#chart canvas").first).to_be_visible()
    wanted = [row for row in records if (row["indicator"], row["measure"]) == ("地区生产总值", "level")]
    expect(page.locator("#chart-note")).to_contain_text(f"{len(wanted)} ")
    expect(page.locator(f"#chart[data-points='{len(wanted)}']")).to_be_visible()
    points = page.evaluate(POINTS)
    assert sorted(point["text"] for point in points) == sorted(row["text"] for row in wanted)
    assert {point["who"] for point in points} == {"青禾县", "石桥县"}
    page.mouse.click(points[0]["x"], points[0]["y"])
    expect(page.locator("mark.chosen")).to_have_text(points[0]["text"])
    page.select_option("#chart-axis", "document")
    expect(page.locator("#chart[data-points='8']")).to_be_visible()
    assert (
        len(
            page.evaluate(
                "Bokeh.index.roots.find((one) => one.model.type === 'Figure').model.x_range.factors"
            )
        )
        == 8
    )
    page.select_option("#region", label="石桥县")
    expect(page.locator("#chart[data-points='4']")).to_be_visible()
    assert "view=chart" in page.url


def test_on_a_telephone(opened: Opener, run: Path, records: list[Row]) -> None:
    page = opened(
        run / "report.html",
        viewport={"width": 390, "height": 844},
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
    )
    for pane in ("filters", "table", "text", "chart"):
        page.tap(f"#tabs [data-pane={pane}]")
        assert page.evaluate("document.scrollingElement.scrollWidth") == 390, pane
    page.tap("#tabs [data-pane=table]")
    page.locator("#rows .row:visible").nth(2).tap()
    expect(page.locator("mark.chosen")).to_be_in_viewport()
    expect(page.locator("#detail")).to_be_in_viewport()
    assert chosen(page) == records[2]["record_id"]
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    page.go_back()
    expect(page.locator("#rows .row").first).to_be_visible()
    expect(page.locator("#detail")).to_be_hidden()


def test_a_window_that_becomes_narrow(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    # The page lays its rows out anew a frame later.
    page.wait_for_function(
        """() => {
            const shown = [...document.querySelectorAll("#rows .row")].filter((row) => row.getClientRects().length);
            const tops = shown.map((row) => row.getBoundingClientRect().y).sort((a, b) => a - b);
            return tops.length > 1 && tops.slice(1).every((top, at) => Math.round(top - tops[at]) === 66);
        }"""
    )


def test_on_paper(page: Page, records: list[Row], tmp_path: Path) -> None:
    page.locator("#rows .row:visible").nth(3).click()
    path = tmp_path / "paper.pdf"
    page.pdf(path=path, format="A4")
    with pypdfium2.PdfDocument(path) as pdf:
        text = "".join(leaf.get_textpage().get_text_range() for leaf in pdf)
    page.emulate_media(media="print")
    for hidden in ("#filters", "#table-pane", "#detail", ".bar"):
        expect(page.locator(hidden)).to_be_hidden()
    own = [record for record in records if record["source"] == records[3]["source"]]
    expect(page.locator("#sheet tbody tr")).to_have_count(len(own))
    for place, record in enumerate(own):
        expect(page.locator("#sheet tbody tr").nth(place)).to_contain_text(record["indicator"])
    assert len(re.findall(r"各类创新平台", text)) == 2  # in the text and in the table
    assert "打印" not in text


EVIL = (
    "</script><script>window.pwned=1;alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "javascript:alert(3)",
    "<!--<script>",
    "&lt;b&gt;&quot;'\"",
    "\u202e反转\u2066",
    "行\u2028段\u2029尾",
    "空\x00字",
    "半\ud800个",
    "$style ${title} {{7*7}}",
    "@text{safe} <svg/onload=alert(4)>",
    "__proto__",
    "constructor",
)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose tables say hostile things in every column that takes a text, of reports that say them too."""
    folder = tmp_path_factory.mktemp("hostile")
    told = {name: dict.fromkeys(TABLES[name]) for name in TABLES}
    lines: dict[str, list[str]] = {name: [] for name in TABLES}
    for place, evil in enumerate(EVIL):
        source = evil if place % 2 else f"{evil}.txt"
        text = f"{evil}12家{evil}\n"
        record = told["records"] | dict.fromkeys(TABLES["records"], evil)
        start = len(evil)
        record |= {
            "record_id": f"{source}@{start}-{start + 3}",
            "source": source,
            "start": start,
            "end": start + 3,
            "text": "12家",
        }
        record |= {
            "value": 12,
            "value_base": 12,
            "value_high": None,
            "confidence": 0.5,
            "flags": [evil],
            "sentence": text.strip(),
        }
        record |= {
            "period_start": "2023-01",
            "period_end": "2023-12",
            "doc_period_start": "2023-01",
            "doc_period_end": "2023-12",
        }
        document = told["documents"] | dict.fromkeys(TABLES["documents"], evil)
        section = {"heading": evil, "kind": evil, "start": 0, "end": len(text)}
        document |= {"source": source, "sections": [section], "chars": len(text), "records": 1, "ledger": 0}
        document["error"] = evil if place == 1 else None
        lines["records"].append(json.dumps(record))
        lines["documents"].append(json.dumps(document))
    for name, found in lines.items():
        (folder / f"{name}.jsonl").write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    report.write(folder, folder / "report.html")
    return folder / "report.html"


@pytest.mark.parametrize("place", range(len(EVIL)))
def test_what_a_document_says_is_text_and_nothing_else(opened: Opener, hostile: Path, place: int) -> None:
    page = opened(hostile)
    scripts = page.evaluate("document.scripts.length")
    page.select_option("#document", index=place + 1)
    page.locator("#rows .row:visible").first.click()
    page.click("#language")
    page.click("#columns summary")
    for name in ("record_id", "evidence", "sentence", "locator", "unit", "title"):
        page.check(f"#columns input[value={name}]")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    said = page.evaluate("document.querySelector('#facts h2').textContent")
    assert said == EVIL[place].replace("\ud800", "\ufffd") or "\ud800" in EVIL[place]
    page.click("#detail-chart")
    expect(page.locator("#chart canvas").first).to_be_visible()
    expect(page.locator("#chart[data-points='1']")).to_be_visible()
    (point,) = page.evaluate(POINTS)
    page.mouse.move(point["x"], point["y"])
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, svg[onload], iframe, object, a[href]").count() == 0
    assert page.evaluate("document.scripts.length") == scripts + 1  # that of the chart library
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#document")).to_have_value(str(place))
    expect(page.locator("mark.chosen")).to_have_text("12家")


def test_the_policy_lets_no_other_script_run_and_nothing_connect(browser: Browser, run: Path) -> None:
    page = browser.new_page()
    page.goto((run / "report.html").as_uri())
    page.evaluate(
        """() => document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.pwned = 1'}))"""
    )
    assert page.evaluate("window.pwned") is None
    for attempt in (
        "fetch('https://example.invalid/')",
        "fetch(location.href)",
        "import('data:text/javascript,0')",
    ):
        assert page.evaluate(f"{attempt}.then(() => 'ran', () => 'refused')") == "refused"
    page.close()


def test_a_document_whose_file_is_gone_shows_the_sentences_of_its_records(
    opened: Opener, run: Path, records: list[Row], tmp_path: Path
) -> None:
    to = tmp_path / "gone.html"
    written = report.write(run, to, folder=tmp_path)
    assert len(written.absent) == written.documents == 8
    page = opened(to)
    expect(page.locator("#facts .notice")).to_be_visible()
    own = [record for record in records if record["source"] == records[0]["source"]]
    assert page.locator("#article mark").all_inner_texts() == [record["text"] for record in own]
    page.locator("#rows .row:visible").nth(4).click()
    expect(page.locator("mark.chosen")).to_have_text(records[4]["text"])
    expect(page.locator("#article .heading").first).to_contain_text("工作情况")


def test_only_rows_in_sight_are_there(opened: Opener, tmp_path: Path) -> None:
    """Thirty thousand records of three hundred documents."""
    blank = dict.fromkeys(TABLES["records"])
    alike = {
        "section": "work", "section_path": "", "text": "12家", "value": 12, "unit": "家", "unit_base": "家",
        "comparator": "exact", "measure": "level", "status": "actual", "confidence": 0.9, "evidence": "level", "flags": (),
    }  # fmt: skip
    rows = []
    for document in range(300):
        for start in range(100):
            place = {"source": f"{document}.txt", "start": start, "end": start + 3, "value_base": start}
            told = {
                "record_id": f"{document}.txt@{start}-{start + 3}",
                "indicator": f"企业{start % 90}",
                "sentence": f"{start}12家",
            }
            rows.append(tuple((blank | alike | place | told).values()))
    tables: dict[str, list[Any]] = {"records": rows, "ledger": []}
    tables["documents"] = [
        (f"{number}.txt", *([None] * 8), [], None, None, 0, 100, 0, None) for number in range(300)
    ]
    for name, found in tables.items():
        table = jsonl.Table(tmp_path / f"{name}.jsonl", TABLES[name])
        table.write(found)
        table.close()
    report.write(tmp_path, tmp_path / "many.html")
    page = opened(tmp_path / "many.html")
    assert shown(page) == 30_000
    for address in ("ArrowDown", "End", "Home", "PageDown"):
        page.locator("#records").focus()
        page.keyboard.press(address)
        assert page.locator("#rows .row").count() < 100
        active = page.locator("#records").get_attribute("aria-activedescendant")
        expect(page.locator(f"#{active}")).to_be_in_viewport()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert chosen(page) == "299.txt@99-102"
    assert page.locator("#rows .row").count() < 100


def test_two_records_of_one_figure_take_turns(
    opened: Opener, run: Path, records: list[Row], tmp_path: Path
) -> None:
    lines = (run / "records.jsonl").read_text(encoding="utf-8").splitlines()
    second = json.loads(lines[0]) | {"record_id": f"{records[0]['record_id']}#2", "indicator": "第二个名称"}
    for name in ("ledger", "documents"):
        (tmp_path / f"{name}.jsonl").write_bytes((run / f"{name}.jsonl").read_bytes())
    (tmp_path / "records.jsonl").write_text("\n".join([*lines, json.dumps(second)]), encoding="utf-8")
    report.write(tmp_path, tmp_path / "two.html")
    page = opened(tmp_path / "two.html")
    for name in (records[0]["indicator"], "第二个名称", records[0]["indicator"]):
        page.locator("#article mark").first.click()
        expect(page.locator("#detail h3")).to_contain_text(name)
    page.locator("#detail .kin button").last.click()
    expect(page.locator("#detail h3")).to_contain_text("第二个名称")
