from collections.abc import Iterator

from policybook.iam.actions import data_name, expand, is_action, services
from policybook.iam.pattern import is_wildcard, prefix
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action


def _is_unmatched(action: str) -> bool:
    return (
        is_wildcard(action)
        and is_action(action)
        and (prefix(action) in services() or is_wildcard(prefix(action)))
        and not expand(action)
    )


@rule("wildcard-unmatched", on=Statement, severity=Severity.WARNING, given=an_action(_is_unmatched))
def wildcard_unmatched(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each wildcard in an action matches an action that exists.

    IAM takes a pattern that matches nothing, and it does nothing (Service Authorization Reference:
    actions of each service). Actions that match it may also be newer than the action data, whose
    version the message names.
    """
    for place, action in statement.each("Action", "NotAction", where=_is_unmatched):
        message = f"`{shown(action)}` matches nothing in {data_name()}"
        yield Finding(place, f"{message}: correct it or remove it")
