"""What a lint rule is. The rules themselves are in `rules/`, one a file."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import EllipsisType, MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from policybook.choice import Profile
from policybook.iam.compare import Difference, compare
from policybook.model import (
    About,
    Catalogue,
    Change,
    Document,
    Policy,
    PolicyRef,
    Update,
    Version,
)
from policybook.problem import Edit, Origin, Place, Severity
from policybook.source.shown import shown
from policybook.traits import Trait
from policybook.words import some

T = TypeVar("T")


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


Question = tuple[Any, ...]
"""What finds the answer in a catalogue, and the names that it is about."""

Answers = Mapping[Question, object]


class Steps:
    """What versions changed: it takes time to tell, and stays the same as long as they do."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[Document, Document, Difference]] = {}
        self._count = 0

    def compare(self, old: Document, new: Document) -> Difference:
        """What changed from one document to the next."""
        key = id(old), id(new)
        if key not in self._known:
            self._known[key] = old, new, compare(old, new)
        return self._known[key][2]

    def keep(self, catalogue: Catalogue) -> None:
        """Forget those of documents that a catalogue does not have, if any are new."""
        if len(self._known) == self._count:
            return
        policies = catalogue.policies.values()
        there = {id(version.document) for policy in policies for version in policy.versions}
        self._known = {key: step for key, step in self._known.items() if there.issuperset(key)}
        self._count = len(self._known)


class Context:
    """What a rule may ask for beside the element that it looks at.

    It notes what is asked of the catalogue: what a rule finds in an element is the same as long as
    the answers are. So ask for as little as will do. `base` is the catalogue as a revision of git
    has it, to compare with; None where there is nothing to compare with.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        today: date,
        base: Catalogue | None = None,
        steps: Steps | None = None,
    ) -> None:
        """`steps` are those that are known from before."""
        self.today = today
        self.base = base
        self._catalogue = catalogue
        self._steps = steps or Steps()
        self._answers: dict[Question, Any] = {}
        self._asked: dict[Question, object] = {}

    @property
    def catalogue(self) -> Catalogue:
        """All of the data."""
        return self._ask(_itself)

    @property
    def known(self) -> tuple[str, ...]:
        """The names of all policies, of those too whose data could not be read."""
        return self._ask(_known)

    @property
    def former(self) -> tuple[str, ...]:
        """The names that policies had before."""
        return self._ask(_former)

    @property
    def unread(self) -> frozenset[str]:
        """The names of policies whose data could not be read."""
        return self._ask(_unread)

    @property
    def has_unread_changes(self) -> bool:
        """Whether a change could not be read."""
        return self._ask(_has_unread_changes)

    def policy(self, name: str) -> Policy | None:
        """The policy of that name."""
        return self._ask(_policy, name)

    def now(self, name: str) -> str | None:
        """How a policy is called now, by any name that it has or had, in any case."""
        return self._ask(_now, name)

    def is_known(self, name: str) -> bool:
        """Whether there is a policy of that name, even if it could not be read."""
        return self._ask(_is_known, name)

    def is_gone(self, name: str) -> bool:
        """Whether a policy of that name is gone, and a service stands in for it."""
        return self._ask(_is_gone, name)

    def is_recorded(self, name: str) -> bool:
        """Whether the page of a policy of that name was published, as far as that is recorded."""
        return self._ask(_is_recorded, name)

    def changes_of(self, name: str) -> tuple[Change, ...]:
        """The changes that name a policy, newest first."""
        return self._ask(Catalogue.changes_of, name)

    def service(self, id: str) -> About:  # noqa: A002 - the field's own name
        """What is said of a service, which must exist. All of that is in one file."""
        self._ask(_origin, id)
        return self._catalogue.service(id)

    def policies_of(self, service: str) -> tuple[Policy, ...]:
        """The policies of a service."""
        return self._ask(_policies, service)

    def step(self, policy: Policy, version: Version) -> Difference | None:
        """What a version changed; None where the one right before it is not recorded."""
        before = policy.version(version.number - 1)
        return self._steps.compare(before.document, version.document) if before else None

    def steps(self, update: Update) -> Iterator[tuple[PolicyRef, Version, Difference]]:
        """The versions that an update names, and what each changed where that is known."""
        for ref in update.policies:
            policy = self.policy(ref.name)
            version = policy.version(ref.version) if policy and ref.version else None
            real = self.step(policy, version) if policy and version else None
            if version and real:
                yield ref, version, real

    def published(self, policy: Policy) -> Policy | None:
        """A policy as the base has it, under its name or one that it had before."""
        policies = self.base.policies if self.base else {}
        return next((policies[n] for n in (policy.name, *policy.formerly) if n in policies), None)

    def asked(self) -> dict[Question, object]:
        """What was asked since this was called last, with the answers."""
        asked, self._asked = self._asked, {}
        return asked

    def agrees(self, answers: Answers) -> bool:
        """Whether questions have the same answers here."""
        found = self._answers
        for question, known in answers.items():
            answer = found[question] if question in found else self._answer(question)
            if answer is not known and answer != known:
                return False
        return True

    def _ask(self, find: Callable[..., T], *names: str) -> T:
        question = (find, *names)
        answer: T = self._answer(question)
        self._asked[question] = answer
        return answer

    def _answer(self, question: Question) -> Any:
        if question not in self._answers:
            find, *names = question
            self._answers[question] = find(self._catalogue, *names)
        return self._answers[question]


def _itself(catalogue: Catalogue) -> Catalogue:
    return catalogue


def _known(catalogue: Catalogue) -> tuple[str, ...]:
    return (*catalogue.known,)


def _unread(catalogue: Catalogue) -> frozenset[str]:
    return catalogue.unread


def _has_unread_changes(catalogue: Catalogue) -> bool:
    return catalogue.has_unread_changes


def _policy(catalogue: Catalogue, name: str) -> Policy | None:
    return catalogue.policies.get(name)


def _now(catalogue: Catalogue, name: str) -> str | None:
    return catalogue.names.get(name.lower())


def _is_known(catalogue: Catalogue, name: str) -> bool:
    return name in catalogue.known


def _former(catalogue: Catalogue) -> tuple[str, ...]:
    return (*catalogue.former,)


def _is_gone(catalogue: Catalogue, name: str) -> bool:
    return name in catalogue.gone


def _is_recorded(catalogue: Catalogue, name: str) -> bool:
    return name in catalogue.recorded


def _origin(catalogue: Catalogue, service: str) -> Origin:
    return catalogue.service(service).at.origin


def _policies(catalogue: Catalogue, service: str) -> tuple[Policy, ...]:
    return catalogue.service(service).policies


Find = Callable[[T, Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule(Generic[T]):
    """One thing to look for in every element of a type; its docstring documents it.

    `severities` has None for a profile in which the rule is off. `alias` is the code of the same
    check in IAM Access Analyzer. Rules about documents and what is in them look at the one in force
    and newer ones, unless `every_version`: an older one is settled. `given` is what an element has
    in it if anything is found there. `fixable` says that some findings have edits, `needs_base`
    that without a base there are none.
    """

    id: str
    on: type[T]
    severities: Mapping[Profile, Severity | None]
    find: Find[T]
    alias: str | None
    every_version: bool
    given: Trait[T] | None
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
    given: Trait[T] | None = None,
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
    return lambda find: Rule(
        id, on, severities, find, alias, every_version, given, fixable, needs_base
    )
