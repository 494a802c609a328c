"""Reference: that a file of the site names an address, in which role, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import NamedTuple


class Role(Enum):
    """What an address is named for, which says what is asked of it."""

    LINK = auto()
    """A reader follows it."""

    EMBED = auto()
    """A page shows or runs it."""

    PART = auto()
    """A drawing or an image on the page uses that part of it."""

    RELATED = auto()
    """Programs read it: the canonical address, the next page, the feed of a page."""

    FORM = auto()
    """A form is sent to it."""

    HOST = auto()
    """A browser gets ready to load something from its host: there need be nothing at it."""

    REDIRECT = auto()
    """A page, or a line of `_redirects`, leads on to it."""

    SITEMAP = auto()
    """A sitemap lists it."""

    FEED = auto()
    """A feed names it."""

    LOCK = auto()
    """It was published once, so it has to stay."""

    ANCHOR = auto()
    """It is no address but an id of the page itself."""

    @property
    def is_fetched(self) -> bool:
        """Whether something answers at the address if it is a good one."""
        return self not in (Role.FORM, Role.HOST, Role.ANCHOR)


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """What in a file can name an address: `noun` is what to call it there.

    Each is known by its identity, since each page has many.
    """

    noun: str
    role: Role
    element: str = ""
    attribute: str = ""


class Use(NamedTuple):
    """An address as a file writes it, and for what."""

    slot: Slot
    target: str


@dataclass(frozen=True, slots=True)
class Standing:
    """That a file has something, such as a use of an address.

    Where in the file is looked up only for what is told, unless it is known as line and column.
    """

    file: PurePosixPath
    use: Use | None = None
    line: int = 0
    column: int = 1


@dataclass(frozen=True, slots=True)
class Reference:
    """A use of an address at its place. `text` is what readers see of a link, shortened.

    `source` is the address at which the page says that what it is made from can be edited.
    """

    file: PurePosixPath
    line: int
    column: int
    use: Use | None
    text: str = ""
    source: str = ""
