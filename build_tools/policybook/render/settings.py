"""What a site decides about its pages: dates, where it and its data are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policybook.render.dates import DateStyle

POLICIES_PER_PAGE = 25
"""How many policies the page of a service explains, unless a site decides otherwise."""


class Flavour(StrEnum):
    """What the Markdown is made for: readers of CommonMark, MkDocs and Zensical, or Hugo."""

    COMMONMARK = "commonmark"
    HUGO = "hugo"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command: how it is written, what it is for, and what holds without it."""

    names: str
    text: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name with those of the groups above it, and what its help says.

    `text` is Markdown; `examples` are lines for a shell.
    """

    name: str
    usage: str
    text: str
    options: tuple[Option, ...]
    examples: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site decides: `site_url` is where it is published, with a slash at its end.

    `edit_url` gives the address at which a data file is edited; the file is named from the
    folder of services. Without a site_url there are no feeds, since they need full addresses;
    without an edit_url pages have no links to their data. `commands` gives those that the page of
    the command line describes, and is asked when that page is made; without it there is none.
    `directory_urls` says that a page is published as a folder, `a/b/`, rather than as a file,
    `a/b.html`. The page of a service with more than `policies_per_page` is an index of them.
    """

    site_name: str = "Policybook"
    site_url: str | None = None
    edit_url: Callable[[str], str] | None = None
    dates: DateStyle = DateStyle.LONG
    commands: Callable[[], Sequence[Command]] | None = None
    directory_urls: bool = True
    policies_per_page: int = POLICIES_PER_PAGE
