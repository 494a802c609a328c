from collections.abc import Iterator

from policybook.iam.conditions import comparisons
from policybook.iam.values import WANTED, fits, written
from policybook.iam.variables import variables
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "condition-value-syntax",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    every_version=True,
)
def condition_value_syntax(statement: Statement, _: Context) -> Iterator[Finding]:
    """Condition operators compare with values of their kind.

    `Numeric` operators take numbers, `Date` operators dates or seconds since 1970, `Bool` and
    `Null` the values `true` and `false`, `BinaryEquals` base64, and `IpAddress` addresses and
    ranges. Policy variables work with `String` and `Arn` operators only (IAM User Guide: IAM JSON
    policy elements, Condition operators).
    """
    for comparison in comparisons(statement):
        by = comparison.by
        if by is None:
            continue
        for place, value in comparison.values:
            if not fits(by.kind, value):
                given = f"`{shown(text)}`" if (text := written(value)) else "an empty text"
                message = f"{given} is no value for `{comparison.operator}`: write"
                hint = "; variables are for `String` and `Arn` operators" if variables(text) else ""
                yield Finding(place, f"{message} {WANTED[by.kind]}{hint}")
