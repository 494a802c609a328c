from collections.abc import Iterator

from policybook.model import Update
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("change-policy-unknown", on=Update, aws_managed=Severity.WARNING)
def change_policy_unknown(update: Update, context: Context) -> Iterator[Finding]:
    """A change names policies that exist.

    Readers follow the name to the policy's section, so a misspelt one would lead nowhere.
    The histories of AWS go on to name policies that are gone; there it is a warning.
    """
    for ref in update.policies:
        if ref.name not in context.catalogue.known:
            hint = did_you_mean(ref.name, context.catalogue.known)
            yield Finding(ref.at, f"there is no policy `{ref.name}`{hint}")
