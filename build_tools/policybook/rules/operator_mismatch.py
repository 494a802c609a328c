from collections.abc import Iterator

from policybook.iam.conditions import Comparison, Kind
from policybook.iam.contextkeys import keys_for
from policybook.iam.servicedata import ValueType
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator

_TAKEN = {
    Kind.STRING: {ValueType.STRING, ValueType.ARN},
    Kind.ARN: {ValueType.STRING, ValueType.ARN},
    Kind.NUMERIC: {ValueType.NUMERIC, ValueType.DATE},
    Kind.DATE: {ValueType.DATE, ValueType.NUMERIC},
    Kind.BOOL: {ValueType.BOOL},
    Kind.IP: {ValueType.IP_ADDRESS},
}
_WORDS = {
    ValueType.STRING: ("text", "StringEquals"),
    ValueType.ARN: ("an ARN", "ArnLike"),
    ValueType.NUMERIC: ("a number", "NumericEquals"),
    ValueType.DATE: ("a date", "DateGreaterThan"),
    ValueType.BOOL: ("true or false", "Bool"),
    ValueType.IP_ADDRESS: ("an IP address", "IpAddress"),
}


@rule(
    "operator-mismatch",
    on=Comparison,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="TYPE_MISMATCH",
    given=its_operator(lambda by: by.kind in _TAKEN),
)
def operator_mismatch(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """The condition operator is one for what the condition key holds.

    Compared as something else, such as a number as text, a value does not match what the writer
    thinks it does (IAM User Guide: IAM JSON policy elements, Condition operators). ARNs may be
    compared as text, and dates as numbers of seconds.
    """
    by = comparison.by
    if by is None:
        return
    types = [key.type for key in keys_for(comparison.statement, comparison.key)]
    if types and _TAKEN[by.kind].isdisjoint(types):
        what, better = _WORDS[types[0]]
        message = (
            f"`{shown(comparison.key)}` is {what}, which `{by.name}` does not compare: "
            f"use an operator such as `{better}`"
        )
        yield Finding(comparison.key_at, message)
