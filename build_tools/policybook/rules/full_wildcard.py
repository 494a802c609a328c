from collections.abc import Iterator

from policybook.iam.exposure import is_every_action, is_full
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.traits import an_action


@rule(
    "full-wildcard",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    given=an_action(is_every_action),
)
def full_wildcard(statement: Statement, _: Context) -> Iterator[Finding]:
    """No statement allows every action on every resource.

    Whoever has the policy is an administrator, and so is everyone who takes over their session
    (IAM User Guide: security best practices, grant least privilege).
    """
    if is_full(statement):
        place, _action = next(statement.each("Action", where=is_every_action))
        message = "this allows every action on every resource: name the actions that are needed"
        yield Finding(place, message)
