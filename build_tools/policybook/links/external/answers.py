"""What a server, or what is in the way to it, answers to a question for a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

PERMANENT = frozenset({301, 308})
TEMPORARY = frozenset({302, 303, 307})


class Failure(Enum):
    """What keeps a page from being answered for."""

    UNKNOWN_NAME = auto()
    """There is no server of this name."""
    REFUSED = auto()
    """The server takes no connection."""
    TIMEOUT = auto()
    """The server takes too long."""
    TLS = auto()
    """The connection cannot be trusted."""
    BROKEN = auto()
    """The answer breaks off, or is not HTTP."""
    LOOP = auto()
    """Redirects lead back to where they came from, or on without end."""
    NOWHERE = auto()
    """A redirect does not say where to."""
    INSECURE = auto()
    """A redirect leads from https to http."""
    PRIVATE = auto()
    """The address is none of the public internet."""
    BUSY = auto()
    """The server wants no more questions for longer than anyone waits."""
    IGNORED = auto()
    """Whoever runs the check wants it left alone."""
    NOT_ALLOWED = auto()
    """Whoever runs the check allows others only."""
    NO_TIME = auto()
    """The time for all is over."""
    NO_WAY = auto()
    """It cannot be reached from here, which says nothing of it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer. `reason` says more of it, in the words of a message.

    What keeps a server from being reached at all keeps all of its pages from it.
    """

    what: Failure
    reason: str = ""
    is_of_server: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `content` is of its body what was asked for and could be read."""

    status: int
    location: str = ""
    retry_after: str = ""
    media_type: str = ""
    encoding: str = ""
    content: bytes = b""
    is_whole: bool = True
    sets_cookie: bool = False

    @property
    def is_redirect(self) -> bool:
        """Whether it leads elsewhere."""
        return self.status in PERMANENT | TEMPORARY

    @property
    def is_good(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 300
