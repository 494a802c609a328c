from collections.abc import Iterator

from policybook.iam.pattern import is_wildcard
from policybook.iam.redundancy import redundant_actions
from policybook.model import Statement
from policybook.problem import REMOVE, Edit, Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action


@rule(
    "action-redundant",
    on=Statement,
    severity=Severity.HINT,
    alias="REDUNDANT_ACTION",
    given=an_action(is_wildcard),
    fixable=True,
)
def action_redundant(statement: Statement, _: Context) -> Iterator[Finding]:
    """No action stands beside a wildcard that covers it.

    With `s3:Get*` in the same statement, `s3:GetObject` changes nothing. Readers wonder which of
    the two is meant, and a later change of one of them does not do what it seems to (IAM User
    Guide: IAM policy validation check reference).
    """
    covering = redundant_actions((*statement.actions, *statement.not_actions))
    for place, action in statement.each("Action", "NotAction", where=covering.__contains__):
        message = f"`{shown(covering[action])}` covers `{shown(action)}`: remove it"
        yield Finding(place, message, (Edit(place, REMOVE),))
