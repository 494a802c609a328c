from collections.abc import Iterator

from policybook.iam.actions import known
from policybook.iam.retired import retired
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action


def _is_retired(action: str) -> bool:
    return not known(action) and retired(action) is not None


@rule("action-retired", on=Statement, severity=Severity.HINT, given=an_action(_is_retired))
def action_retired(statement: Statement, _: Context) -> Iterator[Finding]:
    """No action is of a service that AWS has retired.

    Such an action does nothing any more, and readers wonder what it is for.
    """
    seen: set[str] = set()
    for place, action in statement.each("Action", "NotAction", where=_is_retired):
        name = retired(action)
        if name and name not in seen:
            seen.add(name)
            message = f"`{shown(action)}` is of {name}, which is retired: remove all actions of it"
            yield Finding(place, message)
