"""Contents: what one file of a site has that links can be about."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from policybook.links.reference import Use

LONGEST = 2_000
"""How long an address may get that is made of several: most servers and sitemaps take no longer
ones, and each part may be of any length and be used any number of times."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file, or the rest of it from a line on, cannot be read."""

    line: int
    column: int
    message: str


class Forward(NamedTuple):
    """A line of a file that leads what comes to `start`, maybe a pattern, to `target`."""

    line: int
    start: str
    target: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The addresses that a file names, each use once, and the anchors that it has.

    `count` is how many uses there are with those that are repeated. `anchors` is None where any
    is as good as another, as in a picture or a PDF. `base` is where relative addresses start if
    not at the file; `lead` is the use of an address that the file leads on to by itself. `lines`
    are those of uses, where they are known already; `forwards` are those of a `_redirects` file.
    """

    uses: tuple[Use, ...] = ()
    count: int = 0
    anchors: Set[str] | None = None
    repeated: Set[str] = frozenset()
    base: str = ""
    lead: Use | None = None
    faults: tuple[Unread, ...] = ()
    lines: Mapping[Use, int] = field(default_factory=dict)
    forwards: tuple[Forward, ...] = ()
