"""Run rules over a catalogue, and hold exemptions to their word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from policybook.model import Catalogue, Change, Policy, Prose, Service
from policybook.problem import Problem
from policybook.rule import Rule
from policybook.words import did_you_mean

EXEMPTIONS = {
    "exemption-unknown": "An exemption names a rule that exists.",
    "exemption-unused": "An exemption silences something; one that no longer does is removed.",
}
"""What may be wrong with exemptions, by rule id, with the sentence that says what is right."""

Owner = Service | Policy | Change


@dataclass(frozen=True, slots=True)
class _Scope:
    """An element, and who may exempt it from rules."""

    element: object
    owner: Owner | None


def lint(catalogue: Catalogue, rules: Iterable[Rule[Any]], *, is_whole: bool) -> list[Problem]:
    """What the rules find in every element of the type that each is for.

    `is_whole` says that all data could be read; else an exemption may only seem unused.
    """
    by_type: dict[type, list[Rule[Any]]] = defaultdict(list)
    for rule in rules:
        by_type[rule.on].append(rule)
    owners = {owner.at.origin: owner for owner in reversed([*_owners(catalogue)])}
    problems: list[Problem] = []
    used: set[tuple[int, str]] = set()
    for scope in _scopes(catalogue):
        for rule in by_type.get(type(scope.element), ()):
            for place, message in rule.find(scope.element, catalogue):
                # Who may excuse it: the element's own file, and the one that the finding is in.
                excusing = [
                    owner
                    for owner in (scope.owner, owners.get(place.origin))
                    if owner and any(exemption.rule == rule.id for exemption in owner.exemptions)
                ]
                used.update((id(owner), rule.id) for owner in excusing)
                if not excusing:
                    problems.append(Problem.of(place, rule.id, message, rule.severity))
    known = [rule.id for rules_of_type in by_type.values() for rule in rules_of_type]
    for owner in _owners(catalogue):
        for exemption in owner.exemptions:
            if exemption.rule not in known:
                hint = did_you_mean(exemption.rule, known)
                message = f"there is no rule `{exemption.rule}` that can be exempted{hint}"
                problems.append(Problem.of(exemption.at, "exemption-unknown", message))
            elif is_whole and (id(owner), exemption.rule) not in used:
                message = f"`{exemption.rule}` finds nothing here any more: remove the exemption"
                problems.append(Problem.of(exemption.at, "exemption-unused", message))
    return problems


def _owners(catalogue: Catalogue) -> Iterator[Owner]:
    for service in catalogue.services:
        yield service
        yield from service.policies
        yield from service.changes


def _scopes(catalogue: Catalogue) -> Iterator[_Scope]:
    """Every element that a rule can be for."""
    yield _Scope(catalogue, None)
    for service in catalogue.services:
        yield _Scope(service, service)
        for policy in service.policies:
            yield _Scope(policy, policy)
            for version in policy.versions:
                yield _Scope(version, policy)
                for statement in version.document.statements:
                    yield _Scope(statement, policy)
            for text in policy.texts:
                yield _Scope(Prose(text, service, policy), policy)
        for change in service.changes:
            yield _Scope(change, change)
            for update in change.updates:
                yield _Scope(update, change)
            if change.text:
                yield _Scope(Prose(change.text, service, None), change)
