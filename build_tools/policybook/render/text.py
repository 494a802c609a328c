"""Running text: what stands in a paragraph, and paragraphs, lists and what else stands below them.

It comes from prose in the data or is generated. It is a tree without a mark of any format, so that
each edition writes it in its own, escaped.
"""

from __future__ import annotations

from dataclasses import dataclass

Inline = tuple["Span", ...]
"""Text inside a paragraph. A string in it is taken as it is, never as markup."""

Flow = tuple["Passage", ...]
"""Paragraphs and lists."""


@dataclass(frozen=True, slots=True)
class Code:
    """A name, a Sid or an action."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Text that stands out; `mark` is how Markdown marks it, twice where it is strong."""

    text: Inline
    mark: str = "**"

    @property
    def is_strong(self) -> bool:
        """Whether it stands out more than emphasis does."""
        return len(self.mark) > 1


@dataclass(frozen=True, slots=True)
class Link:
    """A link. One to this site has the target `site:PATH#ANCHOR`, which an edition makes relative."""

    target: str
    text: Inline
    title: str = ""


@dataclass(frozen=True, slots=True)
class Time:
    """A date: in ISO form, and as readers see it."""

    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line; readers see only a `hard` one as such."""

    hard: bool = False


Span = str | Code | Emphasis | Link | Time | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Items:
    """A list: with numbers from `start` on, or without. One that is `tight` is no list of paragraphs."""

    items: tuple[Flow, ...]
    start: int | None = None
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Fold:
    """Text that is shown on demand, under a title of one line."""

    title: Inline
    flow: Flow


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation."""

    flow: Flow


@dataclass(frozen=True, slots=True)
class Literal:
    """A block of code."""

    text: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A rule across the page."""


Passage = Paragraph | Items | Fold | Quotation | Literal | Divider
