from collections.abc import Iterator

from policybook.iam.conditions import operator
from policybook.iam.suggestions import operator_for
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "operator-unknown",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    alias="INVALID_CONDITION_OPERATOR",
    every_version=True,
)
def operator_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """Conditions compare with the operators that IAM has.

    IAM refuses a document with any other. Upper and lower case count, and only `ForAllValues:` or
    `ForAnyValue:` before and `IfExists` after an operator may be added (IAM User Guide: IAM JSON
    policy elements, Condition operators).
    """
    for name, keys in statement.condition.items():
        # IAM does not look at an operator without keys; `condition-empty` does.
        if keys and not operator(name):
            place = (statement.at / "Condition").key(name)
            given = f"`{shown(name)}`" if name else "an empty text"
            other, is_meant = operator_for(name)
            hint = f"; did you mean `{other}`?" if is_meant else f": use one such as `{other}`"
            yield Finding(place, f"{given} is no condition operator{hint}")
