"""Where the rows of changes are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from policybook import addresses
from policybook.addresses import Address
from policybook.model import Catalogue, Change


@dataclass(frozen=True)
class Rows:
    """The rows of the changes of a catalogue: on the pages of their services, and among all."""

    catalogue: Catalogue

    def of_service(self, change: Change) -> Address:
        """The row of a change in the history of its service."""
        page, section = self._of_service[change.service, change.id]
        return Address(page, addresses.change_anchor(change, section))

    def of_all(self, change: Change) -> Address:
        """The row of a change among the updates of all services."""
        section = addresses.updates_section(change.service)
        page = self._of_all[change.service, change.id]
        return Address(page, addresses.change_anchor(change, section))

    @cached_property
    def _of_service(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        return {
            (service.id, change.id): (page, section)
            for service in self.catalogue.services
            for section in (addresses.updates_anchor(service, self.catalogue),)
            for page, changes in addresses.service_updates(service).items()
            for change in changes
        }

    @cached_property
    def _of_all(self) -> Mapping[tuple[str, str], str]:
        return {
            (change.service, change.id): page
            for page, changes in addresses.updates_pages(self.catalogue).items()
            for change in changes
        }
