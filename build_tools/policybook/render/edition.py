"""How Markdown is written for those who read it: files, links, anchors and running text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from policybook import addresses
from policybook.render.commonmark import fenced, flow_markdown, inline_markdown
from policybook.render.page import Page
from policybook.render.settings import Flavour
from policybook.render.text import Flow, Inline


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
            return f"{addresses.way(file, quote(self.page.path))}{mark}{anchor}"
        way = addresses.way(path, quote(self.page.path))
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
        return fenced(text, "json")

    def flow(self, flow: Flow) -> str:
        """Paragraphs and lists."""
        return self._safe(flow_markdown(flow, self.resolve))

    def inline(self, text: Inline) -> str:
        """Text inside a paragraph."""
        return self._safe(inline_markdown(text, self.resolve))

    def _safe(self, text: str) -> str:
        if self.flavour is Flavour.HUGO:
            return text.replace("{{", "{\N{ZERO WIDTH SPACE}{")
        return text
