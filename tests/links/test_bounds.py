"""What is looked at and written out is bounded: none of this ends in time, or in memory, if not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builtsites import build, told
from policybook.links import forwards
from policybook.links.contents import Forward
from policybook.links.forwards import LONGEST, Forwards


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
