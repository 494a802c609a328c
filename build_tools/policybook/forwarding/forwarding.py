"""Leads addresses on to where readers now find what they stood for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from policybook import addresses
from policybook.addresses import Address
from policybook.forwarding import reading
from policybook.forwarding.aliases import Claim, Kind, Named, claims, former_places
from policybook.forwarding.reading import Row, Section
from policybook.forwarding.rows import Rows
from policybook.model import Catalogue, Change, Policy, Service


@dataclass(frozen=True)
class Forwarding:
    """Leads addresses on, as a catalogue says."""

    catalogue: Catalogue

    def lead(self, address: Address) -> Address | None:
        """Where an address leads: to itself while it is there, and nowhere (None) if it is lost.

        What is part of something that has another name or place now, and is not there, leads to
        the whole of it. Of something that is where it was every part has to be found.
        """
        if self.has(address):
            return address
        match address.page.split("/"):
            case ["updates", *volume, ""] if not volume or reading.is_volume(volume):
                return self._among_updates(address.anchor)
            case [service, ""]:
                return self._on_service(service, address.anchor)
            case [service, "updates", *volume, ""] if reading.is_volume(volume):
                return self._in_volume(service, address.anchor)
            case [service, name, ""]:
                return self._on_policy(service, name, address.anchor)
        return None

    def has(self, address: Address) -> bool:
        """Whether an address is one of the site as it is."""
        anchors = self._pages.get(address.page)
        return anchors is not None and (not address.anchor or address.anchor in anchors)

    @cached_property
    def former(self) -> Mapping[Address, Address]:
        """Every address that is there no more and still leads somewhere, and where to.

        These are addresses that were published, as far as that is recorded, and those that
        aliases speak of.
        """
        lock = self.catalogue.lock
        recorded = [
            Address.parse(text) for text, gone in (lock.entries if lock else ()) if not gone
        ]
        known = dict.fromkeys((*recorded, *self._spoken_of()))
        return {
            address: target
            for address in known
            if not self.has(address) and (target := self.lead(address))
        }

    @cached_property
    def _pages(self) -> Mapping[str, frozenset[str]]:
        return {page: frozenset(anchors()) for page, anchors in addresses.pages(self.catalogue)}

    @cached_property
    def _claims(self) -> Mapping[Named, Claim]:
        found: dict[Named, Claim] = {}
        for claim in claims(self.catalogue):
            found.setdefault(claim.named, claim)
        return found

    @cached_property
    def services(self) -> Mapping[str, Service]:
        """Services by their ids, those that they had before too."""
        former = {
            name: claim.owner
            for (kind, name), claim in self._claims.items()
            if kind is Kind.SERVICE and isinstance(claim.owner, Service)
        }
        return {**former, **{service.id: service for service in self.catalogue.services}}

    @cached_property
    def _changes(self) -> Mapping[str, Change | Service]:
        """Changes by SERVICE#ID; a service where it stands in for one that is gone."""
        former = {
            name: claim.owner
            for (kind, name), claim in self._claims.items()
            if kind is Kind.CHANGE and not isinstance(claim.owner, Policy)
        }
        return {**former, **{f"{c.service}#{c.id}": c for c in self.catalogue.changes}}

    @cached_property
    def _tops(self) -> Mapping[str, tuple[str, str]]:
        """The anchors of the page of each service, and of the update history there."""
        catalogue = self.catalogue
        return {
            service.id: (
                addresses.page_anchor(service, catalogue),
                addresses.updates_anchor(service, catalogue),
            )
            for service in catalogue.services
        }

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.catalogue)

    def now(self, service: str) -> str:
        """The id that a service has now."""
        return self.services[service].id if service in self.services else service

    def _change(self, service: str, name: str) -> Change | Service | None:
        wholes = (f"{service}#{name}", f"{self.now(service)}#{name}")
        return next((self._changes[whole] for whole in wholes if whole in self._changes), None)

    def _owner(self, service: str, name: str) -> Policy | Service | None:
        """What readers now find in the place of a policy that had a name in a service."""
        for whole in (f"{service}/{name}", f"{self.now(service)}/{name}", name):
            claim = self._claims.get((Kind.POLICY, whole))
            if claim and not isinstance(claim.owner, Change):
                return claim.owner
        # One that is gone is so wherever it was shown.
        return None if name in self.catalogue.policies else self._stand_ins.get(name)

    @cached_property
    def _stand_ins(self) -> Mapping[str, Service]:
        """The services that stand in for policies, by the names of these."""
        return {
            name.partition("/")[2]: claim.owner
            for (kind, name), claim in self._claims.items()
            if kind is Kind.POLICY and isinstance(claim.owner, Service)
        }

    def _grouping(self, policy: Policy, name: str, key: str) -> tuple[Policy, str] | None:
        """The policy and the key of the grouping that had a key; no key for all of a policy."""
        if self.has(Address(addresses.policy_page(policy), f"{addresses.PERMISSIONS}:{key}")):
            return policy, key
        for known in (name, policy.name):
            claim = self._claims.get((Kind.GROUPING, f"{known}#{key}"))
            if claim and isinstance(claim.owner, Policy):
                return claim.owner, claim.key
        return None

    def _among_updates(self, anchor: str) -> Address | None:
        if anchor in ("", "updates"):
            return Address(addresses.UPDATES, anchor)
        row = reading.updates_anchor(anchor)
        found = self._change(row.service, row.change) if row else None
        if isinstance(found, Change):
            return self._rows.of_all(found)
        return Address(addresses.UPDATES) if found else None

    def _on_service(self, name: str, anchor: str) -> Address | None:
        service = self.services.get(name)
        if not anchor:
            return Address(addresses.service_page(service.id)) if service else None
        match reading.service_anchor(anchor):
            case Row(""):
                return self._row(service) if service else None
            case Row(change):
                found = self._change(name, change)
                return self._row(found) if found else None
            case Section(""):
                return self._top(service) if service else None
            case Section(policy, part):
                return self._section(service, name, policy, part)
        return None

    def _in_volume(self, name: str, anchor: str) -> Address | None:
        """A part of a page that keeps a year or a month of the history of a service."""
        service = self.services.get(name)
        if not anchor:
            return self._row(service) if service else None
        is_row = isinstance(reading.service_anchor(anchor), Row)
        return self._on_service(name, anchor) if is_row else None

    def _row(self, change: Change | Service) -> Address:
        """A change on the page of its service that keeps it, or all of the changes there."""
        if isinstance(change, Change):
            return self._rows.of_service(change)
        _, anchor = self._tops[change.id]
        return Address(addresses.service_page(change.id), anchor)

    def _top(self, service: Service) -> Address:
        anchor, _ = self._tops[service.id]
        return Address(addresses.service_page(service.id), anchor)

    def _shows(self, service: Service, policy: Policy) -> bool:
        page = addresses.service_page(service.id)
        return self.has(Address(page, addresses.policy_anchor(policy)))

    def _section(self, service: Service | None, at: str, name: str, part: str) -> Address | None:
        """A part of a policy's section on a page that was at `at` and is a service's now."""
        own = self.catalogue.policies.get(name)
        is_own = own is not None and service is not None and self._shows(service, own)
        policy = own if is_own else self._owner(at, name)
        if isinstance(policy, Service):
            return self._top(policy)
        if policy is None:
            return None
        if part and not part.startswith(":"):
            found = self._grouping(policy, name, part)
            if found is None and is_own:
                return None
            policy, part = found or (policy, "")
        shows = service is not None and self._shows(service, policy)
        page = addresses.service_page(service.id if service and shows else policy.service)
        section = addresses.policy_anchor(policy)
        exact = Address(page, f"{section}:{part}" if part else section)
        if self.has(exact):
            return exact
        return None if is_own else Address(page, section)

    def _on_policy(self, service: str, name: str, anchor: str) -> Address | None:
        own = self.catalogue.policies.get(name)
        is_own = own is not None and self.now(service) == own.service
        policy = own if is_own else self._owner(service, name)
        if isinstance(policy, Service):
            row = reading.policy_anchor(anchor)
            found = self._change(row.service, row.change) if isinstance(row, Row) else None
            return self._row(found) if found else Address(addresses.service_page(policy.id))
        if policy is None:
            return None
        exact = self._part(policy, name, anchor)
        if exact and self.has(exact):
            return exact
        return None if is_own else Address(addresses.policy_page(policy))

    def _part(self, policy: Policy, name: str, anchor: str) -> Address | None:
        """Where a part of a policy's page should be that stood there under `name`."""
        page = addresses.policy_page(policy)
        match reading.policy_anchor(anchor):
            case Row(change, service):
                return self._in_history(policy, service, change)
            case Section(part=key) if key:
                found = self._grouping(policy, name, key)
                if found is None:
                    return None
                owner, now = found
                page, part = addresses.policy_page(owner), addresses.PERMISSIONS
                return Address(page, f"{part}:{now}" if now else part)
        if anchor in {f"{start}-{name}" for start in reading.STARTS}:
            return Address(page, addresses.policy_anchor(policy))
        return Address(page, anchor)

    def _in_history(self, policy: Policy, service: str, name: str) -> Address | None:
        """A change in the history of a policy, or else on the page of its service."""
        found = self._change(service, name)
        if not isinstance(found, Change):
            return self._row(found) if found else None
        section = addresses.history_section(found.service)
        here = Address(addresses.policy_page(policy), addresses.change_anchor(found, section))
        return here if self.has(here) else self._row(found)

    def _spoken_of(self) -> Iterator[Address]:
        """The pages and sections that aliases speak of, whether they were published or not."""
        for claim in self._claims.values():
            kind, name = claim.named
            if kind is Kind.CHANGE:
                of, _, old = name.partition("#")
                service = self.services.get(of)
                if service:
                    _, updates = self._tops[service.id]
                    anchor = addresses.part_anchor(updates, old)
                    yield Address(addresses.service_page(service.id), anchor)
            elif isinstance(claim.owner, Policy):
                yield from former_places(claim.owner, kind, name)
            else:
                yield Address(f"{name}/")
