"""What search finds pages by."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.model import Catalogue
from policybook.render import rich
from policybook.render.book import render
from policybook.render.page import Heading, Page, Prose, anchors
from policybook.render.search import Entry, packed, page_entries, spelled_out
from policybook.render.settings import Settings


@pytest.fixture
def found(sample: Catalogue) -> dict[str, tuple[Entry, ...]]:
    """The entries of each page, by its path."""
    pages = [page for page in render(sample, Settings()) if not page.moved_to]
    return {page.path: page_entries(page, page.path, page.blocks) for page in pages}


def said(entries: tuple[Entry, ...]) -> list[str]:
    """The words of entries."""
    texts = (re.sub("<[^>]+>", " ", f"{entry.title} {entry.text}") for entry in entries)
    return [word for text in texts for word in unescape(text).split()]


def test_an_entry_has_each_action_of_its_policy(
    sample: Catalogue, found: dict[str, tuple[Entry, ...]]
) -> None:
    for policy in sample.policies.values():
        statements = policy.default.document.statements if policy.default else ()
        names = {name for s in statements for name in (*s.actions, *s.not_actions)}
        page, *sections = found[f"{policy.service}/{policy.name}/"]
        assert sorted(page.actions) == sorted(names)
        assert not any(section.actions for section in sections)
        assert {s.sid for s in statements if s.sid} <= set(said((page,)))


def unpacked(text: str) -> dict[str, list[str]]:
    """The actions of pages, made whole as the search worker does it."""
    value = json.loads(text)
    names = [prefix + name for prefix, rest in value["actions"].items() for name in rest]
    return {
        location: [names[number] for number in accumulate(steps)]
        for location, steps in value["pages"].items()
    }


ACTIONS = st.lists(st.text("ab:* é\n", min_size=1, max_size=4), unique=True)


@given(st.dictionaries(st.text("xy/#"), ACTIONS))
def test_packed_actions_are_whole(actions: dict[str, list[str]]) -> None:
    found = unpacked(packed(actions))
    assert {place: sorted(names) for place, names in found.items()} == {
        place: sorted(names) for place, names in actions.items()
    }


def test_packed_actions_do_not_depend_on_the_order_of_names() -> None:
    text = packed({"a/": ["s3:B", "iam:A"], "b/": ["s3:A"]})
    assert text == packed({"a/": ["iam:A", "s3:B"], "b/": ["s3:A"]})
    assert text == ('{"actions":{"iam:":["A"],"s3:":["A","B"]},"pages":{"a/":[0,2],"b/":[1]}}')


def test_names_and_actions_are_spelled_out_as_words() -> None:
    entry = spelled_out(Entry("x/", "AcmeStorageReadOnly", "<p>Reads.</p>", ("s3:Get*", "s3:Put")))
    words = set(said((entry,)))
    assert {"AcmeStorageReadOnly", "StorageReadOnly", "ReadOnly", "Only"} <= words
    assert {"Reads.", "s3:", "Get*", "Put"} <= words
    assert not entry.actions


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
