"""What tells a page from what it would be if anything that it is made from were different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from operator import is_
from typing import Any, NamedTuple

from policybook.cache import maker
from policybook.digest import digest
from policybook.model import Catalogue, Change, Policy, Service
from policybook.render.page import Element, Page
from policybook.render.settings import Settings


class _Keyed(NamedTuple):
    """A key, and all that it was made from."""

    around: str
    head: tuple[Any, ...]
    of: tuple[Element, ...]
    key: str

    def is_of(self, around: str, head: tuple[Any, ...], of: tuple[Element, ...]) -> bool:
        """Whether it is made from the very same objects."""
        return (
            self.around == around
            and self.head == head
            and len(self.of) == len(of)
            and all(map(is_, self.of, of))
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known from the keys of one catalogue, for those of the next.

    `elements` are digests by the identity of their elements, with these, so that they stay what
    they are; `pages` are keys by the paths of their pages.
    """

    elements: dict[int, tuple[Element, str]] = field(default_factory=dict)
    pages: dict[str, _Keyed] = field(default_factory=dict)


@dataclass(frozen=True)
class Keys:
    """The keys of the pages that one catalogue makes.

    What is known from those `before` serves as far as this one has the same elements.
    """

    catalogue: Catalogue
    settings: Settings
    before: Known = field(default_factory=Known, repr=False)
    known: Known = field(default_factory=Known, repr=False)

    def key(self, page: Page) -> str:
        """The key of a page: equal keys mean equal pages."""
        head = (
            page.path,
            page.title,
            page.description,
            page.in_nav,
            page.listed,
            page.source,
            page.feed,
            page.moved_to,
        )
        keyed = self.before.pages.get(page.path)
        if keyed is None or not keyed.is_of(self._around, head, page.of):
            of = digest(" ".join(map(self._element, page.of)))
            keyed = _Keyed(self._around, head, page.of, digest(self._around, repr(head), of))
        self.known.pages[page.path] = keyed
        return keyed.key

    @cached_property
    def _around(self) -> str:
        """The digest of what any page may depend on: the code, settings, names that lead somewhere."""
        names = (
            f"{policy.name} {policy.service} {policy.type}"
            for policy in self.catalogue.policies.values()
        )
        former = (f"{name} {now}" for name, now in self.catalogue.former.items())
        return digest(maker(), *decided(self.settings), *sorted(names), "former", *sorted(former))

    def _element(self, element: Element) -> str:
        if isinstance(element, str):
            return digest(element)
        known = self.known.elements
        if id(element) not in known:
            before = self.before.elements.get(id(element))
            known[id(element)] = before or (element, _digest(element))
        return known[id(element)][1]


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
