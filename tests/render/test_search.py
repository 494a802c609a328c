"""What search finds pages by."""

from __future__ import annotations

import re
from html import unescape

import pytest

from policybook.model import Catalogue
from policybook.render import rich
from policybook.render.book import render
from policybook.render.page import Heading, Page, Prose, anchors
from policybook.render.search import Entry, page_entries
from policybook.render.settings import Settings


@pytest.fixture
def found(sample: Catalogue) -> dict[str, tuple[Entry, ...]]:
    """The entries of each page, by its path."""
    pages = [page for page in render(sample, Settings()) if not page.moved_to]
    return {page.path: page_entries(page, page.path, page.blocks) for page in pages}


def actions(entries: tuple[Entry, ...]) -> list[str]:
    """The actions of entries, made whole as the search worker does it."""
    found = []
    for entry in entries:
        for text in re.findall("<li>(.*?)</li>", entry.text):
            prefix, _, operations = unescape(text).partition(": ")
            found += [f"{prefix}:{name}" for name in operations.split()]
    return found


def said(entries: tuple[Entry, ...]) -> list[str]:
    """The words of entries."""
    texts = (re.sub("<[^>]+>", " ", f"{entry.title} {entry.text}") for entry in entries)
    return [word for text in texts for word in unescape(text).split()]


def test_an_action_finds_the_policies_that_name_it(
    sample: Catalogue, found: dict[str, tuple[Entry, ...]]
) -> None:
    for policy in sample.policies.values():
        statements = policy.default.document.statements if policy.default else ()
        names = {name for s in statements for name in (*s.actions, *s.not_actions)}
        entries = found[f"{policy.service}/{policy.name}/"]
        assert sorted(actions(entries)) == sorted(names)
        assert {s.sid for s in statements if s.sid} <= set(said(entries))


def test_a_name_is_found_from_each_of_its_words_on(found: dict[str, tuple[Entry, ...]]) -> None:
    words = said(found["acme-storage/AcmeStorageReadOnly/"])
    assert {"AcmeStorageReadOnly", "StorageReadOnly", "ReadOnly", "Only"} <= set(words)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("acme-storage/AcmeStorageFullAccess/", "Storage"),
        ("acme-storage/", "updates"),
        ("reference/data-format/", "prefixes"),
        ("reference/rules/sid-not-unique/", "Sid"),
    ],
)
def test_words_are_found(found: dict[str, tuple[Entry, ...]], path: str, words: str) -> None:
    assert words in " ".join(said(found[path]))


def test_entries_lead_to_sections(sample: Catalogue, found: dict[str, tuple[Entry, ...]]) -> None:
    for page in render(sample, Settings()):
        if page.moved_to:
            continue
        first, *sections = found[page.path]
        assert (first.location, unescape(first.title)) == (page.path, page.title)
        known = set(anchors(page.blocks))
        for entry in sections:
            path, _, anchor = entry.location.partition("#")
            assert path == page.path
            assert anchor in known
            assert entry.text


def test_texts_are_no_markup() -> None:
    evil = "<img src=x onerror=alert(1)> & <script>"
    blocks = (Heading(2, "a", rich.inline(evil)), Prose(rich.paragraph(evil)))
    page = Page("x/", evil, "", make=lambda: blocks)
    for entry in page_entries(page, "x/", blocks):
        assert "<img" not in entry.title + entry.text
        assert "<script" not in entry.title + entry.text


def test_a_page_that_moved_is_not_found() -> None:
    page = Page("x/", "Moved", "", make=tuple, moved_to="site:y/")
    assert page_entries(page, "x/", ()) == ()
