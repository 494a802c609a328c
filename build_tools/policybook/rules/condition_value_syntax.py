from collections.abc import Iterator

from policybook.iam.conditions import Comparison
from policybook.iam.values import WANTED, fits
from policybook.iam.variables import variables
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator


@rule(
    "condition-value-syntax",
    on=Comparison,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    every_version=True,
    given=its_operator(lambda by: by.kind in WANTED),
)
def condition_value_syntax(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """Condition operators compare with values of their kind.

    `Numeric` operators take numbers, `Date` operators dates or seconds since 1970, `Bool` and
    `Null` the values `true` and `false`, `BinaryEquals` base64, and `IpAddress` addresses and
    ranges. Policy variables work with `String` and `Arn` operators only (IAM User Guide: IAM JSON
    policy elements, Condition operators).
    """
    by = comparison.by
    if by is None:
        return
    for place, text in comparison.each():
        if not fits(by.kind, text):
            given = f"`{shown(text)}`" if text else "an empty text"
            message = f"{given} is no value for `{comparison.operator}`: write"
            hint = "; variables are for `String` and `Arn` operators" if variables(text) else ""
            yield Finding(place, f"{message} {WANTED[by.kind]}{hint}")
