from collections.abc import Iterator

from policybook.iam.conditions import comparisons, operator
from policybook.iam.contextkeys import keys_for
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "for-all-values-single",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="FORALLVALUES_WITH_SINGLE_VALUED_KEY",
)
def for_all_values_single(statement: Statement, _: Context) -> Iterator[Finding]:
    """`ForAllValues` is for condition keys that have several values.

    It also holds where a request does not have the key at all, and so lets through more than the
    condition without it (IAM User Guide: single-valued and multivalued context keys).
    """
    for comparison in comparisons(statement):
        found = operator(comparison.operator)
        if found is None or found.quantifier != "ForAllValues":
            continue
        keys = keys_for(statement, comparison.key)
        if keys and not any(key.is_multivalued for key in keys):
            plain = comparison.operator.removeprefix("ForAllValues:")
            message = (
                f"`{shown(comparison.key)}` has one value, and `ForAllValues` holds where it is "
                f"missing, too: write `{plain}`"
            )
            yield Finding(comparison.key_at, message)
