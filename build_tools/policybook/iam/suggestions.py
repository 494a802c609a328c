"""What a writer probably meant by an action, a service or a condition operator that is none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from policybook.iam import actions
from policybook.iam.conditions import Kind
from policybook.iam.elements import OPERATORS
from policybook.iam.pattern import prefix
from policybook.words import closest

_COMPANY = re.compile(r"^(?:amazon|aws) +", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]+")
_GAPS = re.compile(r"[^a-z0-9]")
_SET = re.compile(r"for(all|any)(?:values?)?")
_IF_EXISTS = re.compile(r"ifexists?")
_LONGEST_OPERATOR = 80


def action_for(action: str) -> str | None:
    """The action that was probably meant: of the same service, or the only one of that name."""
    service, _, operation = action.partition(":")
    known = actions.operations(prefix(action))
    name = closest(operation, known.values())
    if name:
        return f"{service.lower()}:{name}"
    owner = _only_owner(operation)
    return actions.known(f"{owner}:{operation}") if owner else None


def service_for(action: str) -> str | None:
    """The prefix of the service that was probably meant.

    The one whose name or initials these are, the prefix that comes closest, or the only service
    with such an operation.
    """
    service, _, operation = action.partition(":")
    return (
        _by_name().get(_GAPS.sub("", service.lower()))
        or closest(service, _alike(service, actions.services()))
        or closest(service, _alike(service, _owners().get(operation.lower(), ())), cutoff=0.5)
        or _only_owner(operation)
    )


def operator_for(text: str) -> tuple[str, bool]:
    """A condition operator to use instead of a text, and whether it was probably meant.

    It negates if the text does, and has the set operator and the `IfExists` of the text.
    """
    folded = _GAPS.sub("", text[:_LONGEST_OPERATOR].lower())
    name, is_meant = _operator_named(_IF_EXISTS.sub("", _SET.sub("", folded)))
    quantifier = {"all": "ForAllValues:", "any": "ForAnyValue:"}
    before = quantifier[found.group(1)] if (found := _SET.search(folded)) else ""
    after = "IfExists" if _IF_EXISTS.search(folded) and name != Kind.NULL else ""
    return before + name + after, is_meant


def _operator_named(folded: str) -> tuple[str, bool]:
    named = next((kind for kind in Kind if kind.lower() in folded), None)
    kind = named or Kind.STRING
    of_kind = [name for name in sorted(OPERATORS) if kind in name]
    fitting = [name for name in of_kind if ("Not" in name) == ("not" in folded)] or of_kind
    if not named:
        found = closest(f"{kind}{folded}", fitting, cutoff=0.9) or closest(folded, OPERATORS)
    elif len(fitting) == 1:
        found = fitting[0]
    else:
        found = closest(folded, fitting)
    return found or fitting[0], found is not None


def _alike(service: str, known: Iterable[str]) -> list[str]:
    return [other for other in known if other[0] == service[:1].lower()]


def _only_owner(operation: str) -> str | None:
    """The only service with an operation, if its name has words enough to say whose it is."""
    owners = _owners().get(operation.lower(), ())
    return owners[0] if len(owners) == 1 and len(_WORD.findall(operation)) > 2 else None


@cache
def _owners() -> Mapping[str, list[str]]:
    """The services that have an operation, by its name in lower case."""
    found: dict[str, list[str]] = defaultdict(list)
    for service in actions.services():
        for operation in actions.operations(service):
            found[operation].append(service)
    return dict(found)


@cache
def _by_name() -> Mapping[str, str]:
    """The service prefixes by the name of the service or its initials, as in `stepfunctions`."""
    names: dict[str, set[str]] = defaultdict(set)
    for service, name in actions.services().items():
        words = _COMPANY.sub("", name).lower().split()
        for short in ("".join(words), "".join(word[0] for word in words)):
            names[_GAPS.sub("", short)].add(service)
    return {name: next(iter(known)) for name, known in names.items() if len(known) == 1}
