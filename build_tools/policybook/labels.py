"""How policies are called, and what their anchors start with, by their type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policybook.model import Policy, PolicyType


@dataclass(frozen=True, slots=True)
class Label:
    """How policies of a type are called, and what their anchors start with."""

    one: str
    many: str
    anchor: str

    @property
    def many_inside(self) -> str:
        """`many` inside a sentence: a capital stays only where it belongs to a name."""
        first, _, rest = self.many.partition(" ")
        return self.many if first.isupper() else f"{first.lower()} {rest}"


LABELS: Mapping[PolicyType, Label] = MappingProxyType(
    {
        PolicyType.AWS: Label(
            "AWS managed policy", "AWS managed policies", "security-iam-awsmanpol"
        ),
        PolicyType.CUSTOMER: Label(
            "Customer managed policy", "Customer managed policies", "customer-managed-policies"
        ),
    }
)

MIXED = Label("Managed policy", "Managed policies", "managed-policies")
"""For policies of several types, or of none."""


def label_of(policies: Iterable[Policy]) -> Label:
    """What to call some policies: by their type, or by no type where theirs differ."""
    types = {policy.type for policy in policies}
    return LABELS[types.pop()] if len(types) == 1 else MIXED
