"""The page of the documentation that has the numbers: what is written into it, never typed."""

from __future__ import annotations

from pathlib import Path

from benchmarks.drawing import drawing
from benchmarks.parts import TITLES
from benchmarks.results import Results, save
from benchmarks.tables import markdown_tables

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "results.json"
"""The results that the page has."""
PAGE = ROOT / "docs" / "contributing" / "speed.md"
PICTURE = ROOT / "docs" / "assets" / "speed.svg"
START = "<!-- what `make bench RECORD=yes` wrote -->\n\n"
END = "\n\n<!-- the end of it -->"


def written(page: str, results: Results) -> str:
    """The page with these results in place of the old ones."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    return f"{before}{start}{markdown_tables(results, TITLES)}{end}{after}"


def record(results: Results) -> None:
    """Keep results in the repository, and write them into the page."""
    save(KEPT, results)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    PICTURE.write_text(drawing(results), encoding="utf-8")
