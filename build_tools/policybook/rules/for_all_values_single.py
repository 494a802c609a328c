from collections.abc import Iterator

from policybook.iam.conditions import Comparison
from policybook.iam.contextkeys import has_one_value
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator


@rule(
    "for-all-values-single",
    on=Comparison,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="FORALLVALUES_WITH_SINGLE_VALUED_KEY",
    given=its_operator(lambda by: by.quantifier == "ForAllValues"),
)
def for_all_values_single(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """`ForAllValues` is for condition keys that have several values.

    It also holds where a request does not have the key at all, and so lets through more than the
    condition without it (IAM User Guide: single-valued and multivalued context keys).
    """
    if has_one_value(comparison.statement, comparison.key):
        plain = comparison.operator.removeprefix("ForAllValues:")
        message = (
            f"`{shown(comparison.key)}` has one value, and `ForAllValues` holds where it is "
            f"missing, too: write `{plain}`"
        )
        yield Finding(comparison.key_at, message)
