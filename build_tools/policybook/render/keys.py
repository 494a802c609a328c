"""What tells a page from what it would be if anything that it is made from were different."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property

from policybook.digest import digest
from policybook.model import Catalogue, Change, Policy, Service
from policybook.render.page import Element, Page
from policybook.render.settings import Settings

Known = dict[int, tuple[Service | Policy | Change, str]]
"""The digests of elements by their identity, with the elements, so that those stay what they are."""


@dataclass(frozen=True)
class Keys:
    """The keys of the pages that one catalogue makes.

    What is `known` serves the next catalogue too, as far as it has the same elements.
    """

    catalogue: Catalogue
    settings: Settings
    known: Known = field(default_factory=dict, repr=False)

    def key(self, page: Page) -> str:
        """The key of a page: equal keys mean equal pages, as long as the code is the same."""
        head = (
            page.path,
            page.title,
            page.description,
            page.in_nav,
            page.listed,
            page.source,
            page.feed,
        )
        return digest(self._around, repr(head), self._all(page.of))

    @cached_property
    def _around(self) -> str:
        """The digest of what any page may depend on: settings, and the names that lead somewhere."""
        names = (
            f"{policy.name} {policy.service} {policy.type}"
            for policy in self.catalogue.policies.values()
        )
        former = (f"{name} {now}" for name, now in self.catalogue.former.items())
        return digest(*decided(self.settings), *sorted(names), "former", *sorted(former))

    @cached_property
    def _whole(self) -> str:
        lock = self.catalogue.lock.at.origin.digest if self.catalogue.lock else ""
        policies = self.catalogue.policies.values()
        return self._all((*self.catalogue.services, *policies, *self.catalogue.changes, lock))

    def _all(self, elements: Iterable[Element]) -> str:
        return digest(" ".join(map(self._element, elements)))

    def _element(self, element: Element) -> str:
        if isinstance(element, Catalogue):
            return self._whole
        if isinstance(element, str):
            return digest(element)
        if id(element) not in self.known:
            self.known[id(element)] = (element, _digest(element))
        return self.known[id(element)][1]


def decided(settings: Settings) -> Iterator[str]:
    """All that a site decides, as texts that are the same whenever it decides the same."""
    for decision in fields(settings):
        match decision.name, getattr(settings, decision.name):
            case "edit_url", value if value:
                # Where data is edited is told by what it comes to.
                yield f"edit_url {value('SERVICE/POLICY/FILE')}"
            case "commands", value:
                # What commands say of themselves is part of the code.
                yield f"commands {value is not None}"
            case name, value:
                yield f"{name} {value!r}"


def _digest(element: Service | Policy | Change) -> str:
    match element:
        case Service(id=name, at=at):
            return digest("service", name, at.origin.digest, *element.shows)
        case Policy(service=service, name=name, at=at):
            versions = (f"{v.label} {v.document.at.origin.digest}" for v in element.versions)
            return digest("policy", service, name, at.origin.digest, *versions)
        case Change(service=service, id=name, at=at):
            return digest("change", service, name, at.origin.digest)
