"""Run rules over a catalogue, and hold exemptions to their word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from policybook.choice import Choice, Profile
from policybook.iam.conditions import comparisons
from policybook.model import Catalogue, Change, Policy, PolicyType, Prose, Service
from policybook.problem import Origin, Problem, Severity
from policybook.rule import Answers, Context, Rule, Steps
from policybook.words import did_you_mean

EXEMPTIONS = {
    "exemption-unknown": "An exemption names a rule that exists.",
    "exemption-unused": "An exemption silences something; one that no longer does is removed.",
}
"""What may be wrong with exemptions, by rule id, with the sentence that says what is right."""

Owner = Service | Policy | Change

Watch = Callable[[Sequence[Any]], Iterable[Any]]
"""What may show how far a check has come."""


def lint(
    context: Context, rules: Iterable[Rule[Any]], choice: Choice, *, is_whole: bool
) -> list[Problem]:
    """What the rules find in all that a context has."""
    linter = Linter(rules, choice, context.base)
    return linter.lint(context.catalogue, context.today, is_whole=is_whole)


class Linter:
    """Runs rules over a catalogue again and again.

    Where neither a part of it nor the answer to anything that rules asked beside it has changed,
    what they find in the part is known from the time before.
    """

    def __init__(
        self, rules: Iterable[Rule[Any]], choice: Choice, base: Catalogue | None = None
    ) -> None:
        """`base` is an older state of the catalogue to compare with."""
        self._rules = {rule.id: rule for rule in rules}
        self._choice = choice
        self._base = base
        self._due = _due(self._rules.values(), choice)
        self._steps = Steps()
        self._today = date.min
        self._looks: Mapping[int, _Look] = {}

    def lint(
        self, catalogue: Catalogue, today: date, *, is_whole: bool, watch: Watch = iter
    ) -> list[Problem]:
        """What the rules find in every element of the type that each is for.

        `is_whole` says that all data could be read; else an exemption may only seem unused.
        `watch` gets what is looked at and gives it back, one after the other.
        """
        if today != self._today:
            self._today, self._looks = today, {}
        context = Context(catalogue, today, self._base, self._steps)
        looks = {
            id(part.whole): self._known(part, context) or self._look(part, context)
            for part in watch([*_parts(catalogue)])
        }
        self._looks = looks
        self._steps.keep(catalogue)
        return [*self._unexcused(catalogue, looks, is_whole=is_whole)]

    def _known(self, part: _Part, context: Context) -> _Look | None:
        look = self._looks.get(id(part.whole))
        return look if look and look.part.is_as(part) and context.agrees(look.answers) else None

    def _look(self, part: _Part, context: Context) -> _Look:
        found = tuple(self._find(part, context))
        return _Look(part, context.asked(), found)

    def _find(self, part: _Part, context: Context) -> Iterator[_Found]:
        for element, is_settled, is_ours in part.elements():
            for rule, severity in self._due.get((type(element), part.profile, is_settled), ()):
                for place, message, edits in rule.find(element, context):
                    kept = edits if is_ours else ()
                    problem = Problem.of(place, rule.id, message, severity, kept)
                    yield _Found(place.origin, problem)

    def _unexcused(
        self, catalogue: Catalogue, looks: Mapping[int, _Look], *, is_whole: bool
    ) -> Iterator[Problem]:
        """What nobody exempts from its rule, and what is wrong with exemptions."""
        exempting = [owner for owner in _owners(catalogue) if owner.exemptions]
        exempted = {exemption.rule for owner in exempting for exemption in owner.exemptions}
        by_origin = {owner.at.origin: owner for owner in reversed(exempting)}
        used: set[tuple[int, str]] = set()
        for look in looks.values():
            for origin, problem in look.found:
                # Who may excuse it: the element's own file, and the one that the finding is in.
                owners = (look.part.whole, by_origin.get(origin))
                excusing = [
                    owner
                    for owner in (owners if problem.rule in exempted else ())
                    if owner and _exempts(owner, problem.rule)
                ]
                used.update((id(owner), problem.rule) for owner in excusing)
                if not excusing:
                    yield problem

        def is_unused(owner: Owner, rule: Rule[Any]) -> bool:
            severity = self._choice.severity(
                rule.id, rule.severities, looks[id(owner)].part.profile
            )
            ran = severity and (self._base or not rule.needs_base)
            return bool(is_whole and ran and (id(owner), rule.id) not in used)

        yield from _wrong_exemptions(exempting, self._rules, is_unused)


class _Element(NamedTuple):
    """What rules can be for. A settled one is older than what is in force.

    `is_ours` says that it is written here: a document of AWS is not ours to mend.
    """

    value: object
    is_settled: bool = False
    is_ours: bool = True


class _Found(NamedTuple):
    """A problem, and what it is in."""

    origin: Origin
    problem: Problem


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a catalogue that is looked at as one, and how strictly it is judged."""

    whole: Catalogue | Owner
    profile: Profile
    service: Service | None = None

    def is_as(self, other: _Part) -> bool:
        """Whether its elements are those of another part.

        Of their service they have what is said of it, which is all in one file.
        """
        return (
            self.whole is other.whole
            and self.profile is other.profile
            and (self.service and self.service.at.origin)
            is (other.service and other.service.at.origin)
        )

    def elements(self) -> Iterator[_Element]:
        """All that rules can look at, one after the other."""
        yield _Element(self.whole)
        if isinstance(self.whole, Policy) and self.service:
            yield from _of_policy(self.whole, self.service)
        elif isinstance(self.whole, Change) and self.service:
            yield from map(_Element, self.whole.updates)
            if self.whole.text:
                yield _Element(Prose(self.whole.text, self.service, None))


