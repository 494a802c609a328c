"""What is written as CommonMark is read back as the same text and structure, by any reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policybook import prose
from policybook.render import reading, rich
from policybook.render.commonmark import fenced, flow_markdown, inline_markdown
from policybook.render.dates import DateStyle
from policybook.render.hypertext import flow_html
from policybook.render.text import Code, Emphasis, Inline, Link

READERS = (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False, "html": True}))

MARKS = st.sampled_from("\\`*_[]()<>&#!|~-+=:;.>{}$@^'\"")
WORDS = st.sampled_from(
    ["a", "b1", "é", "1", "12", "amp;", "#35;", "x27;", "http://x.y", "--", "```"]
)
BREAKS = st.sampled_from([" ", "  ", "\n", "\n\n", "\t", "\r\n", "\u2028", "\xa0"])
TEXTS = st.lists(MARKS | MARKS | WORDS | BREAKS, max_size=12).map("".join)

PARTS = st.one_of(
    TEXTS,
    TEXTS.map(rich.code),
    TEXTS.filter(str.strip).map(lambda text: rich.strong(f"x{text}x")),
    st.builds(rich.link, st.sampled_from(["https://x.example/a(b", "site:a/#b", "site:"]), TEXTS),
)
LINES = st.lists(st.tuples(PARTS, TEXTS.filter(str.strip)), max_size=3).map(
    lambda parts: rich.inline(*(part for pair in parts for part in pair))
)


def said(tokens: Iterable[Token]) -> Iterator[tuple[str, str]]:
    """What tokens say and how: text and code, and the marks around them, white space being one."""
    text = ""
    for token in tokens:
        if token.type in ("text", "softbreak", "hardbreak"):
            text += " " if "break" in token.type else token.content
            continue
        yield from words(text)
        text = ""
        if token.type == "code_inline":
            yield "code", " ".join(token.content.split())
        elif token.type == "link_open":
            yield "link", str(token.attrs["href"])
        elif token.type in ("fence", "code_block"):
            yield "code block", token.content.strip("\n")
        elif token.children is not None:
            yield from said(token.children)
        elif not token.hidden and token.type != "inline":
            yield token.type, str(token.attrs.get("start", ""))
    yield from words(text)


def words(text: str) -> Iterator[tuple[str, str]]:
    if text := " ".join(text.split()):
        yield "text", text


def resolve(target: str) -> str:
    return f"../{target}"


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "gfm"])
@given(line=LINES)
def test_generated_text(reader: MarkdownIt, line: Inline) -> None:
    written = inline_markdown(line, resolve)
    read = reader.parse(written)
    assert list(said(read))[1:-1] == list(expected(line)), written


def expected(line: Inline) -> Iterator[tuple[str, str]]:
    """What a line says and how, in the terms of `said`."""
    text = ""
    for span in line:
        if span == Code(""):
            continue
        if isinstance(span, str):
            text += span
            continue
        yield from words(text)
        text = ""
        match span:
            case Code():
                yield "code", " ".join(span.text.split())
            case Emphasis():
                yield "strong_open", ""
                yield from expected(span.text)
                yield "strong_close", ""
            case Link(target, inside):
                site = target.startswith("site:")
                yield "link", resolve(target.removeprefix("site:")) if site else target
                yield from expected(inside)
                yield "link_close", ""
    yield from words(text)


PIECES = (
    *(
        "a",
        "b c",
        "**a**",
        "*b*",
        "_c_",
        "`d`",
        "``e` ``",
        "\\*",
        "&amp;",
        "|",
        "   ",
        "\\\n",
        "\n",
    ),
    *("\n\n", "- ", "  - ", "1. ", "3) ", "> ", "* * *", "~~~", "# ", "![g](h)", "<b>"),
    *("[f](https://x.example)", "<https://x.example/a_b>", '[i](https://x.example "j\\"k")'),
)
SOURCES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(source=SOURCES)
def test_prose(source: str) -> None:
    """Prose that is written and read anew, by the parser that pages are made with, is the same."""
    written = flow_markdown(reading.markdown(source), resolve)
    assert list(said(prose.parse(written, {}))) == list(said(prose.parse(source, {}))), written
    for token in READERS[0].parse(written):
        kinds = {inner.type for inner in (token, *(token.children or ()))}
        assert not kinds & {"image", "html_inline", "html_block"}, written


UNSEEN = re.compile(r'\n(?=<pre>|</blockquote>)| class="language-[^"]*"')


@given(source=SOURCES)
def test_prose_as_html(source: str) -> None:
    """Prose is written as HTML as the library of its parser writes it."""
    html = flow_html(reading.markdown(source), resolve)
    assert UNSEEN.sub("", html) == UNSEEN.sub("", prose.parser().render(source).rstrip("\n"))


@given(text=st.text("`ab\n~ ", max_size=20))
def test_code_blocks(text: str) -> None:
    (token,) = READERS[0].parse(fenced(text, "json"))
    assert (token.type, token.content, token.info) == ("fence", f"{text}\n", "json")


def test_dates_and_folds() -> None:
    day = rich.time(date(2024, 7, 1), DateStyle.LONG)
    flow = rich.fold(rich.inline("On ", day), rich.bullets([rich.code("s3:Get*")] * 2))
    assert flow_markdown(flow, resolve) == "On July 1, 2024\n\n- `s3:Get*`\n- `s3:Get*`"
