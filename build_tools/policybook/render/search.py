"""What search finds pages by: entries for the index of Material for MkDocs, made from data.

Each page is an entry, and so is each of its sections that says something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import chain, groupby

from policybook.model import Policy
from policybook.render import rich
from policybook.render.page import (
    Block,
    Callout,
    Groupings,
    Heading,
    Listing,
    Names,
    Page,
    Prose,
    Table,
    Updates,
)
from policybook.render.text import Flow

_TOGETHER = 12
"""How many actions stand together: search shows no more around what it found."""

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or a section of it: where it is, and its title and text as HTML."""

    location: str
    title: str
    text: str


def page_entries(page: Page, url: str, blocks: Iterable[Block]) -> tuple[Entry, ...]:
    """The entries of the page at `url` with these blocks; the first is of the page itself.

    Documents, pictures and lists of pages are no words: who looks for a policy finds its page.
    """
    if page.moved_to:
        return ()
    found: list[tuple[str, str, list[str]]] = [(url, page.title, [])]
    for block in blocks if page.searched is None else page.searched():
        if isinstance(block, Heading):
            if block.level > 1:
                found.append((f"{url}#{block.anchor}", rich.plain(block.text), []))
        else:
            found[-1][2].extend(_paragraphs(block))
    first, *sections = (
        Entry(location, escape(name, quote=False), "".join(texts))
        for location, name, texts in found
    )
    return first, *(entry for entry in sections if entry.text)


def _paragraphs(block: Block | Names) -> Iterator[str]:
    """What a block says that search should find, each part as a paragraph."""
    match block:
        case Prose():
            yield from _texts(block.flow)
        case Callout():
            yield _paragraph(rich.plain(block.title))
            yield from _texts(block.flow)
        case Groupings():
            for row in block.rows:
                yield _paragraph(rich.plain(row.title))
                yield from _texts(row.flow)
        case Table():
            for line in block.rows:
                cells = (line.title, *map(rich.flattened, line.cells))
                yield _paragraph(" ".join(map(rich.plain, cells)))
        case Listing():
            yield f"<pre><code>{escape(block.text, quote=False)}</code></pre>"
        case Names():
            yield _paragraph(" ".join(block.words))
            yield from _listed(block.actions)
        case Updates() if not block.names_services:
            for change in block.rows:
                words = rich.plain(rich.flattened(change.flow))
                yield _paragraph(f"{rich.plain(change.title)} {words}")


def _texts(flow: Flow) -> Iterator[str]:
    return (_paragraph(rich.plain(text)) for text in rich.paragraphs(flow) if text)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text.strip(), quote=False)}</p>"


def names(policy: Policy) -> Names:
    """What a policy is looked for by: its names and Sids, and each action of its document once."""
    words = dict.fromkeys(chain.from_iterable(map(_ends, (policy.name, *policy.formerly))))
    actions: dict[str, str] = {}
    for statement in policy.default.document.statements if policy.default else ():
        if statement.sid:
            words[statement.sid] = None
        for name in (*statement.actions, *statement.not_actions):
            actions.setdefault(name.lower(), name)
    return Names(tuple(words), tuple(actions[name] for name in sorted(actions)))


def _ends(name: str) -> Iterator[str]:
    """A name from each of its words on, so that it is found by any of them."""
    for start in (0, *(word.start() for word in _WORD.finditer(name))):
        yield name[start:]


def _listed(actions: Iterable[str]) -> Iterator[str]:
    """Actions by their services, with each prefix once: the search worker puts it before all."""
    for service, named in groupby(actions, key=lambda name: name.partition(":")[0]):
        operations = [name.partition(":")[2] for name in named]
        for start in range(0, len(operations), _TOGETHER):
            together = " ".join(operations[start : start + _TOGETHER])
            yield f"<li>{escape(f'{service}: {together}', quote=False)}</li>"
