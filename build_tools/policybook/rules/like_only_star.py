from collections.abc import Iterator

from policybook.iam.conditions import Comparison
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import its_operator


@rule(
    "like-only-star",
    on=Comparison,
    severity=Severity.HINT,
    given=its_operator(lambda by: by.takes_patterns),
)
def like_only_star(comparison: Comparison, _: Context) -> Iterator[Finding]:
    """Whether a condition key is there at all is asked with `Null`.

    Every value matches `*`, so a comparison with it asks only for the key, and with `IfExists` or
    `ForAllValues` for nothing (IAM User Guide: condition operator to check existence of condition
    keys). A reader may take it for a limit on values.
    """
    by = comparison.by
    if by is None:
        return
    if not any(text and not text.strip("*") for text in comparison.values):
        return
    key = shown(comparison.key)
    absent = "true" if by.is_negated else "false"
    holds_without = by.if_exists or by.quantifier == "ForAllValues"
    mend = (
        "remove it, since it always holds"
        if holds_without and not by.is_negated
        else f'write `"Null": {{"{key}": "{absent}"}}`'
    )
    yield Finding(comparison.at, f"every value of `{key}` matches `*`: {mend}")
