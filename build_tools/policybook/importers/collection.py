"""What is found in a collection of policies, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from policybook.model import PolicyType
from policybook.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class FoundVersion:
    """A document and what is known of it: a bare document does not say which version it is."""

    at: Place
    number: int | None
    day: date | None
    document: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FoundPolicy:
    """A policy as the collection has it; None is what the collection does not say."""

    at: Place
    name: str
    versions: tuple[FoundVersion, ...]
    type: PolicyType | None = None
    path: str | None = None
    account: str | None = None
    description: str | None = None
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """The policies that could be read whole, by name, and what keeps others from being."""

    policies: tuple[FoundPolicy, ...]
    problems: tuple[Problem, ...]
