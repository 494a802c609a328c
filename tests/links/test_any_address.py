"""What holds for any address, style, set of images or bytes of a page."""

from __future__ import annotations

import posixpath
from urllib.parse import quote, unquote, urljoin, urlsplit

from hypothesis import assume, example, given
from hypothesis import strategies as st

from policybook.links import addresses, reading, styles
from policybook.links.aim import Home, Where, aim
from policybook.links.decoding import decoded
from policybook.links.files import manifest, reader
from policybook.links.forwards import Forwards
from policybook.links.forwards import contents as forwards_of
from policybook.links.index import Index
from policybook.links.nearby import nearby_file
from policybook.links.reference import Role, Slot, Use
from policybook.links.site import Site, placed
from policybook.links.values import candidates, refreshed

LINK = Slot("link", Role.LINK, "a", "href")
HOMES = (Home(), Home("https", "acme.example"), Home("http", "acme.example", "81", "/docs/"))
NAMES = ("a", "b", "index.html", "a.html", "ü", "%", "A b", "a&b", "..a")
WORDS = (
    *("/", "//", "\\", ":", "?", "#", "@", "[", "]", "%", "%2e", "%2F", "%00", ".", "..", "../"),
    *("a", "b/", "index.html", "http", "https:", "mailto:", "tel:", "data:", "javascript:"),
    *("acme.example", ":81", "docs/", "localhost", "10.0.0.1", "[::1]", " ", "\t", "\n", "\0", "ü"),
    *("{{", "}}", "{%", "%}", "C:\\"),
)
written = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(WORDS), max_size=8).map("".join))
names = st.sampled_from(NAMES)
files = st.lists(names, min_size=1, max_size=4).map("/".join)
slots = st.builds(
    Slot,
    st.just("link"),
    st.sampled_from(Role),
    st.sampled_from(("a", "img", "iframe", "")),
    st.just(""),
)


@given(written, slots, files, st.sampled_from(HOMES), st.sets(files, max_size=5))
@example("..%2F..%2F..%2Fetc/passwd", LINK, "a/b", HOMES[0], {"a/b"})
@example("/docs/%2e%2e/%2e%2e/x", LINK, "a/b", HOMES[2], {"a/b"})
@example("//[", LINK, "a", HOMES[0], {"a"})
def test_an_address_finds_a_file_of_the_site_or_none(
    target: str, slot: Slot, file: str, home: Home, others: set[str]
) -> None:
    index = Index(frozenset(others), frozenset(map(posixpath.dirname, others)))
    site = Site(
        index, {}, home, Forwards(forwards_of(b"/a/* /b/:splat\n/b https://x.y\n").forwards)
    )
    meant = site.based(file, target, Use(slot, target))
    for use in (Use(slot, target), meant):
        led = aim(use, home)
        if led.fault:
            assert led.fault.message.count("`") % 2 == 0
        path = placed(file, led)
        if led.where is Where.INSIDE and led.path is not None and path is not None:
            hit = site.find(path)
            assert hit.file is None or hit.file in others
            nearby_file(path, index)


segments = st.sampled_from(("a", "b", "..", ".", "", "%2E", "c.html"))


@given(st.lists(segments, min_size=1, max_size=6).map("/".join), files)
@example("..", "a/b")
@example("./..", "a/b")
@example("a/..", "a")
def test_relative_addresses_lead_where_browsers_go(target: str, file: str) -> None:
    led = aim(Use(LINK, target), Home("https", "acme.example"))
    path = placed(file, led)
    if target.startswith("//") or led.path is None or led.where is not Where.INSIDE or path is None:
        return
    joined = urljoin(f"https://acme.example/{quote(file)}", target.replace("%2E", "."))
    # The standard library keeps the empty names that stand before `..`.
    if "//" not in joined.partition("://")[2] and "//" not in target:
        assert f"/{path}" == unquote(urlsplit(joined).path)


@given(files, files)
def test_a_link_from_one_file_to_another_finds_it(file: str, other: str) -> None:
    assume(not f"{file}/".startswith(f"{other}/") or file == other)  # no file is a folder too
    site = Site(Index(frozenset((file, other))), {}, Home())
    relative = posixpath.relpath(other, posixpath.dirname(file) or ".")
    for target in (f"./{quote(relative)}", f"./{quote(relative)}?q#f", f"/{quote(other)}"):
        led = aim(Use(LINK, target), site.home)
        path = placed(file, led)
        assert path is not None
        assert site.find(path).file == other


@given(written)
def test_any_address_has_parts_or_none(target: str) -> None:
    parts = addresses.web(target)
    assert parts is None or parts.host
    home = Home.of(target)
    assert home is None or (home.path.startswith("/") and home.path.endswith("/"))


images = st.text("abc/:?#().-_", min_size=1, max_size=8).filter(lambda text: "," not in text)


@given(st.lists(st.tuples(images, st.sampled_from(("", " 1x", " 100w", " 2x ")))))
def test_candidates_of_a_set_of_images(pairs: list[tuple[str, str]]) -> None:
    srcset = ", ".join(f"{image}{size}" for image, size in pairs)
    assert [*candidates(srcset)] == [image for image, _ in pairs]


@given(st.text("ab/.-_:?&=", min_size=1, max_size=10), st.integers(0, 999))
def test_a_refresh_leads_where_it_says(target: str, delay: int) -> None:
    for content in (f"{delay}; url={target}", f" {delay};URL = '{target}' ", f'{delay},"{target}"'):
        assert [*refreshed(content)] == [(delay, target)]


quoted = st.text("ab /.()'", max_size=10)


@given(st.lists(quoted))
def test_addresses_of_a_style(targets: list[str]) -> None:
    style = "\n".join(f'a {{ /* url(x) */ b: url("{target}") }}' for target in targets)
    assert [*styles.addresses(style)] == targets


@given(written)
def test_any_text_has_addresses_or_none(text: str) -> None:
    for found in (candidates(text), refreshed(text), styles.addresses(text)):
        for _ in found:
            pass


MARKUP = (
    *("<a href=", "<img srcset='", "<style>", "<template>", "<svg>", "<base href=", "</a>", ">"),
    *("<!--", "-->", "<script>", "</script>", "'", '"', "&#0;", "&amp", "\0", "\xff", "\ufeff"),
    *(
        "<meta charset=utf-16>",
        "<meta http-equiv=refresh content='0;url=",
        "url(",
        " id=x",
        "<table>",
    ),
)
pages = st.one_of(
    st.binary(max_size=60),
    st.lists(st.sampled_from(MARKUP), max_size=12).map("".join).map(str.encode),
    st.lists(st.sampled_from(MARKUP), max_size=12).map("".join).map(lambda s: s.encode("utf-16")),
)


@given(pages)
def test_any_bytes_have_contents(content: bytes) -> None:
    text, wrong = decoded(content)
    assert wrong is None or 0 <= wrong <= len(text)
    for name in ("a.html", "a.css", "a.xml", "a.svg", "a.xml.gz", "_redirects", "robots.txt"):
        read = reader(name)
        assert read is not None
        assert read(content).count >= 0
    manifest(content)
    assert len(reading.uses(reading.parse(content))) == reading.contents(content).count
