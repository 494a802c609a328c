from collections.abc import Iterator

from policybook.iam.conditions import Comparison, Kind, Operator, comparisons
from policybook.iam.contextkeys import has_one_value
from policybook.model import Effect, Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_operator


def _is_of_all(by: Operator) -> bool:
    return by.quantifier == "ForAllValues"


@rule(
    "for-all-values-open",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    given=an_operator(_is_of_all),
)
def for_all_values_open(statement: Statement, _: Context) -> Iterator[Finding]:
    """An `Allow` with `ForAllValues` also asks for the condition key to be there.

    `ForAllValues` holds where a request does not have the key at all: all of no values match. A
    request without tags passes a limit on `aws:TagKeys`, say (IAM User Guide: multivalued context
    keys). `Null` with `false` asks for the key, and so does `ForAnyValue`.
    """
    if statement.effect is not Effect.ALLOW:
        return
    found = list(comparisons(statement))
    asked = {comparison.key.lower() for comparison in found if _asks(comparison)}
    for comparison in found:
        by = comparison.by
        if by is None or not _is_of_all(by) or comparison.key.lower() in asked:
            continue
        if not has_one_value(statement, comparison.key):
            key = shown(comparison.key)
            message = (
                f"`ForAllValues` holds where `{key}` is missing, too: add "
                f'`"Null": {{"{key}": "false"}}`, unless such requests are to be allowed'
            )
            yield Finding(comparison.key_at, message)


def _asks(comparison: Comparison) -> bool:
    """Whether a comparison fails where its key is missing, for sure."""
    by = comparison.by
    if by is None or by.if_exists:
        return False
    if by.kind is Kind.NULL:
        return bool(comparison.values) and all(
            text.lower() == "false" for text in comparison.values
        )
    return by.quantifier == "ForAnyValue"
