from collections.abc import Iterator

from policybook.iam.actions import data_name, exists
from policybook.iam.suggestions import action_for
from policybook.model import Update
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import meant


@rule("covered-action-unknown", on=Update, severity=Severity.WARNING)
def covered_action_unknown(update: Update, _: Context) -> Iterator[Finding]:
    """What a change says was covered already is an action that exists.

    A wildcard such as `s3:*` covers every misspelt name too, so no document can tell. The action
    data may lag behind a new operation; exempt the change until it has caught up.
    """
    for index, action in enumerate(update.covered):
        if not exists(action):
            message = f"`{action}` is not in {data_name()}{meant(action_for(action))}"
            yield Finding(update.at / "covered" / index, message)
