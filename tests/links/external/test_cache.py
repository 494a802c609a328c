from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.links.external.address import Address
from policybook.links.external.cache import MOST_ENTRIES, Cache, is_cache

A = Address("https://a.example/")
B = Address("https://b.example/x", "y")


def test_what_is_written_is_read() -> None:
    cache = Cache().plus([B, A], 1_000.9)
    assert cache.good == {A: 1000, B: 1000, Address(B.page): 1000}
    assert Cache.read(cache.written()) == cache


def test_order_of_entries_never_changes_the_file() -> None:
    assert Cache({A: 1, B: 2}).written() == Cache({B: 2, A: 1}).written()


def test_only_fresh_entries_count() -> None:
    cache = Cache({A: 100, B: 200})
    assert cache.fresh(210, 50).good == {B: 200}
    assert cache.fresh(210, 110).good == {A: 100, B: 200}
    assert cache.fresh(150, 50).good == {A: 100}


def test_no_more_than_the_latest_entries_are_written() -> None:
    good = {Address(f"https://a.example/{n}"): n for n in range(MOST_ENTRIES + 5)}
    kept = Cache.read(Cache(good).written())
    assert kept is not None
    assert sorted(kept.good.values()) == [*range(5, MOST_ENTRIES + 5)]


@pytest.mark.parametrize("text", ["", " \n", '{"policybook-links": 1, "good": {}}'])
def test_nothing_known(text: str) -> None:
    assert Cache.read(text) == Cache()
    assert is_cache(text)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        (Cache({A: 1}).written()[:-9], True),
        ('{"policybook-links": 2, "good": {}}', True),
        ('{"policybook-links": 1}', True),
        ('{"policybook-links": 1, "good": []}', True),
        ('{"name": "package", "good": {}}', False),
        ("[tool.policybook]", False),
        ("[" * 100_000, False),
        ("9" * 100_000, False),
        ("null", False),
    ],
)
def test_what_is_no_cache(text: str, ours: bool) -> None:
    assert Cache.read(text) is None
    assert is_cache(text) is ours


@pytest.mark.parametrize("entry", [{"mailto:x": 1}, {A.page: "1"}, {A.page: True}, {A.page: 1.5}])
def test_entries_that_mean_nothing_are_left_out(entry: object) -> None:
    assert Cache.read(json.dumps({"policybook-links": 1, "good": entry})) == Cache()


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_any_text_is_taken(text: str) -> None:
    assert Cache.read(text) in (None, Cache())
