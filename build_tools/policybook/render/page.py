"""The page model: what stands on a page, in order, for every edition of it to be made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from policybook.iam.actions import AccessLevel
from policybook.model import Change, Policy, Service
from policybook.render.text import Flow, Inline
from policybook.words import counted


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its anchor. `short` is how the table of contents calls it, if it does.

    `aliases`, here and below, are further anchors that lead to the same place.
    """

    level: int
    anchor: str
    text: Inline
    short: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """Where a page is: links to the pages above it, from the top."""

    links: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text; `lead` is the text that opens a page."""

    flow: Flow
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark set apart from the text."""

    title: Inline
    flow: Flow
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is and what it says; `copies` is what readers may want to copy."""

    term: str
    value: Inline
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts at the top of a page."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """An action pattern as written, with its access level where it is one known action.

    `matches` is how many known actions a wildcard matches, None for a plain action;
    `excluded` says that it is all actions but this that are meant.
    """

    name: str
    level: AccessLevel | None
    matches: int | None
    excluded: bool


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource pattern as written; `excluded` says that all but this are meant."""

    name: str
    excluded: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Some actions of a document, and what the statements around them say of all of them."""

    actions: tuple[Action, ...]
    resources: tuple[Resource, ...]
    denies: bool
    conditional: bool


@dataclass(frozen=True, slots=True)
class GroupingRow:
    """A grouping: its keys, its text, and the parts of the document that it explains."""

    anchor: str
    title: Inline
    flow: Flow
    parts: tuple[Part, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Groupings:
    """The table of groupings."""

    rows: tuple[GroupingRow, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document; `path` is its file on the site, `label` what it is.

    Where the page has no room for it, it is not `shown`, so that readers get it as a file; `size` is
    how large that is, where it is large.
    """

    anchor: str
    label: Inline
    text: str
    path: str
    shown: bool = True
    size: str = ""
    folded: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A file, or a part of one, as an example; `language` is what it is written in."""

    label: Inline
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A row of an update table; `day` is its date as readers see it.

    One without an anchor is not linked to: the row that lasts is on another page.
    """

    anchor: str
    title: Inline
    flow: Flow
    date: date
    day: Inline
    service: Inline = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Updates:
    """A table of updates, newest first."""

    rows: tuple[UpdateRow, ...]

    @property
    def names_services(self) -> bool:
        """Whether the rows are of several services, each named in a column of its own."""
        return any(row.service for row in self.rows)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a plain table; one without an anchor is not linked to."""

    title: Inline
    cells: tuple[Flow, ...]
    anchor: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table; each row starts with what it is about."""

    head: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index leads to, and a few words on it."""

    link: Inline
    words: Inline


@dataclass(frozen=True, slots=True)
class Index:
    """An alphabetical index: its entries by their first letter."""

    letters: tuple[tuple[str, tuple[Entry, ...]], ...]


_LABELS = (*AccessLevel, "Unknown", "Wildcards")


@dataclass(frozen=True, slots=True)
class Share:
    """How many actions of a service a policy allows, by access level; None is unknown.

    `actions` are the patterns as written, where the page has no other place for them.
    """

    service: str
    counts: tuple[tuple[AccessLevel | None, int], ...]
    actions: tuple[Action, ...] = ()

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _, count in self.counts)

    @property
    def as_written(self) -> str:
        """How many patterns there are, in words."""
        wildcards = sum(action.matches is not None for action in self.actions)
        found = (
            counted(len(self.actions) - wildcards, "action", "actions"),
            counted(wildcards, "wildcard", "wildcards"),
        )
        return ", ".join(words for words in found if not words.startswith("0 "))

    @property
    def written(self) -> Iterator[tuple[str, list[Action]]]:
        """The patterns: actions by their access level, then those with wildcards."""
        found: dict[str, list[Action]] = {}
        for action in self.actions:
            label = "Wildcards" if action.matches is not None else action.level or "Unknown"
            found.setdefault(label, []).append(action)
        yield from ((label, found[label]) for label in _LABELS if label in found)


@dataclass(frozen=True, slots=True)
class Access:
    """A picture of what a policy allows: services by access level.

    `excepted` are the actions left out where all others are allowed, None where they are not; `denies` says
    that the policy denies actions, which the figures do not take off.
    """

    shares: tuple[Share, ...]
    source: str
    excepted: tuple[str, ...] | None
    denies: bool

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the figures do not tell, in sentences."""
        found = [f"Actions by the service authorization reference ({self.source})."]
        if self.denies:
            found.append("The policy also denies actions; the figures do not take them off.")
        found.append("Resources and conditions may narrow what is allowed.")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures that sum a site up."""

    figures: tuple[tuple[int, str], ...]


Block = (
    Heading
    | Trail
    | Prose
    | Callout
    | Facts
    | Groupings
    | Document
    | Listing
    | Updates
    | Table
    | Index
    | Access
    | Counts
)


@dataclass(frozen=True, slots=True)
class Names:
    """What readers look for a policy by, beside its words: names, and the actions it names."""

    words: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """Any other file of the site."""

    path: str
    text: str


Element = Service | Policy | Change | str
"""What a page is made from: of a service its words and the names that its page has."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `path` ends in a slash, or is empty for the home page.

    `make` makes what stands on it, anew at each call: thousands of pages do not fit in memory.
    `files` makes the files beside it, of which some are what stands on it. `of` is all of the data
    that the page, with the `files` beside it, is made from, but for the names that there are.
    `in_nav` is how the navigation calls the page; one without that is not in it, and one that is
    not `listed` is so only if the site's own navigation names it. `source` is the data file that
    the page comes from, relative to the folder of services; `feed` the path of the feed that
    follows the page. A page with `moved_to`, the target of a link within the site, stands where
    another page was and leads there. `searched` makes what search finds the page by, where that is
    not all that stands on it.
    """

    path: str
    title: str
    description: str
    make: Callable[[], Iterable[Block]] = field(repr=False, compare=False)
    in_nav: str | None = None
    listed: bool = True
    source: str | None = None
    feed: str | None = None
    moved_to: str | None = None
    of: tuple[Element, ...] = ()
    files: Callable[[Iterable[Block]], Iterable[Asset]] = field(
        default=lambda _: (), repr=False, compare=False
    )
    searched: Callable[[], Iterable[Block | Names]] | None = field(
        default=None, repr=False, compare=False
    )

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What stands on the page, made when it is asked for."""
        return tuple(self.make())

    @property
    def found_by(self) -> tuple[Block | Names, ...]:
        """What search finds the page by."""
        return self.blocks if self.searched is None else tuple(self.searched())


def anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Every anchor of a page, from what stands on it."""
    for block in blocks:
        match block:
            case Heading() | Document():
                yield from (block.anchor, *block.aliases)
            case Groupings() | Updates() | Table():
                for row in block.rows:
                    yield from filter(None, (row.anchor, *row.aliases))
