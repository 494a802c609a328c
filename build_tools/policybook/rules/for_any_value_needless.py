from collections.abc import Iterator

from policybook.iam.conditions import comparisons, operator
from policybook.iam.contextkeys import keys_for
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule("for-any-value-needless", on=Statement, severity=Severity.HINT)
def for_any_value_needless(statement: Statement, _: Context) -> Iterator[Finding]:
    """`ForAnyValue` is for condition keys that have several values.

    On a key with one value it only makes readers wonder (IAM User Guide: single-valued and
    multivalued context keys).
    """
    for comparison in comparisons(statement):
        found = operator(comparison.operator)
        if found is None or found.quantifier != "ForAnyValue":
            continue
        keys = keys_for(statement, comparison.key)
        if keys and not any(key.is_multivalued for key in keys):
            plain = comparison.operator.removeprefix("ForAnyValue:")
            message = f"`{shown(comparison.key)}` has one value: write `{plain}`"
            yield Finding(comparison.key_at, message)
