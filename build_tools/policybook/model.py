"""What a catalogue of policies is made of. Every element knows its place in the data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from operator import is_
from typing import Any, Protocol

from policybook.problem import Place


class Effect(StrEnum):
    """Whether a statement allows or denies."""

    ALLOW = "Allow"
    DENY = "Deny"


class PolicyType(StrEnum):
    """Who maintains a managed policy."""

    AWS = "aws-managed"
    CUSTOMER = "customer-managed"


class Attachable(StrEnum):
    """What a policy can be attached to."""

    IDENTITIES = "identities"
    SERVICE_ROLE = "service-role"
    SERVICE_LINKED_ROLE = "service-linked-role"


class GroupingBy(StrEnum):
    """What the key of a grouping names."""

    SID = "sid"
    SERVICE = "service"
    ACTION = "action"
    TOPIC = "topic"


class UpdateKind(StrEnum):
    """What happened to the policies of an update."""

    NEW = "new"
    UPDATED = "updated"
    COVERED = "covered"
    DEPRECATED = "deprecated"
    TRACKED = "tracked"


@dataclass(frozen=True, slots=True)
class Text:
    """Prose from the data: Markdown, not yet parsed."""

    at: Place
    markdown: str


_FIELDS = {
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a document; `number` counts from 1.

    `unlisted` are the elements whose one text stands without a list around it. `has_condition` says
    that there is a condition, if only an empty one.
    """

    at: Place
    number: int
    sid: str | None
    effect: Effect
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[str, ...]
    not_resources: tuple[str, ...]
    condition: Mapping[str, Any]
    unlisted: frozenset[str] = frozenset()
    has_condition: bool = False

    @property
    def label(self) -> str:
        """How people call the statement: its Sid, or its number where it has none."""
        return self.sid or f"statement {self.number}"

    def each(
        self, *elements: str, where: Callable[[str], object] | None = None
    ) -> Iterator[tuple[Place, str]]:
        """The texts of Action, NotAction, Resource or NotResource, each with its place.

        With `where`, only those for which it holds: places are not made for nothing.
        """
        for element in elements:
            texts: tuple[str, ...] = getattr(self, _FIELDS[element])
            if not texts or (where and not any(map(where, texts))):
                continue
            at = self.at / element
            for index, text in enumerate(texts):
                if where is None or where(text):
                    yield at if element in self.unlisted else at / index, text


class Written(Protocol):
    """What has a value written in it."""

    @property
    def data(self) -> Any:
        """The value."""


@dataclass(frozen=True, slots=True)
class Document:
    """An IAM policy document, written in some source.

    `is_plain` says that it is written in ASCII, without escapes, and `may_have_variables` that there
    may be policy variables in it.
    """

    at: Place
    language_version: str | None
    statements: tuple[Statement, ...]
    source: Written = field(repr=False, compare=False)
    is_plain: bool = field(default=False, repr=False)
    may_have_variables: bool = field(default=True, repr=False)

    @property
    def data(self) -> Mapping[str, Any]:
        """The JSON value as IAM takes it, keys in order. It may have to be read each time."""
        data: Mapping[str, Any] = self.source.data
        return data


