from collections.abc import Iterator
from functools import partial

from policybook.iam.actions import AccessLevel
from policybook.iam.exposure import limitable, open_actions
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, at_first, rule
from policybook.traits import an_action


@rule(
    "writes-unconstrained",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=None,
    given=an_action(partial(limitable, level=AccessLevel.WRITE)),
)
def writes_unconstrained(statement: Statement, _: Context) -> Iterator[Finding]:
    """An action that writes is allowed on named resources, or under a condition.

    On `*` it changes or deletes whatever the service keeps in the account, other teams' resources
    among it (IAM User Guide: security best practices, grant least privilege). Actions that cannot
    be limited to resources are left out.
    """
    message = "with {} this changes any resource: name the resources, or add a condition"
    return at_first(open_actions(statement, AccessLevel.WRITE), message)
