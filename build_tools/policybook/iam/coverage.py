"""Which part of a document its groupings explain."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from policybook.iam.pattern import covered, is_wildcard, prefix
from policybook.model import Document, Effect, Grouping, Policy, Statement


@dataclass(frozen=True, slots=True)
class Grant:
    """One action pattern of one statement: what a grouping explains."""

    statement: int
    action: str


def listed(document: Document, prefixes: Collection[str]) -> Iterator[Grant]:
    """The grants that a list of the operations of these services names."""
    for statement in document.statements:
        if statement.effect is Effect.ALLOW:
            for action in statement.actions:
                if prefix(action) in prefixes and not is_wildcard(action):
                    yield Grant(statement.number, action)


def patterns(statement: Statement) -> tuple[str, ...]:
    """The action patterns that a statement names, whether it grants them or all but them."""
    return statement.actions or statement.not_actions


def grants(document: Document) -> tuple[Grant, ...]:
    """All that there is to explain in a document, each once, in its order."""
    named = (
        Grant(statement.number, action)
        for statement in document.statements
        for action in patterns(statement)
    )
    return tuple(dict.fromkeys(named))


def unexplained(policy: Policy, document: Document, prefixes: Collection[str]) -> tuple[Grant, ...]:
    """The grants of a document that neither a grouping nor a list of operations explains.

    `prefixes` are those of the policy's service, whose operations it may list.
    """
    done = {grant for grouping in policy.groupings for grant in explained(grouping, document)}
    if policy.lists_operations:
        done.update(listed(document, prefixes))
    return tuple(grant for grant in grants(document) if grant not in done)


def explained(grouping: Grouping, document: Document) -> tuple[Grant, ...]:
    """The grants that a grouping explains."""
    return tuple(
        Grant(statement.number, action)
        for statement in document.statements
        for action in patterns(statement)
        if _names(grouping, statement, action)
    )


def _names(grouping: Grouping, statement: Statement, action: str) -> bool:
    return (
        (statement.sid is not None and statement.sid in grouping.sids)
        or prefix(action) in (service.lower() for service in grouping.services)
        or covered(action, grouping.actions)
    )
