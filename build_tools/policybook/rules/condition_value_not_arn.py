from collections.abc import Iterator

from policybook.iam.conditions import Comparison, Kind
from policybook.iam.resources import overlaps
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator


@rule(
    "condition-value-not-arn",
    on=Comparison,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    given=its_operator(lambda by: by.kind is Kind.ARN),
)
def condition_value_not_arn(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """`Arn` operators compare with ARNs.

    They compare part by part what stands between the colons, so a value that is no ARN matches
    none (IAM User Guide: IAM JSON policy elements, Condition operators). For texts there are the
    `String` operators.
    """
    for place, text in comparison.each():
        if not overlaps(text, "arn:*"):
            other = comparison.operator.replace("Arn", "String")
            message = f"`{shown(text)}` is no ARN, so it matches none: write one, or use"
            yield Finding(place, f"{message} `{other}`")
