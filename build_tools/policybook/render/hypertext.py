"""Running text as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markdown_it.common.utils import escapeHtml
from markupsafe import escape

from policybook.addresses import SITE
from policybook.render.text import (
    Break,
    Code,
    Divider,
    Emphasis,
    Flow,
    Fold,
    Inline,
    Items,
    Link,
    Literal,
    Paragraph,
    Passage,
    Quotation,
    Time,
)

Resolve = Callable[[str], str]
"""From the target of a link within the site, `PATH#ANCHOR`, to what the page links to."""


def escaped(text: str) -> str:
    """A text as it stands between marks or inside of one."""
    return str(escape(text))


def flow_html(flow: Flow, resolve: Resolve) -> str:
    """Paragraphs and lists."""
    return _flow(flow, resolve).rstrip("\n")


def inline_html(text: Inline, resolve: Resolve) -> str:
    """Text of a paragraph."""
    parts: list[str] = []
    for span in text:
        match span:
            case str():
                parts.append(escapeHtml(span))
            case Code():
                parts.append(f"<code>{escapeHtml(span.text)}</code>")
            case Link():
                parts.append(f"<a{_address(span, resolve)}>{inline_html(span.text, resolve)}</a>")
            case Time():
                day = escapeHtml(span.day)
                parts.append(f'<time datetime="{day}">{escapeHtml(span.text)}</time>')
            case Emphasis():
                name = "strong" if span.is_strong else "em"
                parts.append(f"<{name}>{inline_html(span.text, resolve)}</{name}>")
            case Break():
                parts.append("<br />\n" if span.hard else "\n")
    return "".join(parts)


def _address(link: Link, resolve: Resolve) -> str:
    target = link.target
    if target.startswith(SITE):
        target = resolve(target.removeprefix(SITE))
    title = f' title="{escapeHtml(link.title)}"' if link.title else ""
    return f' href="{escapeHtml(target)}"{title}'


def _flow(flow: Iterable[Passage], resolve: Resolve) -> str:
    return "".join(_passage(passage, resolve) for passage in flow)


def _passage(passage: Passage, resolve: Resolve) -> str:
    match passage:
        case Paragraph():
            return f"<p>{inline_html(passage.text, resolve)}</p>\n"
        case Items():
            name = "ul" if passage.start is None else "ol"
            start = "" if passage.start in (None, 1) else f' start="{passage.start}"'
            items = (
                f"<li>{_item(item, resolve, tight=passage.tight)}</li>\n" for item in passage.items
            )
            return f"<{name}{start}>\n{''.join(items)}</{name}>\n"
        case Fold():
            title = inline_html(passage.title, resolve)
            inside = _flow(passage.flow, resolve)
            return f"<details>\n<summary>{title}</summary>\n{inside}</details>\n"
        case Quotation():
            return f"<blockquote>\n{_flow(passage.flow, resolve)}</blockquote>\n"
        case Literal():
            return f"<pre><code>{escapeHtml(passage.text)}</code></pre>\n"
        case Divider():
            return "<hr />\n"


def _item(flow: Flow, resolve: Resolve, *, tight: bool) -> str:
    """What stands in an item of a list; in a tight one, text that is no paragraph."""
    html = ""
    for passage in flow:
        if tight and isinstance(passage, Paragraph):
            html += inline_html(passage.text, resolve)
        else:
            html += ("" if html.endswith("\n") else "\n") + _passage(passage, resolve)
    return html
