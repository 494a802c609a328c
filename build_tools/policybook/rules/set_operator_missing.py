from collections.abc import Iterator

from policybook.iam.conditions import Comparison, Kind
from policybook.iam.contextkeys import has_several_values
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator


@rule(
    "set-operator-missing",
    on=Comparison,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="MISSING_QUALIFIER",
    given=its_operator(lambda by: not by.quantifier and by.kind is not Kind.NULL),
)
def set_operator_missing(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """A condition key that has several values is compared with `ForAnyValue` or `ForAllValues`.

    Without one of them it is not said whether one value of the request has to match or all of them
    (IAM User Guide: multivalued context keys).
    """
    if has_several_values(comparison.statement, comparison.key):
        written = comparison.operator
        message = (
            f"`{shown(comparison.key)}` can have several values in a request: "
            f"write `ForAnyValue:{written}`, where one has to match, or "
            f"`ForAllValues:{written}`, where all have to"
        )
        yield Finding(comparison.key_at, message)
