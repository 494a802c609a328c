"""Run rules over a catalogue, and hold exemptions to their word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from policybook.iam.conditions import comparisons
from policybook.model import Catalogue, Change, Policy, PolicyType, Prose, Service, Version
from policybook.problem import Problem, Severity
from policybook.rule import Context, Profile, Rule
from policybook.words import did_you_mean

EXEMPTIONS = {
    "exemption-unknown": "An exemption names a rule that exists.",
    "exemption-unused": "An exemption silences something; one that no longer does is removed.",
}
"""What may be wrong with exemptions, by rule id, with the sentence that says what is right."""

Owner = Service | Policy | Change

Watch = Callable[[Sequence[Any]], Iterable[Any]]
"""What may show how far a check has come."""


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

    def severity(self, rule: Rule[Any], profile: Profile) -> Severity | None:
        """How much the findings of a rule matter; None where it is off."""
        if self.only is not None and rule.id not in self.only:
            return None
        own = rule.severities[self.profile or profile]
        return self.severities.get(rule.id, own)


@dataclass(frozen=True, slots=True)
class _Scope:
    """An element, how strictly it is judged, and who may exempt it from rules.

    `is_ours` says that it is written here: a document of AWS is not ours to mend.
    """

    element: object
    profile: Profile
    owner: Owner | None = None
    is_settled: bool = False
    is_ours: bool = True

    @property
    def kind(self) -> tuple[type, Profile, bool]:
        """What decides which rules look at the element."""
        return type(self.element), self.profile, self.is_settled


def lint(
    context: Context,
    rules: Iterable[Rule[Any]],
    choice: Choice,
    *,
    is_whole: bool,
    watch: Watch = iter,
) -> list[Problem]:
    """What the rules find in every element of the type that each is for.

    `is_whole` says that all data could be read; else an exemption may only seem unused. `watch`
    gets what is looked at and gives it back, one after the other.
    """
    known = {rule.id: rule for rule in rules}
    due: dict[tuple[type, Profile, bool], list[tuple[Rule[Any], Severity]]] = defaultdict(list)
    for rule, profile in product(known.values(), Profile):
        severity = choice.severity(rule, profile)
        if severity:
            for is_settled in {False, rule.every_version}:
                due[rule.on, profile, is_settled].append((rule, severity))
    catalogue = context.catalogue
    owners = {owner.at.origin: owner for owner in reversed([*_owners(catalogue)])}
    problems: list[Problem] = []
    profiles: dict[int, Profile] = {}
    used: set[tuple[int, str]] = set()
    for scope in watch([*_scopes(catalogue)]):
        profiles.setdefault(id(scope.element), scope.profile)
        for rule, severity in due.get(scope.kind, ()):
            for place, message, edits in rule.find(scope.element, context):
                # Who may excuse it: the element's own file, and the one that the finding is in.
                excusing = [
                    owner
                    for owner in (scope.owner, owners.get(place.origin))
                    if owner and any(exemption.rule == rule.id for exemption in owner.exemptions)
                ]
                used.update((id(owner), rule.id) for owner in excusing)
                if not excusing:
                    kept = edits if scope.is_ours else ()
                    problems.append(Problem.of(place, rule.id, message, severity, kept))

    def is_unused(owner: Owner, rule: Rule[Any]) -> bool:
        ran = choice.severity(rule, profiles[id(owner)]) and (context.base or not rule.needs_base)
        return bool(is_whole and ran and (id(owner), rule.id) not in used)

    return [*problems, *_wrong_exemptions(catalogue, known, is_unused)]


def _wrong_exemptions(
    catalogue: Catalogue,
    rules: Mapping[str, Rule[Any]],
    is_unused: Callable[[Owner, Rule[Any]], bool],
) -> Iterator[Problem]:
    """Exemptions from no rule, and those that silence nothing."""
    for owner in _owners(catalogue):
        for exemption in owner.exemptions:
            rule = rules.get(exemption.rule)
            if rule is None:
                hint = did_you_mean(exemption.rule, rules)
                message = f"there is no rule `{exemption.rule}` that can be exempted{hint}"
                yield Problem.of(exemption.at, "exemption-unknown", message)
            elif is_unused(owner, rule):
                message = f"`{exemption.rule}` finds nothing here any more: remove the exemption"
                yield Problem.of(exemption.at, "exemption-unused", message)


def _owners(catalogue: Catalogue) -> Iterator[Owner]:
    for service in catalogue.services:
        yield service
        yield from service.policies
        yield from service.changes


_PROFILES = {PolicyType.AWS: Profile.AWS_MANAGED, PolicyType.CUSTOMER: Profile.CUSTOMER}


def _of_all(policies: Iterable[Policy]) -> Profile:
    """The profile of what belongs to several policies: the strictest of theirs."""
    types = {policy.type for policy in policies}
    return Profile.AWS_MANAGED if types == {PolicyType.AWS} else Profile.CUSTOMER


def _scopes(catalogue: Catalogue) -> Iterator[_Scope]:
    """Every element that a rule can be for."""
    yield _Scope(catalogue, _of_all(catalogue.policies.values()))
    for service in catalogue.services:
        profile = _of_all(service.policies)
        yield _Scope(service, profile, service)
        for policy in service.policies:
            yield from _policy_scopes(policy, service)
        for change in service.changes:
            yield _Scope(change, profile, change)
            for update in change.updates:
                yield _Scope(update, profile, change)
            if change.text:
                yield _Scope(Prose(change.text, service, None), profile, change)


def _policy_scopes(policy: Policy, service: Service) -> Iterator[_Scope]:
    profile = _PROFILES[policy.type]
    yield _Scope(policy, profile, policy)
    for version in policy.versions:
        is_settled = policy.default is not None and version.number < policy.default.number
        for element in _within(version):
            yield _Scope(element, profile, policy, is_settled, policy.type is not PolicyType.AWS)
    for text in policy.texts:
        yield _Scope(Prose(text, service, policy), profile, policy)


def _within(version: Version) -> Iterator[object]:
    """A version and what it is made of."""
    yield version
    for statement in version.document.statements:
        yield statement
        yield from comparisons(statement)
