"""How much there is in a catalogue, and how much of it is explained and announced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from policybook.history import announced
from policybook.iam.actions import AccessLevel, access_level, expand, known
from policybook.iam.compare import allowed
from policybook.iam.coverage import grants, unexplained
from policybook.iam.size import size
from policybook.model import Catalogue, Policy, PolicyType, Service

RULE = "statement-unexplained"
"""The rule that asks for explanations, from which a policy may be exempt."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole number of things."""

    part: int
    whole: int

    @property
    def percent(self) -> str | None:
        """The part in percent, to a tenth; None of nothing.

        It reads 100.0 only where nothing is left, and 0.0 only where there is nothing.
        """
        if not self.whole:
            return None
        tenths = (2000 * self.part + self.whole) // (2 * self.whole)
        if 0 < self.part < self.whole:
            tenths = min(max(tenths, 1), 999)
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def left(self) -> int:
        """What is not in the part."""
        return self.whole - self.part

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A policy with action patterns of its document in force that nothing explains.

    It `is_exempt` where it says why they need no explanation.
    """

    policy: str
    service: str
    left: int
    is_exempt: bool


@dataclass(frozen=True, slots=True)
class Size:
    """How large a document is: its characters without white space, as IAM counts them."""

    policy: str
    version: str
    characters: int


@dataclass(frozen=True, slots=True)
class ServiceStats:
    """The numbers of a service.

    `explained` counts the action patterns of documents in force, `announced` and `dated` count
    recorded versions, and `missing` those between them that are not recorded.
    """

    id: str
    policies: int
    versions: int
    changes: int
    explained: Share
    announced: Share
    dated: Share
    missing: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The numbers of a catalogue.

    `statements` are those of all versions. `patterns` are the different action patterns that
    documents in force allow, and `actions` the known actions that these match, by access level;
    None counts those whose level is not known. Documents are the largest first.
    """

    services: tuple[ServiceStats, ...]
    policies: Mapping[PolicyType, int]
    statements: int
    patterns: int
    actions: Mapping[AccessLevel | None, int]
    unexplained: tuple[Unexplained, ...]
    documents: tuple[Size, ...]
    exemptions: Mapping[str, int]

    @property
    def total(self) -> ServiceStats:
        """The numbers of all services together."""
        nothing = Share(0, 0)
        return ServiceStats(
            id="total",
            policies=sum(service.policies for service in self.services),
            versions=sum(service.versions for service in self.services),
            changes=sum(service.changes for service in self.services),
            explained=sum((service.explained for service in self.services), nothing),
            announced=sum((service.announced for service in self.services), nothing),
            dated=sum((service.dated for service in self.services), nothing),
            missing=sum(service.missing for service in self.services),
        )


def stats(catalogue: Catalogue) -> Stats:
    """Count what is in a catalogue."""
    policies = catalogue.policies.values()
    explained = {policy.name: _explained(policy, catalogue) for policy in policies}
    in_force = [policy.default.document for policy in policies if policy.default]
    patterns = {pattern.lower() for document in in_force for pattern in allowed(document)}
    actions = set(chain.from_iterable(map(_actions, patterns)))
    levels = Counter(map(access_level, actions))
    return Stats(
        services=tuple(_service(service, explained, catalogue) for service in catalogue.services),
        policies={kind: sum(p.type is kind for p in policies) for kind in PolicyType},
        statements=sum(len(v.document.statements) for p in policies for v in p.versions),
        patterns=len(patterns),
        actions={level: levels[level] for level in (*AccessLevel, None)},
        unexplained=tuple(_unexplained(policies, explained)),
        documents=tuple(sorted(_sizes(policies), key=lambda found: -found.characters)),
        exemptions=dict(sorted(Counter(_exempted(catalogue)).items())),
    )


def _service(
    service: Service, explained: Mapping[str, Share], catalogue: Catalogue
) -> ServiceStats:
    versions = [version for policy in service.policies for version in policy.versions]
    named = sum(
        version.number in names
        for policy in service.policies
        for names in [announced(policy, catalogue)]
        for version in policy.versions
    )
    dated = sum(version.date is not None for version in versions)
    return ServiceStats(
        id=service.id,
        policies=len(service.policies),
        versions=len(versions),
        changes=len(service.changes),
        explained=sum((explained[policy.name] for policy in service.policies), Share(0, 0)),
        announced=Share(named, len(versions)),
        dated=Share(dated, len(versions)),
        missing=sum(b - a + 1 for policy in service.policies for a, b in policy.gaps),
    )


def _explained(policy: Policy, catalogue: Catalogue) -> Share:
    """How much of the document in force is explained."""
    if policy.default is None:
        return Share(0, 0)
    document = policy.default.document
    whole = len(grants(document))
    left = unexplained(policy, document, catalogue.service(policy.service).prefixes)
    return Share(whole - len(left), whole)


def _actions(pattern: str) -> Iterator[str]:
    """The actions that a pattern matches, each written in one way."""
    return (known(action) or action for action in expand(pattern))


def _exempted(catalogue: Catalogue) -> Iterator[str]:
    """The rule of each exemption."""
    for service in catalogue.services:
        policies = (policy.exemptions for policy in service.policies)
        changes = (change.exemptions for change in service.changes)
        for exemptions in (service.exemptions, *policies, *changes):
            yield from (exemption.rule for exemption in exemptions)


def _unexplained(
    policies: Iterable[Policy], explained: Mapping[str, Share]
) -> Iterator[Unexplained]:
    """The policies with something left to explain, those with the most first."""
    for policy in sorted(policies, key=lambda policy: (-explained[policy.name].left, policy.name)):
        if left := explained[policy.name].left:
            is_exempt = any(exemption.rule == RULE for exemption in policy.exemptions)
            yield Unexplained(policy.name, policy.service, left, is_exempt)


def _sizes(policies: Iterable[Policy]) -> Iterator[Size]:
    for policy in sorted(policies, key=lambda policy: policy.name):
        for version in policy.versions:
            yield Size(policy.name, version.label, size(version.document.data))