@dataclass(frozen=True, slots=True)
class _Look:
    """What rules found in a part, and what they asked beside it."""

    part: _Part
    answers: Answers
    found: tuple[_Found, ...]


_Due = Mapping[tuple[type, Profile, bool], Sequence[tuple[Rule[Any], Severity]]]
"""The rules for each type of element, by how strictly it is judged and whether it is settled."""


def _due(rules: Iterable[Rule[Any]], choice: Choice) -> _Due:
    due: defaultdict[tuple[type, Profile, bool], list[tuple[Rule[Any], Severity]]]
    due = defaultdict(list)
    for rule, profile in product(rules, Profile):
        severity = choice.severity(rule.id, rule.severities, profile)
        if severity:
            for is_settled in {False, rule.every_version}:
                due[rule.on, profile, is_settled].append((rule, severity))
    return due


def _exempts(whole: Catalogue | Owner, rule: str) -> bool:
    if isinstance(whole, Catalogue):
        return False
    return any(exemption.rule == rule for exemption in whole.exemptions)


def _wrong_exemptions(
    exempting: Iterable[Owner],
    rules: Mapping[str, Rule[Any]],
    is_unused: Callable[[Owner, Rule[Any]], bool],
) -> Iterator[Problem]:
    """Exemptions from no rule, and those that silence nothing."""
    for owner in exempting:
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


def _parts(catalogue: Catalogue) -> Iterator[_Part]:
    yield _Part(catalogue, _of_all(catalogue.policies.values()))
    for service in catalogue.services:
        profile = _of_all(service.policies)
        yield _Part(service, profile)
        for policy in service.policies:
            yield _Part(policy, _PROFILES[policy.type], service)
        for change in service.changes:
            yield _Part(change, profile, service)


def _of_policy(policy: Policy, service: Service) -> Iterator[_Element]:
    is_ours = policy.type is not PolicyType.AWS
    for version in policy.versions:
        is_settled = policy.default is not None and version.number < policy.default.number
        yield _Element(version, is_settled, is_ours)
        for statement in version.document.statements:
            yield _Element(statement, is_settled, is_ours)
            for comparison in comparisons(statement):
                yield _Element(comparison, is_settled, is_ours)
    for text in policy.texts:
        yield _Element(Prose(text, service, policy))
