"""What tells a page from what it would be if anything that it is made from were different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

from policybook.digest import digest
from policybook.model import Catalogue, Change, Policy, Service
from policybook.render.page import Element, Page
from policybook.render.settings import Settings


@dataclass(frozen=True)
class Keys:
    """The keys of the pages that one catalogue makes."""

    catalogue: Catalogue
    settings: Settings

    def key(self, page: Page) -> str:
        """The key of a page: equal keys mean equal pages, as long as the code is the same."""
        head = (page.path, page.title, page.description, page.in_nav, page.source, page.feed)
        elements = dict.fromkeys(self._element(element) for element in page.of)
        return digest(self._around, repr(head), *elements)

    @cached_property
    def _around(self) -> str:
        """The digest of what any page may depend on: settings, and the names that lead somewhere."""
        names = (
            f"{policy.name} {policy.service} {policy.type}"
            for policy in self.catalogue.policies.values()
        )
        former = (f"{name} {now}" for name, now in self.catalogue.former.items())
        return digest(*decided(self.settings), *sorted(names), "former", *sorted(former))

    def _element(self, element: Element) -> str:
        match element:
            case Catalogue():
                return self._whole
            case Service():
                return self._services[element.id]
            case Policy():
                return self._policies[element.name]
            case Change():
                return _change(element)
        return element

    @cached_property
    def _policies(self) -> dict[str, str]:
        return {name: _policy(policy) for name, policy in self.catalogue.policies.items()}

    @cached_property
    def _services(self) -> dict[str, str]:
        return {service.id: _service(service) for service in self.catalogue.services}

    @cached_property
    def _whole(self) -> str:
        changes = (_change(change) for change in self.catalogue.changes)
        lock = self.catalogue.lock.at.origin.digest if self.catalogue.lock else ""
        return digest(*self._services.values(), *self._policies.values(), *changes, lock)


def decided(settings: Settings) -> Iterator[str]:
    """All that a site decides, as texts that are the same whenever it decides the same."""
    for field in fields(settings):
        value = getattr(settings, field.name)
        # Where data is edited is told by what it comes to.
        yield f"{field.name} {value('SERVICE/POLICY/FILE') if callable(value) else repr(value)}"


def _policy(policy: Policy) -> str:
    documents = (
        f"{version.label} {version.document.at.origin.digest}" for version in policy.versions
    )
    return digest("policy", policy.service, policy.name, policy.at.origin.digest, *documents)


def _service(service: Service) -> str:
    return digest("service", service.id, service.at.origin.digest, *service.shows)


def _change(change: Change) -> str:
    return digest("change", change.service, change.id, change.at.origin.digest)
