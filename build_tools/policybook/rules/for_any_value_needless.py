from collections.abc import Iterator

from policybook.iam.conditions import Comparison
from policybook.iam.contextkeys import has_one_value
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator


@rule(
    "for-any-value-needless",
    on=Comparison,
    severity=Severity.HINT,
    given=its_operator(lambda by: by.quantifier == "ForAnyValue"),
)
def for_any_value_needless(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """`ForAnyValue` is for condition keys that have several values.

    On a key with one value it only makes readers wonder (IAM User Guide: single-valued and
    multivalued context keys).
    """
    if has_one_value(comparison.statement, comparison.key):
        plain = comparison.operator.removeprefix("ForAnyValue:")
        message = f"`{shown(comparison.key)}` has one value: write `{plain}`"
        yield Finding(comparison.key_at, message)
