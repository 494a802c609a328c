"""Problem: the one way anything here says that something is wrong, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Final, NamedTuple, Protocol, Self

Pointer = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a file's data to a value in it."""


def printable(text: str) -> str:
    """A text from outside on one line, with a mark in the place of what would not show."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in text)


class Severity(StrEnum):
    """How much a problem matters: an error stops a site from being published."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Origin(Protocol):
    """What a place is in: a file or folder that can say where its values start."""

    @property
    def path(self) -> PurePosixPath:
        """Where it is, relative to the folder that is checked."""

    @property
    def digest(self) -> str:
        """What tells all that it says from anything else."""

    def position(self, place: Place) -> tuple[int, int]:
        """Line and column of a place, both counted from 1, columns in characters."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file: `place / "Sid"` is the place of its Sid.

    Lines are looked up only when they are asked for, since clean data never needs them.
    """

    origin: Origin = field(repr=False)
    pointer: Pointer = ()
    is_key: bool = False
    word: str = ""

    def __truediv__(self, key: str | int) -> Self:
        return type(self)(self.origin, (*self.pointer, key))

    def key(self, name: str | int) -> Self:
        """The place of the key `name` itself, where `/` gives that of its value."""
        return replace(self / name, is_key=True)

    def at(self, word: str) -> Self:
        """The place where `word` first stands inside this value's text."""
        return replace(self, word=word)


class Removal(Enum):
    """What an edit puts in the place of a value that goes."""

    REMOVE = "remove"


REMOVE: Final = Removal.REMOVE


class Edit(NamedTuple):
    """A step that mends a file: the value at a place is replaced, or goes where it is REMOVE."""

    place: Place
    value: object


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in the data: where, which rule says so, and how to mend it.

    The message is printable, whatever marks the data has that it speaks of. `edits` mend it without
    changing what the data means; most problems have none. `fixable` says that there are some.
    """

    file: PurePosixPath
    line: int
    column: int
    rule: str
    message: str
    severity: Severity = Severity.ERROR
    edits: tuple[Edit, ...] = field(default=(), compare=False, repr=False)
    fixable: bool = field(default=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.message.isprintable():
            object.__setattr__(self, "message", printable(self.message))

    @classmethod
    def of(
        cls,
        place: Place,
        rule: str,
        message: str,
        severity: Severity = Severity.ERROR,
        edits: tuple[Edit, ...] = (),
    ) -> Problem:
        """The problem that `rule` finds at `place`."""
        line, column = place.origin.position(place)
        return cls(place.origin.path, line, column, rule, message, severity, edits, bool(edits))

    @property
    def key(self) -> tuple[tuple[str, ...], int, int, str, str, str]:
        """What tells it from others and puts it in order, faster than a comparison of paths."""
        return self.file.parts, self.line, self.column, self.rule, self.message, self.severity

    @property
    def where(self) -> str:
        """Its file, line and column, whatever marks the name of its folder has."""
        return f"{printable(str(self.file))}:{self.line}:{self.column}"

    def __str__(self) -> str:
        """The problem on one line."""
        return f"{self.where}: {self.severity} {self.rule} {self.message}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in their order, each once."""
    found: dict[tuple[object, ...], Problem] = {}
    for problem in problems:
        found.setdefault(problem.key, problem)
    return tuple(problem for _, problem in sorted(found.items(), key=itemgetter(0)))
