from collections.abc import Iterator

from policybook.iam.conditions import comparisons
from policybook.iam.values import written
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule("like-only-star", on=Statement, severity=Severity.HINT)
def like_only_star(statement: Statement, _: Context) -> Iterator[Finding]:
    """Whether a condition key is there at all is asked with `Null`.

    Every value matches `*`, so a comparison with it asks only for the key, and with `IfExists` or
    `ForAllValues` for nothing (IAM User Guide: condition operator to check existence of condition
    keys). A reader may take it for a limit on values.
    """
    for comparison in comparisons(statement):
        by = comparison.by
        if by is None or not by.takes_patterns:
            continue
        if not any(
            written(value) and not written(value).strip("*") for _, value in comparison.values
        ):
            continue
        key = shown(comparison.key)
        absent = "true" if by.is_negated else "false"
        holds_without = by.if_exists or by.quantifier == "ForAllValues"
        mend = (
            "remove it, since it always holds"
            if holds_without and not by.is_negated
            else f'write `"Null": {{"{key}": "{absent}"}}`'
        )
        yield Finding(comparison.at, f"every value of `{key}` matches `*`: {mend}")
