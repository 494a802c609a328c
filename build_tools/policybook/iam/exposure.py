"""What a statement allows without a limit: everything, whole services, actions on any resource."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial

from policybook.iam.actions import AccessLevel, changes, details, known, matched
from policybook.iam.conditions import Comparison, Kind, comparisons
from policybook.iam.pattern import covers, is_wildcard, prefix
from policybook.iam.reach import (
    includes,
    is_everything,
    takes_all,
    takes_all_of_a_type,
)
from policybook.iam.servicedata import Action
from policybook.model import Effect, Statement
from policybook.problem import Place

DATA: Mapping[str, str] = {
    "codecommit:GitPull": "the source code of every repository",
    "dynamodb:BatchGetItem": "the items of every table",
    "dynamodb:GetItem": "the items of every table",
    "dynamodb:PartiQLSelect": "the items of every table",
    "dynamodb:Query": "the items of every table",
    "dynamodb:Scan": "the items of every table",
    "ebs:GetSnapshotBlock": "the data of every snapshot",
    "ec2:GetPasswordData": "the administrator password of every Windows instance",
    "kinesis:GetRecords": "the records of every stream",
    "kms:Decrypt": "what every key has encrypted",
    "lambda:GetFunction": "the code and the environment of every function",
    "rds-db:connect": "what is in every database that takes IAM users",
    "redshift:GetClusterCredentials": "what is in every cluster, with a password for it",
    "s3:GetObject": "the objects of every bucket",
    "s3:GetObjectVersion": "the objects of every bucket",
    "secretsmanager:GetSecretValue": "every secret",
    "sqs:ReceiveMessage": "the messages of every queue",
    "ssm:GetParameter": "every parameter, secrets among them",
    "ssm:GetParameterHistory": "every parameter, secrets among them",
    "ssm:GetParameters": "every parameter, secrets among them",
    "ssm:GetParametersByPath": "every parameter, secrets among them",
    "sts:AssumeRole": "what every role that trusts this account may read",
}
"""Actions that lead to data or secrets, and to what they lead if no resource is named."""

_OWN = frozenset(("iam:PassRole", "iam:CreateServiceLinkedRole", *DATA))
"""Actions that are looked at for what they do, whatever their access level is."""


def is_full(statement: Statement) -> bool:
    """Whether a statement allows everything on everything."""
    return (
        statement.effect is Effect.ALLOW
        and any(map(is_everything, statement.resources))
        and any(map(is_every_action, statement.actions))
    )


def is_every_action(pattern: str) -> bool:
    """Whether a pattern matches every action of every service."""
    return not pattern.strip("*:") and pattern.count(":") < 2


def whole_services(statement: Statement) -> list[tuple[Place, str]]:
    """The patterns of all actions of a service that a statement allows on any resource."""
    if statement.effect is not Effect.ALLOW or is_full(statement):
        return []
    return [*statement.each("Action", where=partial(_is_whole, statement.resources))]


def open_actions(statement: Statement, level: AccessLevel) -> list[tuple[Place, str]]:
    """The action patterns of an access level that a statement allows on any resource.

    Actions count that could be limited to resources, where there is no condition. Left out is what
    `is_full`, `whole_services`, DATA and rules of their own tell of.
    """
    if not _is_unlimited(statement):
        return []

    def is_open(pattern: str) -> bool:
        return not _is_whole(statement.resources, pattern) and any(
            takes_all(action, statement.resources) for action in limitable(pattern, level)
        )

    return [*statement.each("Action", where=is_open)]


def open_data(statement: Statement) -> list[tuple[Place, str]]:
    """The action patterns that lead to DATA of any resource, where there is no condition.

    Left out is what `is_full` and `whole_services` tell of.
    """
    if not _is_unlimited(statement):
        return []

    def is_open(pattern: str) -> bool:
        return not _is_whole(statement.resources, pattern) and any(
            takes_all_of_a_type(action, statement.resources) for action in leading(pattern)
        )

    return [*statement.each("Action", where=is_open)]


def data_of(pattern: str) -> str:
    """To what of DATA the first action leads that a pattern matches."""
    return DATA[leading(pattern)[0].name]


def open_role_action(
    statement: Statement, action: str, roles: str, key: str
) -> tuple[Place, str] | None:
    """Where and how a statement allows an action on all the roles; None where it does not.

    A condition that names values of the key is a limit.
    """
    if (
        statement.effect is not Effect.ALLOW
        or is_full(statement)
        or not any(includes(resource, roles) for resource in statement.resources)
        or any(_limits(comparison, key) for comparison in comparisons(statement))
    ):
        return None
    return next(statement.each("Action", where=lambda pattern: covers(pattern, action)), None)


def _limits(comparison: Comparison, key: str) -> bool:
    by = comparison.by
    return (
        comparison.key.lower() == key.lower()
        and by is not None
        and by.kind in (Kind.STRING, Kind.ARN)
        and not by.is_negated
        and not any(map(is_everything, comparison.values))
    )


def _is_unlimited(statement: Statement) -> bool:
    is_allowing = statement.effect is Effect.ALLOW and not statement.condition
    return is_allowing and not is_full(statement)


def is_whole_service(pattern: str) -> bool:
    """Whether a pattern matches every action of its services."""
    return not pattern.partition(":")[2].strip("*")


def _is_whole(resources: tuple[str, ...], pattern: str) -> bool:
    """Whether a pattern is of all actions of a service, and the resources are whatever it has."""
    if not is_whole_service(pattern):
        return False
    if any(map(is_everything, resources)):
        return True
    found = () if is_wildcard(prefix(pattern)) else matched(pattern)
    return any(takes_all_of_a_type(action, resources) for action in found)


@lru_cache(maxsize=16384)
def limitable(pattern: str, level: AccessLevel) -> tuple[Action, ...]:
    """The actions of a level that a pattern matches and that can be limited to resources."""
    return tuple(
        action
        for action in matched(pattern)
        if action.level is level and action.resource_types
        if changes(action.name) and action.name not in _OWN
    )


@lru_cache(maxsize=16384)
def leading(pattern: str) -> tuple[Action, ...]:
    """The actions of DATA that a pattern matches."""
    named = DATA if is_wildcard(pattern) else {known(pattern)} & DATA.keys()
    found = (details(action) for action in named if action and covers(pattern, action))
    return tuple(action for action in found if action)
