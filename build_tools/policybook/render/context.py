"""What every page builder needs to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from policybook import addresses
from policybook.forwarding.rows import Rows
from policybook.model import Catalogue, Policy, Service
from policybook.render.settings import Settings

_IN_NAV = 30
"""How many services the navigation lists at most: every page has all of it."""


@dataclass(frozen=True)
class Context:
    """The catalogue that is published, and how."""

    catalogue: Catalogue
    settings: Settings

    @cached_property
    def rows(self) -> Rows:
        """Where the row of each change is."""
        return Rows(self.catalogue)

    @property
    def lists_services(self) -> bool:
        """Whether the navigation lists the services."""
        return len(self.catalogue.services) <= _IN_NAV

    def is_index(self, service: Service) -> bool:
        """Whether the page of a service has so many policies that it only leads to theirs."""
        return len(addresses.shown(service, self.catalogue)) > self.settings.policies_per_page

    def policy_target(self, name: str, on: Service | None = None) -> str | None:
        """Where the name of a policy leads: to its section on that page, or to its own page.

        A name that it had before leads there too. An index has rows instead of sections.
        """
        policies = self.catalogue.policies
        policy = policies.get(name) or policies.get(self.catalogue.former.get(name, ""))
        if policy is None:
            return None
        if on and policy.name in on.shows and not self.is_index(on):
            page = addresses.service_page(on.id)
            return addresses.to(page, addresses.policy_anchor(policy))
        return addresses.to(addresses.policy_page(policy))

    def data_url(self, policy: Policy, file: str) -> str | None:
        """Where a file of a policy is edited, if that is known."""
        edit = self.settings.edit_url
        return edit(f"{policy.service}/{policy.name}/{file}") if edit else None

    def linker(
        self, on: Service | None = None, but: str | None = None
    ) -> Callable[[str], str | None]:
        """`policy_target` for a page, with one policy, the page's own, left unlinked."""

        def target(name: str) -> str | None:
            is_own = but in (name, self.catalogue.former.get(name, name))
            return None if is_own else self.policy_target(name, on)

        return target
