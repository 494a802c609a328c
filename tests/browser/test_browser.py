"""The site as readers meet it: in a browser, on a phone, in the dark, by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from sites import ROOT

pytestmark = pytest.mark.browser

SERVICE = "lookout-for-vision/"
POLICY = f"{SERVICE}AmazonLookoutVisionConsoleFullAccess/"
PATHS = ["", SERVICE, POLICY, "updates/", "contributing/", "reference/data-format/"]
PATHS += ["reference/rules/", "reference/rules/version-edited/", "reference/commands/"]
PATHS += ["reference/defects/"]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1360, "height": 900}
WIDTHS = [320, 390, 768, 1024, 1360, 1920]
ANCHOR = "security-iam-awsmanpol"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport=DESKTOP) as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


@pytest.mark.parametrize("path", PATHS)
def test_asks_nobody_else_and_logs_nothing(page: Page, site: str, path: str) -> None:
    asked: list[str] = []
    logged: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    response = page.goto(site + path, wait_until="networkidle")
    assert response is not None
    assert response.ok
    assert [url for url in asked if not url.startswith(site)] == []
    assert logged == []


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_accessible(chromium: Browser, site: str, path: str, is_dark: bool) -> None:
    scheme: Literal["dark", "light"] = "dark" if is_dark else "light"
    with chromium.new_context(viewport=DESKTOP, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(site + path)
        # The theme's script gives every block of code a landmark of the same name.
        results = Axe().run(page, context={"exclude": [[".md-code__nav"]]})
    found = {
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    }
    assert found == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_scrolls_sideways(chromium: Browser, site: str, sample: str, width: int) -> None:
    with chromium.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        pages = [*(site + path for path in PATHS), f"{sample}acme-storage/", f"{sample}acme-relay/"]
        for url in pages:
            page.goto(url)
            beyond = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert beyond <= 0, f"{url} is {beyond} px too wide"
            cut = page.evaluate(
                """[...document.querySelectorAll('.pb-table, .pb-table tbody :is(th, td)')]
                .filter(e => getComputedStyle(e).position !== 'absolute'
                    && e.scrollWidth > e.clientWidth + 1)
                .map(e => e.textContent.slice(0, 60))"""
            )
            assert cut == [], url


def test_rows_are_cards_on_a_phone(chromium: Browser, site: str) -> None:
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.goto(site + SERVICE)
        row = page.locator(".pb-groupings tbody tr").first
        lefts = {round((c.bounding_box() or {"x": 0})["x"]) for c in row.locator("th, td").all()}
        assert len(lefts) == 1
        label = "getComputedStyle(e, '::before').content"
        labels = row.locator("td").evaluate_all(f"es => es.map(e => {label})")
        assert labels == ['"What it allows and why"', '"Actions"', '"Resources"']


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("AmazonLookoutVisionFullAccess", "AmazonLookoutVisionFullAccess/"),
        (
            "lookoutvision:DescribeModelPackagingJob",
            "lookout-for-vision/AmazonLookoutVisionReadOnlyAccess/",
        ),
        ("DescribeModelPackagingJob", "lookout-for-vision/AmazonLookoutVisionReadOnlyAccess/"),
        ("s3:ListAllMyBuckets", SERVICE),
        ("ListAllMyBuckets", SERVICE),
        ("LookoutVisionConsoleKmsKeySelectorAccess", SERVICE),
        ("galleries", SERVICE),
    ],
)
def test_search(page: Page, site: str, query: str, path: str) -> None:
    page.goto(site)
    page.locator(".md-search__input").click()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    page.keyboard.type(query)
    expect(page.locator(".md-search-result__meta")).to_contain_text("matching document")
    # Results follow each key: wait for those of the whole query.
    result = page.locator(".md-search-result__link").first
    expect(result).to_have_attribute("href", re.compile(re.escape(path)))
    found = re.compile(re.escape(query.rpartition(":")[2]), re.IGNORECASE)
    expect(page.locator(".md-search-result__list")).to_contain_text(found)


def test_search_does_not_find_what_no_policy_has(page: Page, site: str) -> None:
    page.goto(site)
    page.locator(".md-search__input").click()
    page.keyboard.type("UpdateAssumeRolePolicy")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_an_arn_is_copied_with_one_click(chromium: Browser, site: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with chromium.new_context(viewport=DESKTOP, permissions=permissions) as context:
        page = context.new_page()
        page.goto(site + POLICY)
        page.get_by_role("button", name="Copy the ARN").click()
        expect(page.locator(".md-dialog")).to_have_text("Copied to clipboard")
        arn = "arn:aws:iam::aws:policy/AmazonLookoutVisionConsoleFullAccess"
        assert page.evaluate("navigator.clipboard.readText()") == arn


def test_a_site_without_a_palette_has_its_lines(page: Page, sample: str) -> None:
    page.goto(f"{sample}acme-storage/")
    for scheme_color in ("borderBottomColor", "color"):
        script = f"e => getComputedStyle(e).{scheme_color}"
        color = page.locator(".pb-updates tbody td").first.evaluate(script)
        assert color not in ("", "rgba(0, 0, 0, 0)")
    line = page.evaluate("getComputedStyle(document.body).getPropertyValue('--pb-line')")
    assert line.strip()


def test_copy_and_download(chromium: Browser, site: str) -> None:
    name = "AmazonLookoutVisionReadOnlyAccess"
    document = json.loads((ROOT / "policies" / "lookout-for-vision" / name / "v2.json").read_text())
    permissions = ["clipboard-read", "clipboard-write"]
    with chromium.new_context(viewport=DESKTOP, permissions=permissions) as context:
        page = context.new_page()
        page.goto(site + SERVICE)
        bar = page.locator(f'[id="{ANCHOR}-{name}::document"]')
        block = page.locator(".pb-document", has=bar)
        block.locator("pre").hover()
        block.locator(".md-code__button").first.click()
        expect(page.locator(".md-dialog")).to_have_text("Copied to clipboard")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert json.loads(copied) == document
        with page.expect_download() as download:
            block.get_by_role("link", name="Download JSON").click()
        file = Path(str(download.value.path()))
        assert download.value.suggested_filename == "v2.json"
        assert json.loads(file.read_text()) == document


@pytest.mark.parametrize(
    "anchor",
    [
        f"{ANCHOR}-AmazonLookoutVisionFullAccess",
        f"{ANCHOR}-updates",
        f"{ANCHOR}-updates:2021-12-07-model-packaging",
        f"{ANCHOR}-AmazonLookoutVisionConsoleFullAccess:LookoutVisionConsoleTagSelectorAccess",
    ],
)
def test_anchors_can_be_linked_to(page: Page, site: str, anchor: str) -> None:
    page.goto(f"{site}{SERVICE}#{anchor}")
    target = page.locator(f'[id="{anchor}"]')
    expect(target).to_be_in_viewport()
    header = page.locator(".md-header").bounding_box()
    box = target.bounding_box()
    assert header is not None
    assert box is not None
    assert box["y"] >= header["height"] - 1, "the header hides the target"


def test_keyboard_reaches_the_content(page: Page, site: str) -> None:
    page.goto(site + SERVICE)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('.md-content') !== null"
    assert page.evaluate(inside)


def test_dark_mode_can_be_chosen(page: Page, site: str) -> None:
    page.goto(site)
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("label[title='Switch to dark mode']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
