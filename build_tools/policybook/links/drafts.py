"""Drafts: what is found, put together where it is the same on many pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from policybook.links.finding import Finding
from policybook.links.reference import Standing

MOST_HINTS = 25
"""How many findings name what may be meant: to look for it takes its time on a large site."""

Hint = Callable[[], str]


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
        """Note that a rule finds something, which may end in a hint at what is meant."""
        draft = self.found.get((rule, key))
        if draft is None:
            draft = self.found[rule, key] = _Draft(message, hint)
        draft.standings.append(standing)

    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order in which it was."""
        hints = 0
        findings = []
        for (rule, _), draft in self.found.items():
            message = draft.message
            if draft.hint and hints < MOST_HINTS:
                hints += 1
                message += draft.hint()
            findings.append(Finding(rule, message, tuple(draft.standings)))
        return tuple(findings)