@dataclass(frozen=True, slots=True)
class Version:
    """A numbered, immutable policy version. `date` is when it was published, if known."""

    at: Place
    number: int
    date: date | None
    document: Document

    @property
    def label(self) -> str:
        """The version id as IAM prints it: `v2`."""
        return f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Alias:
    """What led readers to an element before, as the data says it: a former name or place."""

    at: Place
    text: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """An explanation of a part of a document. `keys` name the part: Sids, services or actions."""

    at: Place
    by: GroupingBy
    title: str | None
    sids: tuple[str, ...]
    services: tuple[str, ...]
    actions: tuple[str, ...]
    text: Text
    aliases: tuple[Alias, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What the grouping names in the document, whichever way it does."""
        return self.sids + self.services + self.actions


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that readers see on a policy."""

    at: Place
    title: str
    text: Text


@dataclass(frozen=True, slots=True)
class Exemption:
    """A rule that does not apply to an element, and why."""

    at: Place
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Deprecation:
    """That a policy should no longer be used, since when, and what takes its place."""

    at: Place
    date: date | None
    replacement: str | None


@dataclass(frozen=True, slots=True)
class Policy:
    """A managed policy: words and numbered versions.

    `dates` and `default_version` are what policy.yaml says of the versions; `default` is the
    version in force, None where its document is not known.
    `unread` are the numbers of versions whose documents could not be read.
    """

    at: Place
    name: str
    service: str
    type: PolicyType
    path: str
    account: str | None
    description: Text | None
    lists_operations: bool
    attachable: Attachable | None
    notes: tuple[Note, ...]
    groupings: tuple[Grouping, ...]
    aliases: tuple[Alias, ...]
    deprecated: Deprecation | None
    exemptions: tuple[Exemption, ...]
    dates: Mapping[int, date]
    default_version: int | None
    versions: tuple[Version, ...]
    default: Version | None
    unread: frozenset[int] = frozenset()

    @property
    def arn(self) -> str | None:
        """The ARN in the `aws` partition; None where the account is not known."""
        owner = "aws" if self.type is PolicyType.AWS else self.account
        return f"arn:aws:iam::{owner}:policy{self.path}{self.name}" if owner else None

    @property
    def formerly(self) -> tuple[str, ...]:
        """The names that the policy had before."""
        whole = (alias.text for alias in self.aliases if "#" not in alias.text)
        names = dict.fromkeys(text.rpartition("/")[2] for text in whole)
        return tuple(name for name in names if name != self.name)

    @property
    def texts(self) -> tuple[Text, ...]:
        """All prose of the policy."""
        description = (self.description,) if self.description else ()
        groupings = (grouping.text for grouping in self.groupings)
        return (*description, *groupings, *(note.text for note in self.notes))

    @property
    def recorded(self) -> frozenset[int]:
        """The numbers of the versions that have a document, one that could not be read too."""
        return self.unread | {version.number for version in self.versions}

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """The first and last number of each run of versions that is not recorded."""
        numbers = (0, *sorted(self.recorded))
        return tuple((a + 1, b - 1) for a, b in pairwise(numbers) if b - a > 1)

    @property
    def statements(self) -> Iterator[Statement]:
        """The statements of all versions."""
        return (statement for version in self.versions for statement in version.document.statements)

    def version(self, number: int) -> Version | None:
        """The version of that number, if its document is recorded."""
        return next((v for v in self.versions if v.number == number), None)

    def before(self, number: int) -> Version | None:
        """The newest recorded version that is older than `number`."""
        return next((v for v in reversed(self.versions) if v.number < number), None)


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """A policy that a change names, with the version where that is known.

    `at` is where the name stands, `value` where its version does.
    """

    at: Place
    value: Place
    name: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Update:
    """What a change did to some policies, action by action.

    `widened` and `narrowed` are those of which more or less is allowed than before.
    """

    at: Place
    kind: UpdateKind
    policies: tuple[PolicyRef, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    widened: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()

    @property
    def has_lists(self) -> bool:
        """Whether it says of single actions what became of them."""
        return bool(self.added or self.removed or self.widened or self.narrowed)


@dataclass(frozen=True, slots=True)
class Change:
    """A dated entry of the update history. `id` is stable: the name of its file."""

    at: Place
    id: str
    service: str
    title: str
    date: date
    text: Text | None
    updates: tuple[Update, ...]
    aliases: tuple[Alias, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class ApiReference:
    """Where a service documents its operations: one URL template, with exceptions."""

    at: Place
    template: str | None
    exceptions: Mapping[str, str]
    index: str | None

    def url(self, operation: str) -> str | None:
        """The page of an operation."""
        if operation in self.exceptions:
            return self.exceptions[operation]
        return self.template.replace("{operation}", operation) if self.template else None


@dataclass(frozen=True, slots=True)
class Service:
    """A service: how it is called, its policies and its update history.

    `policies` are its own, in reading order; `shows` are the names that its page has, among
    them policies of other services. `changes` are newest first.
    """

    at: Place
    id: str
    name: str
    short_name: str
    prefixes: tuple[str, ...]
    tracking_since: date | None
    documentation: str | None
    api_reference: ApiReference | None
    links: Mapping[str, str]
    policies: tuple[Policy, ...]
    shows: tuple[str, ...]
    changes: tuple[Change, ...]
    aliases: tuple[Alias, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    @property
    def formerly(self) -> tuple[str, ...]:
        """The ids that the service had before."""
        return tuple(alias.text for alias in self.aliases if not {"/", "#"} & {*alias.text})


class About(Protocol):
    """What is said of a service itself, not of its policies and its history."""

    @property
    def id(self) -> str:
        """The name of its folder."""

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The prefixes of its actions."""

    @property
    def tracking_since(self) -> date | None:
        """Since when its changes are recorded."""

    @property
    def api_reference(self) -> ApiReference | None:
        """Where its operations are documented."""

    @property
    def links(self) -> Mapping[str, str]:
        """The addresses that its texts name by keys."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text with what it speaks of: its service and, where it is about one, its policy."""

    text: Text
    service: About
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class Lock:
    """Every address that the site has published; the reason where one is gone for good."""

    at: Place
    entries: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Catalogue:
    """All services, and the addresses that were published of them, if those are recorded.

    `unread` are the names of policies whose data could not be read; `has_unread_changes` says
    that a change could not be.
    """

    at: Place
    services: tuple[Service, ...]
    policies: Mapping[str, Policy]
    lock: Lock | None = None
    unread: frozenset[str] = frozenset()
    has_unread_changes: bool = False

    def is_as(self, other: Catalogue) -> bool:
        """Whether all that is in it is in another one, the very same objects."""
        return (
            len(self.services) == len(other.services)
            and all(map(is_, self.services, other.services))
            and self.lock is other.lock
            and self.unread == other.unread
            and self.has_unread_changes == other.has_unread_changes
        )

    def service(self, id: str) -> Service:  # noqa: A002 - the field's own name
        """The service of that id, which must exist."""
        return self._services_by_id[id]

    @cached_property
    def _services_by_id(self) -> Mapping[str, Service]:
        return {service.id: service for service in self.services}

    @cached_property
    def known(self) -> Collection[str]:
        """The names of all policies, of those too whose data could not be read."""
        return dict.fromkeys((*self.policies, *sorted(self.unread))).keys()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each policy by its names in lower case, those that it had before too."""
        former = {name.lower(): now for name, now in self.former.items()}
        return {**former, **{name.lower(): name for name in self.policies}}

    @cached_property
    def former(self) -> Mapping[str, str]:
        """The name of each policy by the names that it had before."""
        policies = self.policies.values()
        return {name: policy.name for policy in policies for name in policy.formerly}

    @cached_property
    def gone(self) -> Collection[str]:
        """The names of policies that are gone, with a service that stands in for each."""
        aliases = (alias.text for service in self.services for alias in service.aliases)
        return {text.partition("/")[2] for text in aliases if "/" in text} - {*self.known}

    @cached_property
    def recorded(self) -> Collection[str]:
        """The names of policies whose pages were published, as far as that is recorded."""
        pages = (text.split("/") for text, _ in (self.lock.entries if self.lock else ()))
        return {parts[2] for parts in pages if len(parts) == 4 and not parts[3]}

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes of all services, newest first."""
        found = [change for service in self.services for change in service.changes]
        return tuple(sorted(found, key=lambda change: change.date, reverse=True))

    @cached_property
    def _changes_by_policy(self) -> Mapping[str, tuple[Change, ...]]:
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            names = (ref.name for update in change.updates for ref in update.policies)
            for name in dict.fromkeys(names):
                found.setdefault(name, []).append(change)
        return {name: tuple(changes) for name, changes in found.items()}

    def changes_of(self, name: str) -> tuple[Change, ...]:
        """The changes that name a policy, newest first."""
        return self._changes_by_policy.get(name, ())
