from collections.abc import Iterator, Mapping
from typing import Any

from policybook.iam.conditions import Comparison, Kind, Operator, comparisons
from policybook.model import Statement
from policybook.problem import Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_operator


def _takes_patterns(by: Operator) -> bool:
    return by.kind is Kind.STRING and by.takes_patterns


@rule(
    "like-without-wildcard",
    on=Statement,
    severity=Severity.HINT,
    given=an_operator(_takes_patterns),
    fixable=True,
)
def like_without_wildcard(statement: Statement, _: Context) -> Iterator[Finding]:
    """`StringLike` compares with patterns, and `StringEquals` with texts as they are.

    A reader looks for the `*` or `?` of a pattern, or takes it for forgotten (IAM User Guide:
    string condition operators).
    """
    plain = [comparison for comparison in comparisons(statement) if _is_plain(comparison)]
    for comparison in plain:
        name = comparison.operator
        better = name.replace("Like", "Equals")
        message = f"no value of `{shown(comparison.key)}` has `*` or `?`: write `{better}`"
        keys = {other.key for other in plain if other.operator == name}
        edits: tuple[Edit, ...] = ()
        if keys == statement.condition[name].keys() and better not in statement.condition:
            renamed = _renamed(statement.condition, name, better)
            edits = (Edit(statement.at / "Condition", renamed),)
        yield Finding(comparison.key_at, message, edits)


def _is_plain(comparison: Comparison) -> bool:
    """Whether it is a comparison with patterns that has none; a variable might stand for one."""
    by = comparison.by
    return (
        by is not None
        and _takes_patterns(by)
        and bool(comparison.values)
        and not any(mark in value for value in comparison.values for mark in ("*", "?", "${"))
    )


def _renamed(condition: Mapping[str, Any], name: str, better: str) -> dict[str, Any]:
    return {better if written == name else written: keys for written, keys in condition.items()}
