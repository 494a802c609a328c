from collections.abc import Iterator

from policybook.iam.actions import data_name, is_action, known, services
from policybook.iam.pattern import is_wildcard, prefix
from policybook.iam.retired import retired
from policybook.iam.suggestions import action_for
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action
from policybook.words import meant

_GUESSES = 20


def _is_unknown(action: str) -> bool:
    return (
        not known(action)
        and not is_wildcard(action)
        and is_action(action)
        and prefix(action) in services()
        and not retired(action)
    )


@rule(
    "action-unknown",
    on=Statement,
    severity=Severity.WARNING,
    alias="INVALID_ACTION",
    given=an_action(_is_unknown),
)
def action_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each action is one that its service has.

    IAM takes any action, and one that does not exist does nothing: a `Deny` with a misspelt action
    denies nothing (Service Authorization Reference: actions of each service). An action may also be
    newer than the action data, whose version the message names, or not be documented yet.
    """
    unknown = statement.each("Action", "NotAction", where=_is_unknown)
    for number, (place, action) in enumerate(unknown):
        # Looking for what was meant takes time that a long list of nonsense should not get.
        hint = meant(action_for(action)) if number < _GUESSES else ""
        yield Finding(place, f"`{shown(action)}` is not in {data_name()}{hint}")
