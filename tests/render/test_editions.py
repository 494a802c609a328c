"""The HTML and the Markdown edition of a page say the same, and the Markdown is well-formed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from facts import all_tokens, from_html, from_markdown, tokens

from large import POLICIES_PER_PAGE, set_small_limits
from policybook.check import check
from policybook.model import Catalogue
from policybook.render import rich
from policybook.render.book import render
from policybook.render.edition import Edition
from policybook.render.html import page_html
from policybook.render.markdown import page_markdown
from policybook.render.page import Page, anchors
from policybook.render.settings import Settings
from sites import ROOT, SAMPLE

SETTINGS = Settings(
    site_url="https://book.example/", edit_url=lambda path: f"https://git.example/data/{path}"
)


def pages() -> list[Page]:
    catalogues: list[Catalogue] = [check(root).catalogue for root in (SAMPLE, ROOT / "policies")]
    return [page for catalogue in catalogues for page in render(catalogue, SETTINGS)]


PAGES = pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path or "home")


@each_page
def test_editions_agree(page: Page) -> None:
    html = from_html(page_html(page.blocks, lambda target: f"/{target}"), page.path)
    markdown = from_markdown(page_markdown(page.blocks, Edition(page)), page.path)
    assert html.headings == markdown.headings
    assert html.documents == markdown.documents
    assert html.updates == markdown.updates
    assert set(html.anchors) == set(markdown.anchors)
    assert html.code == markdown.code
    assert html.links == markdown.links


def test_editions_of_a_large_site_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    set_small_limits(monkeypatch)
    settings = replace(SETTINGS, policies_per_page=POLICIES_PER_PAGE)
    for page in render(check(SAMPLE).catalogue, settings):
        test_editions_agree(page)
        test_anchors_are_unique(page)
        test_markdown_tables_have_whole_rows(page)


@each_page
def test_anchors_are_unique(page: Page) -> None:
    said = from_html(page_html(page.blocks, lambda target: f"/{target}"), page.path)
    assert sorted(said.anchors) == sorted(set(said.anchors)) == sorted(anchors(page.blocks))


@each_page
def test_markdown_has_no_html_but_anchors(page: Page) -> None:
    for token in all_tokens(tokens(page_markdown(page.blocks, Edition(page)))):
        assert token.type != "html_block"
        if token.type == "html_inline":
            assert token.content == "</a>" or token.content.startswith('<a name="')


@each_page
def test_markdown_tables_have_whole_rows(page: Page) -> None:
    text = page_markdown(page.blocks, Edition(page))
    lines = text.splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    parsed = [t for t in tokens(text) if t.type == "tr_open"]
    separators = sum(line.startswith("| --- |") for line in rows)
    assert len(parsed) == len(rows) - separators


def test_every_link_within_the_site_resolves() -> None:
    for root in (SAMPLE, ROOT / "policies"):
        site = list(render(check(root).catalogue, SETTINGS))
        known = {page.path: set(anchors(page.blocks)) for page in site}
        for page in site:
            said = from_markdown(page_markdown(page.blocks, Edition(page)), page.path)
            for text, target in said.links:
                path, mark, anchor = target.partition("#")
                if not mark or target.startswith("http") or path.endswith((".xml", ".json")):
                    continue
                key = f"{path.strip('/')}/".removeprefix("/")
                assert key in known, f"{page.path}: {text} → {target}"
                assert not anchor or anchor in known[key], f"{page.path}: {text} → {target}"


def test_an_exempted_unknown_policy_is_published(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(SAMPLE, folder)
    (folder / "acme-storage" / "changes" / "2022-07-01-gone.yaml").write_text(
        "title: Gone\ndate: 2022-07-01\nexempt: {change-policy-unknown: It was deleted.}\n"
        "updates: [{kind: covered, policies: [Gone], covered: [s3:GetObject]}]\n"
    )
    report = check(folder)
    assert report.problems == ()
    for page in render(report.catalogue, SETTINGS):
        assert page_html(page.blocks, lambda target: f"/{target}")
        assert page_markdown(page.blocks, Edition(page))


def test_a_list_that_opens_a_text_keeps_its_commas() -> None:
    flow = rich.bullets([rich.inline(word) for word in ("one", "two", "three")])
    assert rich.plain(rich.flattened(flow)) == "one, two, three."
