"""What a lint rule is. The rules themselves are in `rules/`, one a file."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import EllipsisType, MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from policybook.iam.compare import Difference, compare
from policybook.model import Catalogue, Policy, PolicyRef, Update, Version
from policybook.problem import Edit, Place, Severity
from policybook.source.shown import shown
from policybook.words import some

T = TypeVar("T")


class Profile(StrEnum):
    """How strictly documents are judged: as AWS publishes its own, or as teams write theirs."""

    AWS_MANAGED = "aws-managed"
    CUSTOMER = "customer"


class Finding(NamedTuple):
    """Where something is wrong, and what and how to mend it.

    `edits` mend it without changing what the data means. A rule offers them only where that
    is sure.
    """

    place: Place
    message: str
    edits: tuple[Edit, ...] = ()


def at_first(found: Iterable[tuple[Place, str]], message: str) -> Iterator[Finding]:
    """One finding for all that is found, at the first of it; the message has `{}` for it."""
    listed = list(found)
    if listed:
        place, _ = listed[0]
        texts = dict.fromkeys(shown(text) for _, text in listed)
        yield Finding(place, message.replace("{}", some([*texts]), 1))


@dataclass(frozen=True)
class Context:
    """What a rule may ask for beside the element that it looks at.

    `base` is the catalogue as a revision of git has it, to compare with; None where there is
    nothing to compare with.
    """

    catalogue: Catalogue
    today: date
    base: Catalogue | None = None
    _steps: dict[int, Difference] = field(default_factory=dict, init=False, repr=False)

    def step(self, policy: Policy, version: Version) -> Difference | None:
        """What a version changed; None where the one right before it is not recorded."""
        before = policy.version(version.number - 1)
        if before is None:
            return None
        key = id(version.document)
        if key not in self._steps:
            self._steps[key] = compare(before.document, version.document)
        return self._steps[key]

    def steps(self, update: Update) -> Iterator[tuple[PolicyRef, Version, Difference]]:
        """The versions that an update names, and what each changed where that is known."""
        for ref in update.policies:
            policy = self.catalogue.policies.get(ref.name)
            version = policy.version(ref.version) if policy and ref.version else None
            real = self.step(policy, version) if policy and version else None
            if version and real:
                yield ref, version, real

    def published(self, policy: Policy) -> Policy | None:
        """A policy as the base has it, under its name or one that it had before."""
        policies = self.base.policies if self.base else {}
        return next((policies[n] for n in (policy.name, *policy.formerly) if n in policies), None)


Find = Callable[[T, Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One thing to look for in every element of a type; its docstring documents it.

    `severities` has None for a profile in which the rule is off. `alias` is the code of the same
    check in IAM Access Analyzer. Rules about versions and statements look at the version in force
    and newer ones, unless `every_version`: an older one is settled. `fixable` says that some
    findings have edits, `needs_base` that without a base there are none.
    """

    id: str
    on: type[T]
    severities: Mapping[Profile, Severity | None]
    find: Find[T]
    alias: str | None
    every_version: bool
    fixable: bool
    needs_base: bool

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
    severity: Severity | None = Severity.ERROR,
    customer: Severity | EllipsisType | None = ...,
    aws_managed: Severity | EllipsisType | None = ...,
    alias: str | None = None,
    every_version: bool = False,
    fixable: bool = False,
    needs_base: bool = False,
) -> Callable[[Find[T]], Rule[T]]:
    """Turn a finder into a Rule. Registers nothing: `rules.ALL` looks for Rules.

    `customer` and `aws_managed` are the severities in these profiles where they are not both
    `severity`; None turns the rule off.
    """
    severities = MappingProxyType(
        {
            profile: severity if isinstance(own, EllipsisType) else own
            for profile, own in ((Profile.CUSTOMER, customer), (Profile.AWS_MANAGED, aws_managed))
        }
    )
    return lambda find: Rule(id, on, severities, find, alias, every_version, fixable, needs_base)
