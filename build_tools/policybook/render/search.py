"""What search finds pages by: entries for the index of Material for MkDocs, made from data.

Each page is an entry, and so is each of its sections that says something. The site's own search
worker finds names by their parts, and takes the actions of all pages from one file; `spelled_out`
is for others, which know words and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import groupby, pairwise

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
    """A page or a section of it: where it is, and its title and text as HTML.

    `actions` are those that the document of a policy names.
    """

    location: str
    title: str
    text: str
    actions: tuple[str, ...] = ()


def page_entries(page: Page, url: str, blocks: Iterable[Block]) -> tuple[Entry, ...]:
    """The entries of the page at `url` with these blocks; the first is of the page itself.

    Documents, pictures and lists of pages are no words: who looks for a policy finds its page.
    """
    if page.moved_to:
        return ()
    found: list[tuple[str, str, list[str]]] = [(url, page.title, [])]
    actions: tuple[str, ...] = ()
    for block in blocks if page.searched is None else page.searched():
        if isinstance(block, Heading):
            if block.level > 1:
                found.append((f"{url}#{block.anchor}", rich.plain(block.text), []))
        elif isinstance(block, Names):
            actions = block.actions
            if block.words:
                found[-1][2].append(_paragraph(" ".join(block.words)))
        else:
            found[-1][2].extend(_paragraphs(block))
    first, *sections = (
        Entry(location, escape(name, quote=False), "".join(texts))
        for location, name, texts in found
    )
    return replace(first, actions=actions), *(entry for entry in sections if entry.text)


def _paragraphs(block: Block) -> Iterator[str]:
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
        case Updates() if not block.names_services:
            for change in block.rows:
                words = rich.plain(rich.flattened(change.flow))
                yield _paragraph(f"{rich.plain(change.title)} {words}")


def _texts(flow: Flow) -> Iterator[str]:
    return (_paragraph(rich.plain(text)) for text in rich.paragraphs(flow) if text)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text.strip(), quote=False)}</p>"


def names(policy: Policy) -> Names:
    """What a policy is looked for by: its old names and Sids, and each action of its document."""
    words = dict.fromkeys(policy.formerly)
    actions: dict[str, str] = {}
    for statement in policy.default.document.statements if policy.default else ():
        if statement.sid:
            words[statement.sid] = None
        for name in (*statement.actions, *statement.not_actions):
            actions.setdefault(name.lower(), name)
    return Names(tuple(words), tuple(actions[name] for name in sorted(actions)))


def packed(actions: Mapping[str, Iterable[str]]) -> str:
    """The actions of pages, by where these are, as JSON.

    `actions` are all of them by their prefixes, sorted; `pages` has for each page their numbers in
    that order, each as the distance from the one before.
    """
    prefixes: dict[str, list[str]] = {}
    numbers: dict[str, int] = {}
    for prefix, operation in sorted(
        {_divided(name) for named in actions.values() for name in named}
    ):
        numbers[prefix + operation] = len(numbers)
        prefixes.setdefault(prefix, []).append(operation)
    pages = {
        location: _steps(sorted(numbers[name] for name in named))
        for location, named in actions.items()
    }
    value = {"actions": prefixes, "pages": pages}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _steps(numbers: Iterable[int]) -> list[int]:
    return [after - before for before, after in pairwise((0, *numbers))]


def _divided(action: str) -> tuple[str, str]:
    """An action as its prefix, with the colon, and the rest."""
    start = action.find(":") + 1
    return action[:start], action[start:]


def spelled_out(entry: Entry) -> Entry:
    """An entry whose text has the actions, and the name of the page from each of its words on."""
    ends = [end for word in unescape(entry.title).split() for end in _ends(word)]
    words = _paragraph(" ".join(ends)) if ends else ""
    return Entry(entry.location, entry.title, "".join((entry.text, words, *_listed(entry.actions))))


def _ends(name: str) -> Iterator[str]:
    """A name from each of its words on, but the first."""
    return (name[word.start() :] for word in _WORD.finditer(name))


def _listed(actions: Iterable[str]) -> Iterator[str]:
    """Actions by their services, each prefix and each operation a word."""
    for service, named in groupby(actions, key=lambda name: name.partition(":")[0]):
        operations = [name.partition(":")[2] for name in named]
        for start in range(0, len(operations), _TOGETHER):
            together = " ".join(operations[start : start + _TOGETHER])
            yield f"<li>{escape(f'{service}: {together}', quote=False)}</li>"
