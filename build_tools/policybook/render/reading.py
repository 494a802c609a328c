"""Prose of the data, which is Markdown, as running text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from markdown_it.tree import SyntaxTreeNode

from policybook import prose
from policybook.model import Service, Text
from policybook.render.text import (
    Break,
    Code,
    Divider,
    Emphasis,
    Flow,
    Inline,
    Items,
    Link,
    Literal,
    Paragraph,
    Passage,
    Quotation,
    Span,
)

Linker = Callable[[str], str | None]
"""From a name to the target of the link that it becomes, if it becomes one."""


def unlinked(_: str) -> None:
    """No name becomes a link."""


def parsed(text: Text, service: Service, links: Linker = unlinked) -> Flow:
    """Prose from the data. A name in code marks becomes a link where `links` knows a target."""
    return _read(text.markdown, service.links, links)


def markdown(text: str) -> Flow:
    """Words of our own, in the Markdown that prose has."""
    return _read(text, {}, unlinked)


def _read(text: str, addresses: Mapping[str, str], links: Linker) -> Flow:
    tree = SyntaxTreeNode(prose.parse(text, addresses))
    return tuple(_passages(tree.children, links))


def _passages(nodes: Iterable[SyntaxTreeNode], links: Linker) -> Iterator[Passage]:
    for node in nodes:
        match node.type:
            case "paragraph":
                yield Paragraph(_inline(node.children[0].children, links))
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(_passages(item.children, links)) for item in node.children)
                start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
                paragraphs = (
                    block
                    for item in node.children
                    for block in item.children
                    if block.type == "paragraph"
                )
                yield Items(items, start, all(block.hidden for block in paragraphs))
            case "blockquote":
                yield Quotation(tuple(_passages(node.children, links)))
            case "fence" | "code_block":
                yield Literal(node.content)
            case "hr":
                yield Divider()


def _inline(nodes: Iterable[SyntaxTreeNode], links: Linker) -> Inline:
    return tuple(_span(node, links) for node in nodes)


def _span(node: SyntaxTreeNode, links: Linker) -> Span:
    match node.type:
        case "code_inline":
            code = Code(node.content)
            target = links(node.content.strip())
            return Link(target, (code,)) if target else code
        case "strong" | "em":
            return Emphasis(_inline(node.children, links), node.markup)
        case "link":
            title = str(node.attrs.get("title", ""))
            return Link(str(node.attrs["href"]), _inline(node.children, unlinked), title)
        case "softbreak" | "hardbreak":
            return Break(hard=node.type == "hardbreak")
    return node.content
