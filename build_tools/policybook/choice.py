"""Which rules run over data, and how much what they find matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policybook.problem import Severity


class Profile(StrEnum):
    """How strictly documents are judged: as AWS publishes its own, or as teams write theirs."""

    AWS_MANAGED = "aws-managed"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules run, and how much their findings matter.

    `profile` is that of everything; where it is None, policies are judged by their type.
    `severities` take the place of what rules say themselves; None turns a rule off. `only` are
    the rules that run; all do where it is None.
    """

    profile: Profile | None = None
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    only: Collection[str] | None = None

    def severity(
        self, rule: str, own: Mapping[Profile, Severity | None], profile: Profile
    ) -> Severity | None:
        """How much the findings of a rule matter, by its `own` severities; None where it is off."""
        if self.only is not None and rule not in self.only:
            return None
        return self.severities.get(rule, own[self.profile or profile])
