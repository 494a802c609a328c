from collections.abc import Iterator

from policybook.iam.pattern import is_wildcard
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action


def _fault(action: str) -> str | None:
    if action == "*":
        return None
    prefix, colon, name = action.partition(":")
    if not colon:
        return "names no service: write its prefix and a colon before it, as in `s3:GetObject`"
    if ":" in name:
        return "has more than one colon: an action has one, between the prefix and the name"
    if not name:
        return "names no action after the colon: `*` there means all of them"
    if prefix == "*":
        return None
    if is_wildcard(prefix):
        return "has a wildcard before the colon: name each service by its prefix"
    if not prefix.replace("-", "").replace(".", "").isalnum() or not prefix.isascii():
        return "has no service prefix before the colon: that is letters, digits and hyphens"
    return None


@rule(
    "action-syntax",
    on=Statement,
    customer=Severity.ERROR,
    aws_managed=Severity.WARNING,
    every_version=True,
    given=an_action(_fault),
)
def action_syntax(statement: Statement, _: Context) -> Iterator[Finding]:
    """An action is `*`, or a service prefix, a colon and a name.

    IAM refuses everything else (IAM User Guide: IAM JSON policy elements, Action; grammar of the
    IAM JSON policy language). The prefix is written out, as `s3` in `s3:GetObject`; wildcards
    stand in the name only, as in `s3:Get*`.
    """
    for place, action in statement.each("Action", "NotAction", where=_fault):
        yield Finding(place, f"`{shown(action)}` {_fault(action)}")
