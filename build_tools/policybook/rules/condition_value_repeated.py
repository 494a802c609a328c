from collections.abc import Iterator

from policybook.iam.conditions import Comparison
from policybook.problem import REMOVE, Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "condition-value-repeated",
    on=Comparison,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    fixable=True,
)
def condition_value_repeated(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """Each value of a condition key stands there once.

    One of the values has to match, so one that stands twice changes nothing, and often another one
    was meant (IAM User Guide: conditions with multiple context keys or values).
    """
    if len(comparison.values) == len(set(comparison.values)):
        return
    seen: set[str] = set()
    for place, text in comparison.each():
        if text in seen:
            message = f"`{shown(text)}` stands in this list already: remove it"
            yield Finding(place, message, (Edit(place, REMOVE),))
        seen.add(text)
