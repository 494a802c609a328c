from collections.abc import Iterator

from policybook.model import Effect, Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule(
    "not-resource-allowed",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
)
def not_resource_allowed(statement: Statement, _: Context) -> Iterator[Finding]:
    """An `Allow` names the resources that it is for.

    With `NotResource` it is for all others, those that are made tomorrow, too (IAM User Guide: IAM
    JSON policy elements, NotResource). A `Deny` with `NotResource` is fine.
    """
    if statement.effect is Effect.ALLOW and statement.not_resources:
        message = (
            "this allows the actions on every resource but the ones here: "
            "name in `Resource` those that are meant"
        )
        yield Finding(statement.at.key("NotResource"), message)
