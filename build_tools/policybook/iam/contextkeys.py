"""Which condition keys there are: the global ones, and those of each service."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from policybook.iam import glob
from policybook.iam.globalkeys import global_keys
from policybook.iam.pattern import is_wildcard, prefix
from policybook.iam.servicedata import ConditionKey, condition_keys, services
from policybook.model import Statement

_GLOBAL = ""
_ANY = "*"


@lru_cache(maxsize=16384)
def key_of(service: str, key: str) -> ConditionKey | None:
    """The condition key of a service that a text names; None where it names none.

    Upper and lower case do not count (IAM User Guide: IAM JSON policy elements, Condition).
    """
    folded = key.lower()
    if folded in _keys(service):
        return _keys(service)[folded]
    open_keys = ((pattern, found) for pattern, found in _open_keys(service) if folded[-1:] != "/")
    return next((found for pattern, found in open_keys if glob.covers(pattern, folded)), None)


def global_key(key: str) -> ConditionKey | None:
    """The global condition key that a text names; None where it names none."""
    return key_of(_GLOBAL, key)


def known_key(key: str) -> ConditionKey | None:
    """The condition key that a text names, of whatever service; None where there is none."""
    return global_key(key) or key_of(_ANY, key)


def keys_for(statement: Statement, key: str) -> tuple[ConditionKey, ...]:
    """What a statement's condition key is, by the services of its actions that have it.

    Where none has it, whatever service does decides.
    """
    if found := global_key(key):
        return (found,)
    own = (key_of(service, key) for service in sorted(services_of(statement)))
    return (*filter(None, own),) or (*filter(None, [known_key(key)]),)


def has_one_value(statement: Statement, key: str) -> bool:
    """Whether a statement's condition key surely has no more than one value in a request."""
    found = keys_for(statement, key)
    return bool(found) and not any(one.is_multivalued for one in found)


def has_several_values(statement: Statement, key: str) -> bool:
    """Whether a statement's condition key surely may have several values in a request."""
    found = keys_for(statement, key)
    return bool(found) and all(one.is_multivalued for one in found)


def services_of(statement: Statement) -> frozenset[str]:
    """The prefixes of the actions that a statement names, wildcards among them."""
    return frozenset(map(prefix, (*statement.actions, *statement.not_actions)))


def key_names(service: str) -> list[str]:
    """The names of the global condition keys and of those of a service."""
    return [found.name for of in (_GLOBAL, service) for found in _keys(of).values()]


@cache
def _keys(service: str) -> Mapping[str, ConditionKey]:
    if service == _GLOBAL:
        return global_keys()
    if service == _ANY:
        return {key: found for name in services() for key, found in condition_keys(name).items()}
    return condition_keys(service)


@cache
def _open_keys(service: str) -> tuple[tuple[str, ConditionKey], ...]:
    """The condition keys that have something variable in them, such as the key of a tag."""
    return tuple((pattern, key) for pattern, key in _keys(service).items() if is_wildcard(pattern))
