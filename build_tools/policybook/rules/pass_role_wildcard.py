from collections.abc import Iterator

from policybook.iam.exposure import open_role_action
from policybook.iam.pattern import covers
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.traits import an_action

_ACTION = "iam:PassRole"
_ROLES = "arn:aws:iam::*:role/*"


@rule(
    "pass-role-wildcard",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="PASS_ROLE_WITH_STAR_IN_RESOURCE",
    given=an_action(lambda pattern: covers(pattern, _ACTION)),
)
def pass_role_wildcard(statement: Statement, _: Context) -> Iterator[Finding]:
    """`iam:PassRole` is allowed for named roles, or to named services.

    Whoever can pass any role to any service can have it do whatever the strongest role may (IAM
    User Guide: grant a user permissions to pass a role to an AWS service). The condition key
    `iam:PassedToService` limits the services.
    """
    found = open_role_action(statement, _ACTION, _ROLES, "iam:PassedToService")
    if found:
        place, action = found
        by = "" if action.lower() == _ACTION.lower() else f", `{_ACTION}` among it,"
        message = (
            f"`{action}`{by} is allowed for every role: name the roles, "
            "or add a condition on `iam:PassedToService`"
        )
        yield Finding(place, message)
