"""Old addresses in Chromium: whatever was renamed, moved or removed, a link finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from commands import policybook
from moves import MOVES, Move
from sites import SAMPLE_CONFIG, mkdocs, project

pytestmark = pytest.mark.browser


@pytest.fixture(params=MOVES, ids=lambda move: move.name)
def move(request: pytest.FixtureRequest) -> Move:
    chosen: Move = request.param
    return chosen


@pytest.fixture
def moved(move: Move, tmp_path: Path) -> Path:
    """The site of the sample after a move, with its alias."""
    folder = lenient(tmp_path)
    policybook("anchors", folder / "policies")
    move.edit(folder / "policies")
    move.alias(folder / "policies")
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 0, run.stderr
    return folder / "site"


def lenient(folder: Path) -> Path:
    """The sample as a project whose site is built in spite of warnings."""
    project(folder, SAMPLE_CONFIG.replace("strict: true", "strict: false"))
    (folder / "docs" / "about.md").unlink()
    return folder


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def here(page: Page) -> str:
    """The address that the browser shows, from the root of the site."""
    parts = urlsplit(page.url)
    return unquote(parts.path) + (f"#{unquote(parts.fragment)}" if parts.fragment else "")


def test_old_links_lead_on(
    move: Move, moved: Path, page: Page, served: Callable[[Path], str]
) -> None:
    site = served(moved)
    for old, new in move.leads.items():
        page.goto("about:blank")
        page.goto(site + old.removeprefix("/"))
        path, _, anchor = new.partition("#")
        if old.partition("#")[0] != path:
            follow(page, path)
        page.wait_for_function("document.readyState === 'complete'")
        assert here(page).partition("#")[0] == path, f"{old} led to {page.url}"
        if anchor:
            reached = """anchor => {
                const target = document.querySelector(":target");
                return target !== null && document.getElementById(anchor).contains(target);
            }"""
            assert page.evaluate(reached, anchor), f"{old} led to {page.url}"


def follow(page: Page, path: str) -> None:
    """Wait for a page that has moved; from one that has not, follow the pointer to the part."""
    pointer = page.locator("tr:is(:target, :has(:target)) td a")
    if page.locator("h2#moved").count():
        pointer.click()
    page.wait_for_url(f"**{path}*")


def test_without_scripts_a_moved_page_leads_on_too(
    chromium: Browser, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    folder = lenient(tmp_path)
    assert mkdocs("build", cwd=folder).returncode == 0
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{served(folder / 'site')}acme-storage/AcmeStorageOldRolePolicy/")
    page.wait_for_url("**/acme-storage/AcmeStorageServiceRolePolicy/")
    page.context.close()


def test_a_link_with_any_mark_leads_on(
    page: Page, tmp_path: Path, served: Callable[[Path], str]
) -> None:
    folder = lenient(tmp_path)
    assert mkdocs("build", cwd=folder).returncode == 0
    page.goto(f"{served(folder / 'site')}acme-storage/AcmeStorageOldRolePolicy/#100%")
    page.wait_for_url("**/acme-storage/AcmeStorageServiceRolePolicy/#100%")
