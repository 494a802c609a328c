from collections.abc import Iterator

from policybook.iam.meaning import folded
from policybook.model import Statement
from policybook.problem import REMOVE, Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown


@rule(
    "action-repeated",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
    alias="REDUNDANT_ACTION",
    fixable=True,
)
def action_repeated(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each action stands once in its statement.

    Upper and lower case do not count in actions (IAM User Guide: IAM JSON policy elements, Action).
    An action that stands twice changes nothing, and often another one was meant.
    """
    listed = (*statement.actions, *statement.not_actions)
    if len(listed) == len(folded(listed)):
        return
    first: dict[str, str] = {}
    for place, action in statement.each("Action", "NotAction"):
        if action.lower() in first:
            other = first[action.lower()]
            written = "" if other == action else f", as `{shown(other)}`"
            message = f"`{shown(action)}` stands in this statement already{written}: remove it"
            yield Finding(place, message, (Edit(place, REMOVE),))
        first.setdefault(action.lower(), action)
