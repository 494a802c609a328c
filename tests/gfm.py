"""What GitHub would make of Markdown: its structure, and what texts from the data could do in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})

OURS = re.compile(r"(<details>\n<summary>[\w ,.]*</summary>|</details>)\n?")
"""All HTML that a review may have."""

_MENTION = re.compile(r"@\w|#\d|\bGH-\d|www\.|://|\w@|\$")
"""What GitHub makes something of where it stands in a text."""


def tokens(text: str) -> list[Token]:
    """All tokens, those within lines too, in their order."""
    return [inner for token in MARKDOWN.parse(text) for inner in (token, *(token.children or ()))]


def harm(text: str) -> Iterator[str]:
    """What a review has that it never has by itself."""
    in_link = False
    for token in tokens(text):
        if token.type in ("html_block", "html_inline") and not OURS.fullmatch(token.content):
            yield f"HTML: {token.content}"
        elif token.type in ("image", "table_open", "blockquote_open", "hr", "code_block"):
            yield f"{token.type}: {token.content}"
        elif token.type == "link_open":
            in_link = True
            if not str(token.attrGet("href")).startswith("https://policybook.example/"):
                yield f"link: {token.attrGet('href')}"
        elif token.type == "link_close":
            in_link = False
        elif token.type == "text" and not in_link and _MENTION.search(token.content):
            yield f"mention: {token.content}"
