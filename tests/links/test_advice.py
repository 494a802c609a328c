"""What a message says to write is right once it is written, whatever the site and the address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builtsites import build, told
from policybook.links.aim import Home
from policybook.links.contents import Contents
from policybook.links.index import Index
from policybook.links.judging import Judge
from policybook.links.reference import Role, Slot, Use
from policybook.links.site import Site

LINK = Slot("link", Role.LINK, "a", "href")
HOMES = (Home(), Home("https", "acme.example"), Home("http", "acme.example", "81", "/über docs/"))
BASES = (
    "",
    "/",
    "a/",
    "../",
    "https://acme.example/",
    "http://acme.example:81/%C3%BCber%20docs/b/",
)
FILES = (
    *("index.html", "a/index.html", "a/b.html", "a/B/index.html", "guide/setup.html"),
    *("é.html", "e\N{COMBINING ACUTE ACCENT}t/a&b.html", "a b/100%.html", "a`b:c#d?e.html"),
    *("www.example.com/index.html", "\udcff.html"),
)
ANCHORS = frozenset(("x", "ünï x", "100%", "f(a, b)", "a#b", "`"))
_ADVICE = re.compile(r"(?:write|did you mean) `([^`]+)`")


def advised(message: str) -> list[str]:
    return _ADVICE.findall(message)


@pytest.mark.parametrize("home", ["https://acme.example/", "https://acme.example/docs/"])
@pytest.mark.parametrize(
    ("file", "link", "wanted"),
    [
        ("a.html", "guide", "guide/"),
        ("a.html", "guide?q#first-steps", "guide/?q#first-steps"),
        ("a.html", "guide#nothing", "guide/"),
        ("a/b/c.html", "../../Guide/", "../../guide/"),
        ("guide/index.html", "../Guide", "./"),
        ("guide/b.html", "./Setup.html", "setup.html"),
        ("a.html", "guide/setup", "guide/setup.html"),
        ("a.html", "guide/#first-step", "guide/#first-steps"),
        ("guide/index.html", "#first-step", "#first-steps"),
        ("guide/index.html", "?q#first-step", "?q#first-steps"),
        ("a.html", "{root}guide", "{root}guide/"),
        ("a.html", "{root}gide/#guide", "{root}guide/#guide"),
        ("a.html", "{home}guide", "{home}guide/"),
        ("a.html", "//acme.example{root}gide/", "//acme.example{root}guide/"),
        ("a.html", "/guide", "{root}guide/"),
        ("a/b.html", "www.acme.example/x", "https://www.acme.example/x"),
    ],
)
def test_advice_is_in_the_form_of_the_link(
    file: str, link: str, wanted: str, home: str, tmp_path: Path
) -> None:
    forms = {"home": home, "root": home.removeprefix("https://acme.example")}
    canonical = f'<link rel="canonical" href="{home}">'
    link = link.format(**forms)
    head = {"index.html": canonical, "guide/index.html": '<p id="guide"><p id="first-steps">'}

    def problems(target: str) -> list[str]:
        page = f'{head.get(file, "")}<a href="{target}">A</a>'
        return told(build(tmp_path, {**head, file: page}))

    assert wanted.format(**forms) in [advice for line in problems(link) for advice in advised(line)]
    assert problems(wanted.format(**forms)) == []


def test_a_style_and_a_base_have_folders_of_their_own(tmp_path: Path) -> None:
    files = {
        "css/a.css": "a { background: url(../Assets/logo.png) }",
        "b/c.html": '<base href="/guide/"><a href="Setup.html">A</a><a href="../b/c">C</a>',
    }
    found = [advice for line in told(build(tmp_path, files)) for advice in advised(line)]
    assert found == ["setup.html", "../b/c.html", "../assets/logo.png"]


@pytest.mark.parametrize("link", ["TODO", "reference/TODO", "TODO.html"])
def test_a_page_is_not_what_is_below_it(link: str, tmp_path: Path) -> None:
    files = {"acme-storage/reference/index.html": f'<a href="{link}">A</a>'}
    (problem,) = told(build(tmp_path, files))
    assert problem.endswith("; correct it, or add what it leads to")


def _bent(path: str) -> Iterator[str]:
    """Ways to miss a path."""
    yield path.upper()
    yield path.removesuffix("/")
    yield path.removesuffix(".html")
    yield path.replace("e", "ee", 1)
    yield path.replace("e\N{COMBINING ACUTE ACCENT}", "é")
    yield f"a/{path}"


def _written(path: str, file: str, home: Home) -> Iterable[str]:
    ups = "../" * file.count("/")
    encoded = quote(path, errors="surrogateescape")
    yield f"{ups}{encoded}"
    yield f"{quote(home.path)}{encoded}"
    yield f"/{encoded}"
    if home.is_known:
        yield f"{home}{encoded}"
        yield f"{home}{encoded}".partition(":")[2]


def _told(site: Site, file: str, base: str, target: str) -> list[tuple[str, str]]:
    """The rule and message of each problem of one link."""
    here = Contents((Use(LINK, target),), 1, ANCHORS, base=base)
    judge = Judge(
        Site(site.index, {**site.contents, file: here}, site.home), lambda _: False, lambda _: False
    )
    judge.judge(file, here)
    return [(finding.rule, finding.message) for finding in judge.drafts.findings()]


@given(st.data())
def test_advice_is_right(data: st.DataObject) -> None:
    files = data.draw(st.sets(st.sampled_from(FILES), min_size=1))
    home, base = data.draw(st.sampled_from(HOMES)), data.draw(st.sampled_from(BASES))
    file = data.draw(st.sampled_from(sorted(files)))
    other = data.draw(st.sampled_from(sorted(files))).removesuffix("index.html")
    path = data.draw(st.sampled_from([*_bent(other)]))
    anchor = data.draw(st.sampled_from(("", "#x", "#xx", "?q#100%25", "?q#100", "#`#", "#f(a,b)")))
    target = data.draw(st.sampled_from([*_written(path, file, home)])) + anchor
    site = Site(
        Index(frozenset(files), frozenset()),
        {name: Contents(anchors=ANCHORS) for name in files},
        home,
    )
    for _, message in _told(site, file, base, target):
        assert message.count("`") % 2 == 0
        for advice in advised(message):
            assert _told(site, file, base, advice) == [], (target, message)
