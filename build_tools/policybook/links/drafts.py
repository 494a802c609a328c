"""Drafts: what is found, put together where it is the same on many pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from policybook.links.finding import Finding
from policybook.links.reference import Standing

MOST_HINTS = 25
"""How many findings name what may be meant: to find it takes its time on a large site."""


class Hint(NamedTuple):
    """What a message ends in: what may be meant, as `near` finds out, or how to mend it."""

    near: Callable[[], str]
    otherwise: str


@dataclass(slots=True)
class _Draft:
    message: str
    hint: Hint | None
    standings: list[Standing] = field(default_factory=list)


@dataclass(slots=True)
class Drafts:
    """Findings in the making: those of a rule with the same key are one."""

    found: dict[tuple[str, str], _Draft] = field(default_factory=dict)

    def add(
        self, rule: str, key: str, message: str, standing: Standing, hint: Hint | None = None
    ) -> None:
        """Note that a rule finds something, with what its message ends in."""
        draft = self.found.get((rule, key))
        if draft is None:
            draft = self.found[rule, key] = _Draft(message, hint)
        draft.standings.append(standing)

    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order in which it was."""
        hints = 0
        findings = []
        for (rule, _), draft in self.found.items():
            end = ""
            if draft.hint:
                hints += 1
                near = draft.hint.near() if hints <= MOST_HINTS else ""
                end = near or draft.hint.otherwise
            findings.append(Finding(rule, f"{draft.message}{end}", tuple(draft.standings)))
        return tuple(findings)
