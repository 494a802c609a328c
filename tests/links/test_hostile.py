"""Pages made to harm: none raises anything, and twice as much takes about twice as long."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from builtsites import build, told

MANY = 100_000
PAGES: Mapping[str, str | bytes] = {
    "deep": "<div>" * MANY + '<a href="gone/">x</a>',
    "deep inline": "<b><i>" * MANY,
    "deep tables": "<table>" * MANY,
    "links in links": "<a href=gone/>" * MANY,
    "an endless tag": "<a " + "x" * 10 * MANY,
    "an endless tag of attributes": "<a " + "".join(f"x{n} " for n in range(MANY)) + ">",
    "an endless tag of values": "<a " + "".join(f'x{n}="<>"' for n in range(MANY)) + ">",
    "an endless address": f'<a href="{"x" * 10 * MANY}">x</a>',
    "an address of marks": f'<a href="{"&<>`(" * MANY}">x</a>',
    "an address of folders": f'<a href="{"../" * MANY}{"x/" * MANY}">x</a>',
    "an address of percents": f'<a href="https://x.example/{"%41" * MANY}%">x</a>',
    "an address of hosts": f'<a href="https://{"a." * MANY}">x</a><a href="https://{"@:" * MANY}">',
    "a huge srcset": f'<img srcset="{"a.png 1x, " * MANY}">',
    "a srcset of commas": f'<img srcset="{"," * 10 * MANY}">',
    "a srcset of brackets": f'<img srcset="a {"(" * 10 * MANY}">',
    "a huge refresh": f'<meta http-equiv="refresh" content="{"0" * 10 * MANY}">',
    "a refresh of spaces": f'<meta http-equiv="refresh" content="0;{" " * 10 * MANY}">',
    "a huge style": f"<style>{'url(' * MANY}{'/*' * MANY}</style>",
    "a style of strings": f"<style>{'url(' + chr(92) * 10 * MANY}</style>",
    "a huge mail": f'<a href="mailto:{"a@a.aa," * MANY}">x</a><a href="mailto:{"a." * MANY}@">x</a>',
    "a huge base": f'<base href="{"../" * MANY}"><a href="x">x</a><a href="{"../" * MANY}">x</a>',
    "a base of brackets": '<base href="http://[x"><a href="//[y">x</a><a href="z">z</a>',
    "many ids": "".join(f'<p id="x{n}"><a href="#x{n}a">x</a>' for n in range(2_000)),
    "one id": '<p id="x"><a href="#x">x</a>' * 20_000,
    "comments": "<!--" * MANY,
    "open tags": "<" * 10 * MANY,
    "entities": "&amp" * MANY + '<a href="&#0;&#xD800;&#x110000;&bogus;&#9999999999;">x</a>',
    "zeros": b"<a href='a\0b'>\0</a>" * 1000,
    "bytes": bytes(range(256)) * 100 + b"<a href='\xff\xfe\x80'>",
    "half a wide page": b"\xff\xfe<\0a\0 \0h\0r\0e\0f\0=\0x\0>\0\0\xd8x",
    "an odd encoding": b'<meta charset="idna"><a href="gone/">',
    "an unknown encoding": b'<meta charset="utf-8; x"><meta charset="\xff"><a href="gone/">',
    "utf-7": b'<meta charset="utf-7">+ADw-a href="gone/"+AD4-',
    "nothing": b"",
    "white space": b" \n" * MANY,
    "a zero": b"\0",
    "a mark": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("name", PAGES)
def test_hostile_page(name: str, tmp_path: Path) -> None:
    root = build(tmp_path, {"a.html": PAGES[name]})
    for problem in told(root):
        assert problem.isprintable()
        assert problem.count("`") % 2 == 0
        assert len(problem) < 1000


def test_what_follows_too_deep_a_page_is_not_judged(tmp_path: Path) -> None:
    links = '<a href="a.html#x">x</a>'
    root = build(tmp_path, {"a.html": f"{'<div>' * MANY}<p id=x>", "b.html": links})
    assert [line.split(" ")[2] for line in told(root)] == ["page-unreadable"]


XML: Mapping[str, str | bytes] = {
    "laughs": '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f"<!ENTITY {b} {10 * f'&{a};'!r}>" for a, b in pairwise("abcdefghi"))
    + ']><feed><id>http://&i;</id><link href="&i;"/></feed>',
    "a file of the machine": '<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<feed><id>http://&a;</id></feed>",
    "a file of the network": '<!DOCTYPE feed SYSTEM "http://127.0.0.1:9/x.dtd"><feed/>',
    "deep": "<feed>" * MANY,
    "wide": "<feed>" + "<link href='gone/'/>" * 1000 + "</feed>",
    "words": f'<feed><content type="html">{"&lt;div>" * MANY}</content></feed>',
    "words of zeros": '<feed><content type="html">&#xFFFD;&lt;a href=""&gt;</content></feed>',
    "a base": '<feed xml:base="http://["><link xml:base="//[" href="x"/></feed>',
    "an encoding": '<?xml version="1.0" encoding="utf-7"?><feed/>',
    "instructions": "<?a?><feed><?b c?><!-- d --><link/><id/><content type='xhtml'/></feed>",
    "empty links": "<rss><link/><guid/><enclosure/><description/><url/></rss>",
    "empty entries": "<urlset><loc/><loc> </loc><link/></urlset>",
    "nothing": "",
}


@pytest.mark.parametrize("name", XML)
def test_hostile_feed(name: str, tmp_path: Path) -> None:
    for problem in told(build(tmp_path, {"feed.xml": XML[name]})):
        assert problem.isprintable()
        assert "root:" not in problem


@pytest.mark.parametrize(
    "text",
    [
        "[" * MANY,
        "{}",
        "[]",
        "null",
        '{"icons": 1, "screenshots": [[]], "shortcuts": [{"icons": {}}], "start_url": []}',
        '{"icons": [{"src": "\\ud800"}]}',
        '{"icons": [{"src": ""}]}',
        b"\xff",
    ],
)
def test_hostile_manifest(text: str | bytes, tmp_path: Path) -> None:
    for problem in told(build(tmp_path, {"app.webmanifest": text})):
        assert problem.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "/a* /b\n" * 1000,
        "/*/*/*/*/*/*/* /:splat/:splat\n",
        "/:a/:a /:a/:b\n/a /:\n/* :splat\n",
        "/a /b\n/b /a\n/c /c\n",
        b"\xff\0 /x\n/x \xff\n",
        "/* /a/:splat\n",
        "".join(f"/a{n} /a{n + 1}\n" for n in range(1000)),
    ],
)
def test_hostile_redirects(text: str | bytes, tmp_path: Path) -> None:
    links = '<a href="/a">x</a><a href="/a0">x</a><a href="/x/y/z">x</a><a href="/c">x</a>'
    for problem in told(build(tmp_path, {"_redirects": text, "x.html": links})):
        assert problem.isprintable()


def test_a_sitemap_that_unpacks_without_end(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (1 << 27))
    (problem,) = told(build(tmp_path, {"sitemap.xml.gz": bomb}))
    assert "is larger than a sitemap may be" in problem
