"""How large the report of 300 documents and 30,000 records is, how soon it is there, and how it scrolls.

The documents are those of `corpus/` with most records, again and again. Times are of a headless Chromium without a
graphics card, on this machine.
"""

import os
import shutil
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from reportmine import export, ingest, patterns, pipeline, report

ROOT = Path(__file__).parents[1]
DOCUMENTS, RECORDS, ROUNDS = 300, 30_000, 5
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)

# Milliseconds from the beginning of the navigation to the first rows and the first text on the screen.
LOADED = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(
  document.querySelector('#rows .row') && document.querySelector('#article p') ? performance.now() : -1))))"""
# Milliseconds of each frame while an element scrolls by a screen and a half a frame, and back.
SCROLLED = """(id) => new Promise((done) => {
  const element = document.getElementById(id), frames = [];
  let last = performance.now(), left = 240;
  const step = () => requestAnimationFrame((now) => {
    frames.push(now - last);
    last = now;
    element.scrollTop += (left > 120 ? 1 : -1) * element.clientHeight * 1.5;
    if (left-- > 0) step(); else done(frames.slice(1));
  });
  step();
})"""


def main() -> None:
    """Print size, times and frames as lines of a table."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        count = make(Path())
        report.write(Path("out"), Path("report.html"))
        size = Path("report.html").stat().st_size / 1e6
        print(f"| documents, records | {DOCUMENTS}, {count} |\n| size, MB | {size:.1f} |")
        with sync_playwright() as playwright:
            path = os.environ.get("CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
            measure(browser, Path("report.html").resolve().as_uri())
            browser.close()


def make(folder: Path) -> int:
    """Write reports and their tables below the folder; how many records there are."""
    rules = patterns.load()
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))}
    found = Counter({path: len(pipeline.extract(text, rules=rules).records) for path, text in texts.items()})
    chosen = [path for path, _ in found.most_common()]
    while sum(found[path] for path in chosen) < len(chosen) * RECORDS / DOCUMENTS:
        chosen.pop()
    (folder / "texts").mkdir()
    paths = []
    for number in range(DOCUMENTS):
        paths.append(folder / "texts" / f"{number:03}.txt")
        paths[-1].write_text(texts[chosen[number % len(chosen)]], encoding="utf-8")
    rows = [export.rows_of(pipeline.extract_document(ingest.read(path), rules)) for path in paths]
    export.write(rows, folder / "out", formats=["jsonl"])
    return sum(len(row.records) for row in rows)


def measure(browser: Browser, address: str) -> None:
    """Print the times of opening, filtering, opening a document and scrolling."""
    loaded = []
    for _ in range(ROUNDS):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        loaded.append(page.evaluate(LOADED))
        page.close()
    print(f"| to the first rows and text, s | {statistics.median(loaded) / 1000:.2f} |")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    for name, act in (
        ("a filter", "document.querySelector('#measure input').click()"),
        ("another document", "document.getElementById('after').click()"),
        ("the first chart", "document.getElementById('as-chart').click()"),
    ):
        took = page.evaluate(
            f"() => {{ const from = performance.now(); {act}; return performance.now() - from; }}"
        )
        print(f"| {name}, ms | {took:.0f} |")
    page.click("#as-table")
    for name in ("records", "reading"):
        frames = sorted(page.evaluate(SCROLLED, name))
        middle, late = frames[len(frames) // 2], frames[int(len(frames) * 0.95)]
        print(
            f"| frames while #{name} scrolls, ms: half, 95 of 100, longest | {middle:.1f}, {late:.1f}, {frames[-1]:.1f} |"
        )


if __name__ == "__main__":
    main()
