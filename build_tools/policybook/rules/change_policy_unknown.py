from collections.abc import Iterator

from policybook.model import Update
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("change-policy-unknown", on=Update, aws_managed=Severity.WARNING)
def change_policy_unknown(update: Update, context: Context) -> Iterator[Finding]:
    """A change names policies that exist, by the names that they have now.

    Readers follow the name to the policy's section, so a misspelt one would lead nowhere. A policy
    that is gone may go on being named where the `aliases` in a service.yaml have it. The histories
    of AWS name others that are gone too; there it is a warning.
    """
    for ref in update.policies:
        if context.is_known(ref.name) or context.is_gone(ref.name):
            continue
        now = context.now(ref.name)
        if now:
            yield Finding(ref.at, f"`{ref.name}` is called `{now}` now: write that")
        elif context.is_recorded(ref.name) or (context.base and ref.name in context.base.policies):
            message = (
                f"`{ref.name}` is here no more: put its name under `aliases` in the policy.yaml"
            )
            yield Finding(ref.at, f"{message} of what it is now, or in the service.yaml")
        else:
            hint = did_you_mean(ref.name, context.known)
            yield Finding(ref.at, f"there is no policy `{ref.name}`{hint}")
