"""What a lint rule is. The rules themselves are in `rules/`, one a file."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from policybook.model import Catalogue
from policybook.problem import Place, Severity

T = TypeVar("T")
Finding = tuple[Place, str]
"""Where something is wrong, and what and how to mend it."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One thing to look for in every element of a type; its docstring documents it."""

    id: str
    on: type[T]
    severity: Severity
    find: Callable[[T, Catalogue], Iterable[Finding]]

    @property
    def title(self) -> str:
        """The first line of the documentation, a sentence."""
        return self.documentation.partition("\n")[0]

    @property
    def documentation(self) -> str:
        """What the rule asks for and why, in Markdown."""
        return inspect.cleandoc(self.find.__doc__ or "")


def rule(
    id: str,  # noqa: A002 - what a rule's id is called everywhere
    *,
    on: type[T],
    severity: Severity = Severity.ERROR,
) -> Callable[[Callable[[T, Catalogue], Iterable[Finding]]], Rule[T]]:
    """Turn a finder into a Rule. Registers nothing: `rules.ALL` looks for Rules."""
    return lambda find: Rule(id, on, severity, find)
