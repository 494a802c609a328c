"""How Markdown is written for those who read it: files, links, anchors and running text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from posixpath import relpath
from types import MappingProxyType, SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

from markdown_it.token import Token
from mdformat.renderer import MDRenderer
from mdformat.renderer._context import make_render_children

from policybook.render import rich
from policybook.render.html import resolved
from policybook.render.page import Page
from policybook.render.settings import Flavour

_OPTIONS: Any = MappingProxyType(
    {
        "mdformat": {"wrap": "keep", "number": True},
        "parser_extension": [
            SimpleNamespace(
                RENDERERS={
                    rich.TIME: lambda node, _context: node.content,
                    # Markdown cannot fold: it has the title and, below it, the text.
                    "fold": make_render_children("\n\n"),
                    "fold_title": make_render_children(""),
                },
                POSTPROCESSORS={},
            )
        ],
        "store_labels": False,
    }
)


_LESS = "\ue000"
"""Stands for `<` in text while it is rendered: HTML has to be off wherever Markdown is read."""


def _guarded(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.children:
            yield token.copy(children=list(_guarded(token.children)))
        elif token.type == "text":
            yield token.copy(content=token.content.replace("<", _LESS))
        elif token.type == "code_inline":
            # A blank line would end the paragraph, and with it the code.
            yield token.copy(content=" ".join(token.content.splitlines()))
        else:
            yield token


@dataclass(frozen=True, slots=True)
class Edition:
    """A page in a flavour: where its file is and how it writes links and anchors.

    `is_branch` says that there are pages below it.

    Hugo names pages with pages below them `_index.md`, takes attributes for anchors where HTML
    is off, does not rewrite links to files, and looks for short codes everywhere.
    """

    page: Page
    flavour: Flavour = Flavour.COMMONMARK
    is_branch: bool = False

    @property
    def path(self) -> str:
        """The page's file, relative to the folder of the edition."""
        branch = "_" if self.is_branch and self.flavour is Flavour.HUGO else ""
        return f"{self.page.path}{branch}index.md"

    @property
    def front_matter(self) -> str:
        """What the file says before its text."""
        if self.flavour is Flavour.COMMONMARK:
            return ""
        facts = {
            "title": self.page.title,
            "description": self.page.description,
            "url": f"/{self.page.path}",
        }
        lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in facts.items())
        return f"---\n{lines}---\n\n"

    def resolve(self, target: str) -> str:
        """A link to a page or file of the site, from this page."""
        path, mark, anchor = target.partition("#")
        if unquote(path) == self.page.path and anchor:
            return f"#{anchor}"
        is_page = not path or path.endswith("/")
        if self.flavour is Flavour.COMMONMARK:
            file = f"{path}index.md" if is_page else path
            return f"{relpath(file, quote(self.page.path) or '.')}{mark}{anchor}"
        way = relpath(path or ".", quote(self.page.path) or ".")
        return f"{way}{'/' if is_page else ''}{mark}{anchor}"

    def heading(self, text: str, anchor: str, aliases: Iterable[str] = ()) -> str:
        """A heading's text with its anchors."""
        if self.flavour is Flavour.HUGO:
            return f'{text} {{id="{anchor}"}}'
        return text + self.anchor(anchor, *aliases)

    def anchor(self, *names: str) -> str:
        """Anchors inside the text; Hugo has none."""
        if self.flavour is Flavour.HUGO:
            return ""
        return "".join(f'<a name="{name}"></a>' for name in names if name)

    def document(self, text: str) -> str:
        """A block of JSON."""
        if self.flavour is Flavour.HUGO:
            text = text.replace("{{", "{\\u007b")
        return self.listing(text, "json")

    def listing(self, text: str, language: str) -> str:
        """A block of code."""
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`{3,}", text)), 0)
        return f"{fence}{language}\n{text}\n{fence}"

    def render(self, flow: Sequence[Token]) -> str:
        """Running text."""
        tokens = list(_guarded(resolved(flow, self.resolve)))
        text = MDRenderer().render(tokens, _OPTIONS, {}).rstrip("\n").replace(_LESS, "&lt;")
        if self.flavour is Flavour.HUGO:
            text = text.replace("{{", "{\N{ZERO WIDTH SPACE}{")
        return text
