from collections.abc import Iterator

from policybook.iam.conditions import Comparison, Kind
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.traits import its_operator


@rule(
    "condition-boolean-list",
    on=Comparison,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="INVALID_CONDITION_MULTIPLE_BOOLEAN",
    given=its_operator(lambda by: by.kind in (Kind.BOOL, Kind.NULL)),
)
def condition_boolean_list(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """A key is not compared with both true and false.

    One of the values of a list has to match, so `true` and `false` together only ask whether the
    key exists, or nothing (IAM User Guide: conditions with multiple context keys or values).
    """
    if {"true", "false"} <= {text.lower() for text in comparison.values}:
        message = "either of `true` and `false` will do here: keep the one that is meant"
        yield Finding(comparison.at, message)
