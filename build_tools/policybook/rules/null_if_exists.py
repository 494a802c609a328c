from collections.abc import Iterator

from policybook.iam.conditions import Kind, Operator, operator
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.traits import an_operator


def _is_wrong(by: Operator) -> bool:
    return by.kind is Kind.NULL and by.if_exists


@rule(
    "null-if-exists",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="NULL_WITH_IF_EXISTS",
    every_version=True,
    given=an_operator(_is_wrong),
)
def null_if_exists(statement: Statement, _: Context) -> Iterator[Finding]:
    """`IfExists` is not added to the operator `Null`.

    `Null` already asks whether the key exists. `IfExists` goes with every other operator (IAM User
    Guide: IAM JSON policy elements, Condition operators).
    """
    for name in statement.condition:
        found = operator(name)
        if found and _is_wrong(found):
            place = (statement.at / "Condition").key(name)
            message = f"`{name}` does not exist: write `{name.removesuffix('IfExists')}`"
            yield Finding(place, message)
