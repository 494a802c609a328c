from collections.abc import Iterator

from policybook.iam.conditions import Kind, operator
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule(
    "null-if-exists",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="NULL_WITH_IF_EXISTS",
    every_version=True,
)
def null_if_exists(statement: Statement, _: Context) -> Iterator[Finding]:
    """`IfExists` is not added to the operator `Null`.

    `Null` already asks whether the key exists. `IfExists` goes with every other operator (IAM User
    Guide: IAM JSON policy elements, Condition operators).
    """
    for name in statement.condition:
        found = operator(name)
        if found and found.kind is Kind.NULL and found.if_exists:
            place = (statement.at / "Condition").key(name)
            message = f"`{name}` does not exist: write `{name.removesuffix('IfExists')}`"
            yield Finding(place, message)
