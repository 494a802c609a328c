"""The search, as readers meet it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sites import SAMPLE_CONFIG, mkdocs, project

pytestmark = pytest.mark.browser

FEATURES = "features: [search.highlight, search.suggest, search.share]"
ABOUT = """\
---
title: About
---

# About

Ask the `<em>zebra</em>` & co. for a quokka in a hurry.

## Opening hours

The zebra sleeps at night. Zebras <b>do</b>.

- one quokka
- two

## 政策

管理策略一览
"""


RESULT = ".md-search-result__item"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    """The address of a site with all that the theme's search can do, and a page of its own."""
    config = SAMPLE_CONFIG.replace("font: false", f"font: false, {FEATURES}")
    folder = project(tmp_path_factory.mktemp("rich"), config)
    (folder / "docs" / "about.md").write_text(ABOUT)
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 0, run.stderr
    return served(folder / "site")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, served: Callable[[Path], str]) -> str:
    """The address of a site whose own template leaves the search to the theme."""
    config = SAMPLE_CONFIG.replace("font: false", "font: false, custom_dir: overrides")
    folder = project(tmp_path_factory.mktemp("plain"), config)
    (folder / "overrides").mkdir()
    (folder / "overrides" / "main.html").write_text('{% extends "base.html" %}')
    run = mkdocs("build", cwd=folder)
    assert run.returncode == 0, run.stderr
    return served(folder / "site")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on which nothing goes wrong."""
    with chromium.new_context(viewport={"width": 1360, "height": 900}) as context:
        context.set_default_timeout(10_000)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
        assert said == []


def ask(page: Page, query: str) -> list[str]:
    """Ask the search; what it finds, the best first, as addresses from the root of the site."""
    field = page.locator(".md-search__input")
    field.click()
    told = page.locator(".md-search-result__meta")
    for text, answer in ("", "Type to start searching"), (query, re.compile("matching doc")):
        field.fill(text)
        field.press("End")
        expect(told).to_have_text(answer)
    links = page.locator(f"{RESULT} > .md-search-result__link:first-child").all()
    return [str(link.evaluate("e => e.pathname.slice(1)")) for link in links]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        # Names, by any of their words, and the very name before those that go on.
        ("AcmeStorageReadOnly", "acme-storage/AcmeStorageReadOnly/"),
        ("storagereadonly", "acme-storage/AcmeStorageReadOnly/"),
        ("read only", "acme-storage/AcmeStorageReadOnly/"),
        ("policies acme relay", "acme-relay/"),
        # Sids.
        ("Guard", "acme-storage/AcmeStorageFullAccess/"),
        # Actions, in any case, by their operation, by a part of it, with stars.
        ("oldservice:Look", "acme-storage/AcmeStorageServiceRolePolicy/"),
        ("S3:putobjecttagging", "acme-storage/AcmeStorageServiceRolePolicy/"),
        ("PassRole", "acme-storage/AcmeStorageFullAccess/"),
        ("s3:Get*", "acme-storage/AcmeStorageFullAccess/"),
        ("s3:*Tagging", "acme-storage/AcmeStorageServiceRolePolicy/"),
        ('"kms:Decrypt",', "acme-storage/AcmeStorageFullAccess/"),
        # Words of hand-written pages, those with all of them first.
        ("zebra", "about/"),
        ("acme quokka hurry", "about/"),
        ("zebra & co.", "about/"),
        ("略一", "about/"),
        # What the theme's own search can do.
        ("title:about", "about/"),
        ("+acme -storage +team", "acme-relay/Acme%2BRelay%3DTeam.v1%40x/"),
        ('"sleeps at night"', "about/"),
        ("zebra~1", "about/"),
    ],
)
def test_the_best_page_is_first(page: Page, rich: str, query: str, first: str) -> None:
    page.goto(rich)
    assert ask(page, query)[0] == first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("s3:ListAllMyBuckets", {"acme-storage/AcmeStorageReadOnly/"}),
        ("iam:PassRole", {"acme-storage/AcmeStorageFullAccess/"}),
        ("quokka", {"about/"}),
        ("adOnly", set()),
        ("constructor", set()),
        ("*", set()),
        ("[", set()),
        ("zebra -quokka", set()),
        ("the", None),
    ],
)
def test_no_other_policy_is_found(
    page: Page, rich: str, query: str, found: set[str] | None
) -> None:
    page.goto(rich)
    pages = {path for path in ask(page, query) if re.match(r"about/|acme-\w+/Acme\w+/", path)}
    assert pages == found if found is not None else pages


def test_found_words_are_marked(page: Page, rich: str) -> None:
    page.goto(rich)
    ask(page, "read quokka passrole")
    marks = page.locator(f"{RESULT} mark").all_inner_texts()
    assert {"Read", "PassRole"} <= set(marks)
    terms = page.locator(".md-search-result__terms").first
    expect(terms).to_have_text("Missing: quokka")


def test_what_is_found_is_no_markup(page: Page, rich: str) -> None:
    page.goto(rich)
    ask(page, "zebra em p amp lt <em> & co")
    result = page.locator(RESULT).first
    expect(result).to_contain_text("Ask the <em>zebra</em> & co.")
    expect(result.locator("mark").first).to_have_text("<em>zebra")


def test_sections_are_below_their_page(page: Page, rich: str) -> None:
    page.goto(rich)
    ask(page, "zebra")
    more = page.locator(f"{RESULT} .md-search-result__more summary").first
    expect(more).to_have_text("1 more on this page")
    more.click()
    section = page.locator(f"{RESULT} details a").first
    expect(section).to_contain_text("Opening hours")
    expect(section).to_have_attribute("href", re.compile("about/.*#opening-hours$"))


def test_the_keyboard_opens_the_best_page_with_marks(page: Page, rich: str) -> None:
    page.goto(rich)
    page.keyboard.press("/")
    page.keyboard.type("zebra", delay=20)
    expect(page.locator(RESULT).first).to_contain_text("About")
    page.keyboard.press("Enter")
    page.wait_for_url("**/about/?h=zebra*")
    expect(page.locator("mark[data-md-highlight]").first).to_have_text("zebra")


def test_a_word_is_completed(page: Page, rich: str) -> None:
    page.goto(rich)
    for query, whole in (
        ("AcmeStorageRe", "AcmeStorageReadOnly"),
        ("iam:pa", "iam:passrole"),
        ("look s3:PutObjectT", "look s3:PutObjectTagging"),
    ):
        ask(page, query)
        expect(page.locator(".md-search__suggest")).to_have_text(whole)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".md-search__input")).to_have_value("look s3:PutObjectTagging")


def test_an_address_asks(page: Page, rich: str) -> None:
    page.goto(f"{rich}?q=AcmeStorageReadOnly")
    expect(page.locator(RESULT).first).to_contain_text("AcmeStorageReadOnly")


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("PassRole", "acme-storage/AcmeStorageFullAccess/"),
        ("StorageReadOnly", "acme-storage/AcmeStorageReadOnly/"),
        ("Guard", "acme-storage/AcmeStorageFullAccess/"),
    ],
)
def test_the_search_of_the_theme_itself_finds_pages(
    page: Page, plain: str, query: str, path: str
) -> None:
    page.goto(plain)
    assert path in ask(page, query)
