"""Run rules over a catalogue, and hold exemptions to their word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from policybook.choice import Choice, Profile
from policybook.due import due
from policybook.iam.conditions import comparisons
from policybook.model import Catalogue, Change, Document, Policy, PolicyType, Prose, Service
from policybook.problem import Origin, Problem
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
        self._due = due(self._rules.values(), choice)
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
        looks = [self._look(part, context) for part in watch([*_parts(catalogue)])]
        self._looks = {id(look.part.whole): look for each in looks for look in (each, *each.inner)}
        self._steps.keep(catalogue)
        return [*self._unexcused(catalogue, looks, is_whole=is_whole)]

    def _look(self, part: _Part, context: Context) -> _Look:
        known = self._looks.get(id(part.whole))
        if known and known.part.is_as(part) and context.agrees(known.answers):
            return known
        inner = tuple(self._look(below, context) for below in part.inner())
        found = [*self._find(part, context)]
        answers = context.asked()
        for look in inner:
            found += look.found
            answers.update(look.answers)
        return _Look(part, answers, found, inner)

    def _find(self, part: _Part, context: Context) -> Iterator[_Found]:
        by_type = self._due.get((part.profile, part.is_settled), {})
        for element in part.elements():
            of_type = by_type.get(type(element))
            for rule, severity in of_type.of(element).items() if of_type else ():
                for place, message, edits in rule.find(element, context):
                    kept = edits if part.is_ours else ()
                    problem = Problem.of(place, rule.id, message, severity, kept)
                    yield _Found(place.origin, problem)

    def _unexcused(
        self, catalogue: Catalogue, looks: Iterable[_Look], *, is_whole: bool
    ) -> Iterator[Problem]:
        """What nobody exempts from its rule, and what is wrong with exemptions."""
        exempting = [owner for owner in _owners(catalogue) if owner.exemptions]
        exempted = {exemption.rule for owner in exempting for exemption in owner.exemptions}
        by_origin = {owner.at.origin: owner for owner in reversed(exempting)}
        used: set[tuple[int, str]] = set()
        for look in looks:
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
                rule.id, rule.severities, self._looks[id(owner)].part.profile
            )
            ran = severity and (self._base or not rule.needs_base)
            return bool(is_whole and ran and (id(owner), rule.id) not in used)

        yield from _wrong_exemptions(exempting, self._rules, is_unused)


class _Found(NamedTuple):
    """A problem, and what it is in."""

    origin: Origin
    problem: Problem


class _Part(NamedTuple):
    """A part of a catalogue that is looked at as one, and how strictly it is judged.

    A settled document is older than the one in force. `is_ours` says that the part is written
    here: a document of AWS is not ours to mend.
    """

    whole: Catalogue | Owner | Document
    profile: Profile
    service: Service | None = None
    is_settled: bool = False
    is_ours: bool = True

    def is_as(self, other: _Part) -> bool:
        """Whether its elements are those of another part, and judged alike.

        Of their service they have what is said of it, which is all in one file.
        """
        return (
            self.whole is other.whole
            and self.profile is other.profile
            and self.is_settled == other.is_settled
            and self.is_ours == other.is_ours
            and (self.service is other.service or _origin(self.service) is _origin(other.service))
        )

    def inner(self) -> Iterator[_Part]:
        """The parts that have no other than this one."""
        if isinstance(self.whole, Policy):
            in_force = self.whole.default.number if self.whole.default else 0
            is_ours = self.whole.type is not PolicyType.AWS
            for version in self.whole.versions:
                is_settled = version.number < in_force
                yield _Part(version.document, self.profile, None, is_settled, is_ours)

    def elements(self) -> Iterator[object]:
        """What rules can be for, but for what is in inner parts."""
        yield self.whole
        match self.whole:
            case Document():
                for statement in self.whole.statements:
                    yield statement
                    yield from comparisons(statement)
            case Policy() if self.service:
                for text in self.whole.texts:
                    yield Prose(text, self.service, self.whole)
            case Change() if self.service:
                yield from self.whole.updates
                if self.whole.text:
                    yield Prose(self.whole.text, self.service, None)


@dataclass(frozen=True, slots=True)
class _Look:
    """What rules found in a part and its inner parts, and what they asked beside it."""

    part: _Part
    answers: Answers
    found: Sequence[_Found]
    inner: tuple[_Look, ...]


def _origin(service: Service | None) -> Origin | None:
    return service.at.origin if service else None


def _exempts(whole: Catalogue | Owner | Document, rule: str) -> bool:
    if isinstance(whole, Catalogue | Document):
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
