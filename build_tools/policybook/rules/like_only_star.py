from collections.abc import Iterator

from policybook.iam.conditions import comparisons, operator
from policybook.iam.values import written
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule("like-only-star", on=Statement, severity=Severity.HINT)
def like_only_star(statement: Statement, _: Context) -> Iterator[Finding]:
    """Whether a condition key is there at all is asked with `Null`.

    Every value matches `*`, so a comparison with it asks only for the key, and with `IfExists` for
    nothing (IAM User Guide: condition operator to check existence of condition keys). A reader may
    take it for a limit on values.
    """
    for comparison in comparisons(statement):
        by = operator(comparison.operator)
        if by is None or by.name not in ("StringLike", "StringNotLike", "ArnLike", "ArnNotLike"):
            continue
        if not any(
            written(value) and not written(value).strip("*") for _, value in comparison.values
        ):
            continue
        key = shown(comparison.key)
        absent = "true" if by.is_negated else "false"
        mend = (
            "remove it, since it always holds"
            if by.if_exists and not by.is_negated
            else f'write `"Null": {{"{key}": "{absent}"}}`'
        )
        yield Finding(comparison.at, f"every value of `{key}` matches `*`: {mend}")
