"""How findings are told: once for many pages, at the first places, with what may be meant."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from builtsites import build, told
from policybook.links.check import check_links
from policybook.links.drafts import MOST_HINTS
from policybook.links.faults import faults

NAVIGATION = '<!doctype html>\n<nav><a href="{}guid/">Guide</a></nav>\n'


def test_a_link_on_every_page_is_told_once(tmp_path: Path) -> None:
    pages = {f"page-{n}/index.html": NAVIGATION.format("../") for n in range(20)}
    root = build(tmp_path, {**pages, "404.html": NAVIGATION.format("/")})
    (problem,) = told(root)
    assert problem == (
        "404.html:2:9: error link-broken the link `Guide` to `/guid/` is broken: the site has no "
        "`/guid/`; did you mean `/guide/`?; also at `page-0/index.html:2`, `page-1/index.html:2` "
        "and on 18 more pages"
    )
    (fault,) = faults(check_links(root), every=True)
    assert len(fault.references) == 21
    assert str(fault.problem) == problem
    last = fault.references[-1]
    assert (last.line, last.column, last.text) == (2, 9, "Guide")


def test_files_that_are_no_pages_are_not_counted_as_such(tmp_path: Path) -> None:
    page = '<img src="/x.png">'
    style = "a { background: url(/x.png) }"
    files = {"a.html": page, "b.html": page, "c.html": page, "d.html": page, "e.css": style}
    (problem,) = told(build(tmp_path, files))
    assert problem.endswith("; also at `b.html:1`, `c.html:1` and in 2 more files")


def test_several_on_a_page(tmp_path: Path) -> None:
    page = (
        '<!doctype html><a href="x/">One</a> <a\nhref=x/>Two</a>\n<a href=x/>3</a><a href=x/>4</a>'
    )
    root = build(tmp_path, {"a.html": page})
    (fault,) = faults(check_links(root))
    places = [(place.line, place.column, place.text) for place in fault.references]
    assert places == [(1, 19, "One"), (2, 1, "Two"), (3, 4, "3"), (3, 20, "4")]
    assert fault.problem.message.endswith("; also at `a.html:2`, `a.html:3` and further down")


def test_the_column_is_that_of_the_attribute(tmp_path: Path) -> None:
    lines = [
        "<a title='href=\"a/\"' HREF = 'a/'>x</a>",
        '<a data-href="b/" href="b/">x</a>',
        '<a href="c/?x=1&amp;y=&#34;">x</a> c/?x=1',
        '<a href="d/',
        'e/">x</a>',
        "<img alt='f.png 2x' srcset='g.png, f.png 2x'>",
        '<a href="&#104;/">x</a>',
        "<p>häh</p><a href='ü/'>x</a>",
    ]
    root = build(tmp_path, {"a.html": "\n".join(lines)})
    places = [line.split(" ")[0] for line in told(root)]
    assert places == [
        "a.html:1:22:",
        "a.html:2:19:",
        "a.html:3:4:",
        "a.html:4:4:",
        "a.html:6:21:",
        "a.html:6:21:",
        "a.html:7:4:",
        "a.html:8:14:",
    ]


def test_lines_beyond_those_that_are_counted(tmp_path: Path) -> None:
    page = "\n" * 70_000 + ' <a href="x/">x</a>\n' + "\n" * 1000
    (problem,) = told(build(tmp_path, {"a.html": page}))
    assert problem.startswith("a.html:70001:5: ")


def test_what_readers_see_of_a_link(tmp_path: Path) -> None:
    links = [
        "<b> A\n <i>long</i></b>\tword",
        "",
        "<img alt=x>",
        "w" * 100,
        "a `code` word",
    ]
    page = "".join(f'<a href="{n}/" title="Title">{text}</a>\n' for n, text in enumerate(links))
    texts = [line.partition(" the link ")[2] for line in told(build(tmp_path, {"a.html": page}))]
    assert [text.partition(" to ")[0] for text in texts] == [
        "`A long word`",
        "`Title`",
        "`Title`",
        f"`{'w' * 57}…`",
        "`a 'code' word`",
    ]


def test_what_may_be_meant_is_looked_up_for_some_only(tmp_path: Path) -> None:
    links = "".join(f'<a href="guidee{n:02}/"></a>' for n in range(2 * MOST_HINTS))
    problems = told(build(tmp_path, {"a.html": links}))
    assert sum("did you mean `guide/`?" in problem for problem in problems) == MOST_HINTS
    assert sum("correct it, or add" in problem for problem in problems) == MOST_HINTS


def test_addresses_that_are_ignored(tmp_path: Path) -> None:
    targets = ("api/x/", "../site/api/x/", "javascript:x", "https://a.example/b", "#x", "#y", "b/")
    page = "".join(f'<a href="{target}"></a>' for target in targets)
    root = build(tmp_path / "site", {"a.html": page})
    ignored = {"/api/x/", "javascript:x", "https://a.example/b", "#x", "/a.html#y"}.__contains__
    report = check_links(root, ignored=ignored)
    assert [finding.rule for finding in report.findings] == ["link-outside", "link-broken"]
    assert not report.external


def test_published_addresses(tmp_path: Path) -> None:
    root = build(
        tmp_path / "site",
        {
            "old/index.html": '<meta http-equiv="refresh" content="0; url=../guide/#guide"><a id=o>',
            "_redirects": "/older/* /guide/:splat\n",
        },
    )
    right = ["/", "/guide/", "/guide/#first-steps", "/guide/setup.html", "/old/", "/old/#o"]
    right += ["/old/#first-steps", "/older/", "/older/setup.html#setup", "/#acme", "/guide"]
    wrong = ["/gone/", "/guide/#gone", "/old/#gone", "/Guide/", "/older/gone/", "gone", "/../x"]
    lines = enumerate([*right, *wrong], 1)
    report = check_links(root, lock=(PurePosixPath("../anchors.lock"), lines))
    found = [fault.problem for fault in faults(report)]
    assert {problem.rule for problem in found if problem.line > len(right)} == {
        "lock-address-broken"
    }
    assert [problem.line for problem in found if problem.rule == "lock-address-broken"] == [
        *range(len(right) + 1, len(right) + len(wrong) + 1)
    ]
    assert {str(problem.file) for problem in found} == {"../anchors.lock"}
    assert found[-1].message == (
        "the published address `/../x` leads above the root of the site: take `../` away"
    )


def test_published_addresses_start_at_the_site_wherever_that_is(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://acme.example/docs/">'
    root = build(tmp_path, {"index.html": head})
    lock = (PurePosixPath("anchors.lock"), [(1, "/guide/#first-steps"), (2, "/docs/guide/")])
    (finding,) = check_links(root, lock=lock).findings
    assert finding.standings[0].line == 2


def test_external_addresses_with_where_they_stand(tmp_path: Path) -> None:
    pages = {
        "a.html": '<a href="https://b.example/#c">b</a><form action="https://b.example/f"></form>',
        "b.html": '<link rel=preconnect href="https://d.example"><a href=https://b.example/#c>b</a>',
        "c.html": '<a href="//b.example/">b</a> <a href="mailto:a@b.example">a</a>',
        "d.html": '<img src="http://127.0.0.1:9/a.png"><a href="https://e example/">e</a>',
    }
    external = check_links(build(tmp_path, pages)).external
    assert {address: [str(one.file) for one in where] for address, where in external.items()} == {
        "https://b.example/#c": ["a.html", "b.html"],
        "//b.example/": ["c.html"],
    }


@pytest.mark.parametrize("host", ["127.0.0.1:9", "nothing.invalid", "wiki", "[fd00::1]"])
def test_what_readers_cannot_reach_is_told_once(host: str, tmp_path: Path) -> None:
    root = build(tmp_path, {"a.html": f'<a href="http://{host}/">A</a>'})
    report = check_links(root)
    assert [finding.rule for finding in report.findings] == ["address-private"]
    assert not report.external
    shared = check_links(root, reachable=lambda _: True)
    assert not shared.findings
    assert [*shared.external] == [f"http://{host}/"]
