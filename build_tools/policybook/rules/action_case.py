from collections.abc import Iterator

from policybook.iam.actions import known, operations
from policybook.iam.pattern import is_wildcard, prefix
from policybook.model import Statement
from policybook.problem import Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action


def _usual(action: str) -> str | None:
    """How an action is usually written; None where that is not known."""
    if not is_wildcard(action):
        return known(action)
    service, colon, name = action.partition(":")
    return f"{prefix(action)}{colon}{name}" if operations(prefix(service)) else None


def _is_unusual(action: str) -> bool:
    return _usual(action) not in (None, action)


@rule(
    "action-case",
    on=Statement,
    customer=Severity.HINT,
    aws_managed=None,
    given=an_action(_is_unusual),
    fixable=True,
)
def action_case(statement: Statement, _: Context) -> Iterator[Finding]:
    """Actions are written as the service writes them.

    Upper and lower case do not count in actions (IAM User Guide: IAM JSON policy elements, Action),
    but readers search for `s3:GetObject`, not for `S3:getobject`.
    """
    for place, action in statement.each("Action", "NotAction", where=_is_unusual):
        usual = _usual(action) or action
        message = f"`{shown(action)}` is usually written `{shown(usual)}`"
        yield Finding(place, message, (Edit(place, usual),))
