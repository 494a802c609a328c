"""What is looked at and written out is bounded: none of this ends in time, or in memory, if not."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from builtsites import build, told
from policybook.links import feeds, files, forwards, reading
from policybook.links.contents import LONGEST, Forward
from policybook.links.forwards import Forwards
from policybook.links.index import index


def page(*targets: str) -> str:
    return "".join(f'<a href="{target}">x</a>\n' for target in targets)


@pytest.mark.parametrize(
    "line",
    [
        f"/a/* /a{'/:splat' * 10}",
        f"/a/:b /a/{':b' * 10}",
        f"/a/* /a/:splat{'/:splat' * 100_000}",
        f"/a/* /a/:splat{'/b' * 100_000}",
    ],
)
def test_addresses_that_grow_as_they_are_led_on(line: str, tmp_path: Path) -> None:
    root = build(tmp_path, {"_redirects": f"{line}\n", "x.html": page("/a/xxxxxxxxxx")})
    (problem,) = [line for line in told(root) if line.startswith("x.html")]
    assert problem == (
        "x.html:1:4: error redirect-loop the link `x` to `/a/xxxxxxxxxx` is led by `_redirects` to "
        "ever longer addresses: let that end at a page"
    )


def test_what_is_led_on_is_not_written_out_to_its_end() -> None:
    led = Forwards([Forward(1, "/a/*", "/b" + "/:splat" * 200)]).target(f"/a/{'x' * LONGEST}")
    assert led is not None
    assert LONGEST < len(led) < 3 * LONGEST


@pytest.mark.parametrize("start", ["/a{}/*", "/a/{}/*", "/:a/b{}/*", "/:a/:b/{}", "/a/b{}*"])
def test_lines_are_not_looked_at_one_by_one(start: str) -> None:
    many = 20_000
    text = "".join(f"{start.format(n)} /b{n}/:splat\n" for n in range(many, 2 * many))
    led = Forwards(forwards.contents(text.encode()).forwards)
    assert all(led.target(f"/n/{n}/x") is None for n in range(many))
    assert led.target(start.format(many).replace(":", "").replace("*", "x")) is not None


def test_more_forms_of_patterns_than_are_told_apart(tmp_path: Path) -> None:
    lines = "".join(f"{'/a' * n}/:b /guide/\n" for n in range(1, 300))
    root = build(tmp_path, {"_redirects": lines, "x.html": page("/a/b", f"{'/a' * 250}/b")})
    assert told(root)[0] == (
        "_redirects:201:1: error page-unreadable `*` and `:` stand in more than 200 different "
        "places of the patterns up to here: the rest of the file is not read; use fewer"
    )
    assert [line.split(" ")[2] for line in told(root)] == ["page-unreadable", "link-broken"]


NAMES = st.sampled_from(("a", "b", "ab", "", ":a", ":b", ":splat"))
STARTS = st.builds(
    "/{}{}".format,
    st.lists(NAMES, min_size=1, max_size=3).map("/".join),
    st.sampled_from(("", "/", "*", "/*")),
)
PATHS = st.lists(st.sampled_from(("a", "b", "ab", "abc", "")), max_size=4).map("/".join)


def first(starts: Sequence[str], path: str) -> str | None:
    """What the first line says that fits a path, looked up one by one."""
    one_by_one = (Forwards([Forward(1, start, start)]).target(path) for start in starts)
    return next((led for led in one_by_one if led is not None), None)


@given(st.lists(STARTS, max_size=6), PATHS)
def test_the_first_line_that_fits_counts(starts: list[str], path: str) -> None:
    led = Forwards(Forward(n, start, start) for n, start in enumerate(starts))
    assert led.target(f"/{path}") == first(starts, f"/{path}")


@pytest.mark.parametrize(
    ("start", "path", "led"),
    [
        ("/a/*", "/a/b/c", "b/c,:a"),
        ("/a/*", "/a", ",:a"),
        ("/a/*", "/b", None),
        ("/a*", "/abc/d", "bc/d,:a"),
        ("/a*", "/b", None),
        ("/*", "/", ",:a"),
        ("/:a/*", "/b/c", "c,b"),
        ("/:a/b", "/c/b/", ",c"),
        ("/:a/b", "/c/d", None),
        ("/:a/b", "/c/b/d", None),
        ("/:a/b", "/c", None),
        ("/:b/c/:a", "/d", None),
        ("/b/c/:a/*", "/b", None),
        ("/:splat/*", "/b/c", "b,:a"),
    ],
)
def test_what_a_pattern_leads_to(start: str, path: str, led: str | None) -> None:
    assert Forwards([Forward(1, start, ":splat,:a")]).target(path) == led


def named(feed: str) -> list[str]:
    """The addresses in a feed."""
    return [use.target for use, _ in feeds.uses(etree.fromstring(feed.encode()))]


def test_the_link_of_an_item_is_looked_up_once() -> None:
    words = '<description>&lt;a href="b"&gt;</description>'
    channel = f"<link/><link> </link><link>https://a.example/</link>{words * 100}"
    item = f"<item>{words}<link>https://b.example/</link></item>"
    with patch.object(feeds, "_link_in", wraps=feeds._link_in) as link_in:
        found = named(f"<rss><channel>{channel}{item}{words}</channel></rss>")
    assert link_in.call_count == 2
    assert [target for target in found if target.endswith("/b")] == [
        *["https://a.example/b"] * 100,
        "https://b.example/b",
        "https://a.example/b",
    ]


@pytest.mark.parametrize("base", ["a/", "../a/b", "/a", "https://a.example/b/", "?a", ""])
def test_addresses_start_at_the_bases_around_them(base: str) -> None:
    link = '<link href="e"/>'
    feed = etree.fromstring(
        f'<feed xml:base="https://c.example/d/">{link}<entry xml:base="{base}">{link}'
        f'<entry xml:base="f/">{link}</entry>{link}</entry>{link}</feed>'
    )
    meant = [urljoin(element.base or "", "e") for element in feed.iter("link")]
    assert [use.target for use, _ in feeds.uses(feed)] == meant


def test_bases_in_bases() -> None:
    depth, many = 200, 20_000
    starts = "".join(f'<x xml:base="{n}{"a" * LONGEST}/">' for n in range(depth))
    links = '<link xml:base="b/" href="c"/>' * many
    found = named(f"<feed>{starts}{links}{'</x>' * depth}</feed>")
    assert len(found) == many
    assert sum(map(len, found)) < many * LONGEST


XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def test_markup_in_markup_is_read_once() -> None:
    depth = 200
    nested = '<content type="xhtml">' * depth + "<a href='b'/>" + "</content>" * depth
    with patch.object(reading, "uses", wraps=reading.uses) as uses:
        found = named(f"<feed>{nested}</feed>")
    assert found == ["b"]
    assert uses.call_count == 1


@pytest.mark.parametrize("name", ["content", "summary", "title"])
def test_markup_of_an_entry_has_the_links_of_a_page(name: str) -> None:
    page = (
        '<p style="background: url(a)">b &amp; <a href="c">d</a> <img src="e" srcset="f 2x"/>'
        '<form action="g"/><link href="h"/><\u0434/></p><style>a { background: url(i) }</style>'
    )
    for words in (f"<div {XHTML}>{page}</div>", page):
        feed = f'<feed xml:base="/x/"><{name} type="xhtml">{words}</{name}><link href="z"/></feed>'
        assert sorted(named(feed)) == ["/x/a", "/x/c", "/x/e", "/x/f", "/x/h", "/x/i", "/x/z"]


@pytest.mark.parametrize("name", ["big.html", "big.xml", "big.webmanifest", "_redirects"])
def test_files_that_are_too_large_are_not_read(name: str, tmp_path: Path) -> None:
    root = build(tmp_path, {name: "", "a.html": f'<link rel="manifest" href="{name}">'})
    os.truncate(root / name, files.MAX_BYTES + 1)
    assert told(root) == [
        f"{name}:1:1: error page-unreadable the file has more than 64 MiB and is not read: split it"
    ]


def test_pictures_and_films_may_be_of_any_size(tmp_path: Path) -> None:
    root = build(tmp_path, {"big.mp4": "", "a.html": page("big.mp4")})
    os.truncate(root / "big.mp4", 1 << 34)
    assert told(root) == []


def test_a_base_longer_than_an_address_is_none(tmp_path: Path) -> None:
    base = f"{'a' * LONGEST}/"
    links = "".join(f'<a href="b{number}.html">b</a>' for number in range(50))
    root = build(tmp_path, {"a.html": f'<base href="{base}">{links}'})
    told_of = told(root)
    assert len(told_of) == 50
    assert sum(map(len, told_of)) < 50 * LONGEST


def test_a_path_longer_than_any_has_no_links_in_it(tmp_path: Path) -> None:
    root = build(tmp_path, {"b.html": "", "a.html": page("b.html")})
    (root / "c.html").symlink_to("b.html")
    found = index(root)
    with patch("policybook.links.index._parts") as parts:
        assert found.file("a/" * 5000) is None
        assert not found.is_stray("a/" * 5000)
    assert not parts.called
    assert found.file("c.html") == "b.html"
