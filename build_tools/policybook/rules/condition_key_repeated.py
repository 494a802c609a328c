from collections.abc import Iterator

from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "condition-key-repeated",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    every_version=True,
)
def condition_key_repeated(statement: Statement, _: Context) -> Iterator[Finding]:
    """A condition key stands once under its operator, however it is written.

    Upper and lower case do not count in the names of keys, and an element must not have the same
    key twice (IAM User Guide: IAM JSON policy elements, Condition; grammar of the IAM JSON policy
    language).
    """
    for name, keys in statement.condition.items():
        first: dict[str, str] = {}
        for key in keys:
            other = first.setdefault(key.lower(), key)
            if other != key:
                message = f"`{shown(other)}` is the same key: put all values into one list"
                yield Finding((statement.at / "Condition" / name).key(key), message)
