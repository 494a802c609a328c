from collections.abc import Iterator

from policybook.iam.exposure import open_role_action
from policybook.iam.pattern import covers
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.traits import an_action

_ACTION = "iam:CreateServiceLinkedRole"
_LINKED_ROLES = "arn:aws:iam::*:role/aws-service-role/*"


@rule(
    "linked-role-wildcard",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="CREATE_SLR_WITH_STAR_IN_RESOURCE",
    given=an_action(lambda pattern: covers(pattern, _ACTION)),
)
def linked_role_wildcard(statement: Statement, _: Context) -> Iterator[Finding]:
    """`iam:CreateServiceLinkedRole` is allowed for named services.

    Else it lets every service into the account that brings a role of its own (IAM User Guide:
    create a service-linked role). The condition key `iam:AWSServiceName` limits the services, and
    so does the ARN of a role.
    """
    found = open_role_action(statement, _ACTION, _LINKED_ROLES, "iam:AWSServiceName")
    if found:
        place, written = found
        by = "" if written.lower() == _ACTION.lower() else f", `{_ACTION}` among it,"
        message = (
            f"`{written}`{by} is allowed for every service: "
            "add a condition on `iam:AWSServiceName`, or name the role"
        )
        yield Finding(place, message)
