"""What a page says, read back from either edition, so that the two can be compared."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass
class Said:
    """The facts of a page, in order."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    code: set[str] = field(default_factory=set)
    links: set[tuple[str, str]] = field(default_factory=set)
    updates: list[list[str]] = field(default_factory=list)


def from_html(html: str, page: str) -> Said:
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    return reader.said


def from_markdown(text: str, page: str) -> Said:
    """Read by a CommonMark reader with tables, through the HTML that it makes."""
    md = MarkdownIt("commonmark").enable("table")
    html = md.render(text)
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    return reader.said


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


class _Reader(HTMLParser):
    """Collects facts; permalinks and marks, which only one edition has, do not count."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said = Said()
        self.page = page
        self.heading: int | None = None
        self.pre = False
        self.skip = ""
        self.href: str | None = None
        self.text: list[str] = []
        self.in_code: list[str] | None = None
        self.link_text: list[str] = []
        self.cells: list[str] | None = None
        self.cell: list[str] | None = None
        self.head: list[str] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and "headerlink" in (values.get("class") or ""):
            self.skip = "a"
        if tag in ("abbr", "svg"):
            self.skip = tag
        for name in (values.get("id"), values.get("name")):
            if name:
                self.said.anchors.append(name)
        if tag in ("h1", "h2", "h3"):
            self.heading, self.text = int(tag[1]), []
        elif tag == "pre":
            self.pre, self.text = True, []
        elif tag == "code" and not self.pre:
            self.in_code = []
        elif tag == "a" and values.get("href") and not self.skip and "download" not in values:
            self.href, self.link_text = self.target(values["href"] or ""), []
        elif tag == "table":
            self.rows = []
        elif tag == "tr":
            self.cells = []
        elif tag in ("td", "th"):
            self.cell = []

    def target(self, href: str) -> str:
        """Where a link goes, the same for both editions."""
        if href.startswith(("http", "mailto")):
            return href
        path, _, anchor = urljoin(f"/{self.page}", href).partition("#")
        path = posixpath.normpath(path.removesuffix("index.md")).rstrip("/")
        return f"{unquote(path)}#{unquote(anchor)}"

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skip:
            self.skip = ""
            return
        if tag in ("h1", "h2", "h3") and self.heading:
            self.said.headings.append((self.heading, "".join(self.text).strip()))
            self.heading = None
        elif tag == "pre":
            self.said.documents.append(_value("".join(self.text)))
            self.pre = False
        elif tag == "code" and self.in_code is not None:
            self.said.code.add("".join(self.in_code))
            self.in_code = None
        elif tag == "a" and self.href:
            text = "".join(self.link_text)
            if not text.startswith("Download JSON"):
                self.said.links.add((text, self.href))
            self.href = None
        elif tag in ("td", "th") and self.cells is not None and self.cell is not None:
            self.cells.append(" ".join("".join(self.cell).split()))
            self.cell = None
        elif tag == "tr" and self.cells is not None:
            self.rows.append(self.cells)
        elif tag == "table" and self.rows[0][:3] == ["Change", "Description", "Date"]:
            self.said.updates += [[row[0], row[2]] for row in self.rows[1:]]

    def handle_data(self, data: str) -> None:
        if self.skip:
            return
        self.text.append(data)
        for collected in (self.in_code, self.cell):
            if collected is not None:
                collected.append(data)
        if self.href:
            self.link_text.append(data)


def _value(text: str) -> Any:
    """What a block of code holds: a document as its value, anything else as its text."""
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()


def all_tokens(parsed: list[Token]) -> Iterator[Token]:
    for token in parsed:
        yield token
        yield from all_tokens(token.children or [])
