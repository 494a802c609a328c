from collections.abc import Iterator

from policybook.model import Effect, Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.words import some


@rule(
    "not-action-allowed",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
)
def not_action_allowed(statement: Statement, _: Context) -> Iterator[Finding]:
    """An `Allow` names the actions that it allows.

    With `NotAction` it allows all others, of services that do not exist yet, too (IAM User Guide:
    IAM JSON policy elements, NotAction). A `Deny` with `NotAction` is fine.
    """
    if statement.effect is Effect.ALLOW and statement.not_actions:
        message = (
            f"this allows every action but {some([*map(shown, statement.not_actions)])}: "
            "name in `Action` what is to be allowed"
        )
        yield Finding(statement.at.key("NotAction"), message)
