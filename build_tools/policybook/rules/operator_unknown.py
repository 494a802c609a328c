from collections.abc import Iterator

from policybook.iam.conditions import operator
from policybook.iam.elements import OPERATORS
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.words import did_you_mean

_KNOWN = [
    f"{quantifier}{name}{if_exists}"
    for quantifier in ("", "ForAllValues:", "ForAnyValue:")
    for name in sorted(OPERATORS)
    for if_exists in ("", "IfExists")
    if name != "Null" or not if_exists
]


@rule(
    "operator-unknown",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="INVALID_CONDITION_OPERATOR",
    every_version=True,
)
def operator_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """Conditions compare with the operators that IAM has.

    IAM refuses a document with any other. Upper and lower case count, and only `ForAllValues:` or
    `ForAnyValue:` before and `IfExists` after an operator may be added (IAM User Guide: IAM JSON
    policy elements, Condition operators).
    """
    for name, keys in statement.condition.items():
        # IAM does not look at an operator without keys; `condition-empty` does.
        if keys and not operator(name):
            place = (statement.at / "Condition").key(name)
            hint = did_you_mean(name, _KNOWN) or ": use one such as `StringEquals`"
            yield Finding(place, f"`{shown(name)}` is no condition operator{hint}")
