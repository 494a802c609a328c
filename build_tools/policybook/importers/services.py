"""Which service a policy belongs to: one rule, with a file for what it cannot know.

1. What a file of services says by the name of the policy: the longest name or pattern that fits.
2. The service that the name of the policy begins with, after Amazon or AWS, the longest that fits.
   The name of a customer managed policy has to be borne out by what it grants.
3. The service with more than half of the action patterns that the policy allows, unless it is
   made for a job and not for a service (its path is /job-function/).
4. Several services.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from policybook.iam import glob
from policybook.iam.compare import allowed
from policybook.iam.pattern import prefix
from policybook.iam.servicedata import services
from policybook.importers.collection import FoundPolicy
from policybook.importers.servicesfile import Entries, Entry
from policybook.model import Catalogue, Document, PolicyType
from policybook.scaffold.words import short_name

_JOB = "/job-function/"
_VENDOR = re.compile(
    r"(?:Amazon|AWS|Aws|aws)?[-_]?(?:ServiceRole(?:Policy)?For)?(?:Amazon|AWS)?[-_]?"
)
_BRACKETS = re.compile(r" \(([^)]*)\)")
_GENERIC = re.compile(r"^(?:Amazon|AWS) | (?:Service|service|Tool)$")


@dataclass(frozen=True, slots=True)
class Home:
    """A service as its new service.yaml says it; of one that is there only the id counts."""

    id: str
    name: str
    short_name: str
    prefixes: tuple[str, ...] = ()

    @classmethod
    def at(cls, service: str) -> Self:
        """A service that is there."""
        return cls(service, service, service)


SEVERAL = Home("several-services", "Several services", "Several services")


@dataclass(frozen=True)
class Directory:
    """The services that policies can belong to. `layers` are files of services, the first wins."""

    layers: tuple[Entries, ...]

    def home_of(self, policy: FoundPolicy, document: Document) -> Home:
        """The service of a policy, by the document that is in force."""
        grants = Counter(self.owners.get(p, p) for p in map(prefix, allowed(document)))
        found = self._listed(policy.name) or self._named(policy, grants)
        return self.home(self._now(found)) if found else self._granted(policy, grants)

    def home(self, service: str) -> Home:
        """What there is to say of a service."""
        entries = [layer[service] for layer in self.layers if service in layer]
        name = next((e.name for e in entries if e.name), services().get(service, service))
        short = next((e.short_name for e in entries if e.short_name), short_name(name))
        own = (service,) if service in services() else ()
        prefixes = next((e.prefixes for e in entries if e.prefixes is not None), own)
        return Home(service, name, short, prefixes)

    def _now(self, service: str) -> str:
        """The service that has the prefixes of one which a later layer names."""
        prefixes = self.home(service).prefixes
        return self.owners.get(prefixes[0], service) if prefixes else service

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """The service that each prefix belongs to."""
        owners = {prefix: prefix for prefix in services()}
        for layer in reversed(self.layers):
            for service, entry in layer.items():
                owners |= dict.fromkeys(entry.prefixes or (), service)
        return owners

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The services that are called so, by their folded names and prefixes."""
        found: dict[str, dict[str, None]] = {}
        for own, name in services().items():
            for known in (own, *_names(name)):
                found.setdefault(_folded(known), {}).setdefault(self.owners[own])
        for layer in self.layers:
            for service, entry in layer.items():
                for known in (service, *_names(entry.name or "")):
                    found.setdefault(_folded(known), {}).setdefault(service)
        return {name: tuple(services) for name, services in found.items() if name}

    def _listed(self, name: str) -> str | None:
        """The service that a file names for the policy."""
        for layer in self.layers:
            fitting = [
                (len(pattern), service)
                for service, entry in layer.items()
                for pattern in entry.policies
                if glob.covers(pattern, name)
            ]
            if fitting:
                return max(fitting)[1]
        return None

    def _named(self, policy: FoundPolicy, grants: Counter[str]) -> str | None:
        """The service that the policy's own name begins with."""
        for beginning in _beginnings(policy.name):
            called = self.names.get(beginning, ())
            granted = [service for service in called if service in grants]
            if granted:
                return max(granted, key=lambda service: grants[service])
            if called and policy.type is PolicyType.AWS:
                return called[0]
        return None

    def _granted(self, policy: FoundPolicy, grants: Counter[str]) -> Home:
        """The service that most of what the policy allows belongs to."""
        whole = sum(grants.values())
        service, most = next(iter(grants.most_common(1)), ("", 0))
        is_job = policy.path == _JOB
        if is_job or 2 * most <= whole or service not in {*self.owners.values()}:
            return SEVERAL
        return self.home(service)


def layer_of(catalogue: Catalogue) -> Entries:
    """What a folder of services says itself of those in it."""
    return {
        service.id: Entry(service.name, service.short_name, service.prefixes)
        for service in catalogue.services
    }


def _names(name: str) -> Iterator[str]:
    """A name as people shorten it: without vendor, brackets and the word Service."""
    bare = _BRACKETS.sub("", name)
    yield from (bare, _GENERIC.sub("", bare), *_BRACKETS.findall(name))


def _beginnings(name: str) -> Iterator[str]:
    """What a name begins with, without vendor, in lower case, the longest first.

    A word is not cut: what follows is no lower-case letter.
    """
    stems = dict.fromkeys((name[match.end() :] if (match := _VENDOR.match(name)) else name, name))
    for stem in stems:
        marks = [mark for mark in stem if mark.isalnum()]
        for end in range(len(marks), 0, -1):
            if end == len(marks) or not marks[end].islower():
                yield "".join(marks[:end]).lower()


def _folded(name: str) -> str:
    return "".join(mark for mark in name if mark.isalnum()).lower()
