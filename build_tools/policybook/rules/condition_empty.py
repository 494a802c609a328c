from collections.abc import Iterator, Mapping
from typing import Any

from policybook.model import Document
from policybook.problem import REMOVE, Edit, Place, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "condition-empty",
    on=Document,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="EMPTY_OBJECT_CONDITION",
    fixable=True,
)
def condition_empty(document: Document, _: Context) -> Iterator[Finding]:
    """A condition compares something.

    IAM takes an empty `Condition`, an operator without keys and a key without values, but a
    restriction that someone meant is not there (IAM User Guide: IAM JSON policy elements,
    Condition).
    """
    for statement in document.statements:
        if statement.has_condition:
            yield from _faults(statement.at / "Condition", statement.condition)


def _faults(place: Place, condition: Mapping[str, Any]) -> Iterator[Finding]:
    if not any(condition.values()):
        message = "this restricts nothing: say what to compare, or remove it"
        yield Finding(place, message, (Edit(place, REMOVE),))
        return
    for name, keys in condition.items():
        if not keys:
            message = f"`{shown(name)}` compares nothing: name a condition key, or remove it"
            yield Finding(place / name, message, (Edit(place / name, REMOVE),))
        for key, value in keys.items():
            if value == []:
                message = f"`{shown(key)}` is compared with no value: write one, or remove the key"
                yield Finding(place / name / key, message)
