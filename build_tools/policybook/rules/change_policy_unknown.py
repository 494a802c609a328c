from collections.abc import Iterator

from policybook.model import Update
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean


@rule("change-policy-unknown", on=Update)
def change_policy_unknown(update: Update, context: Context) -> Iterator[Finding]:
    """A change names policies that exist.

    Readers follow the name to the policy's section, so a misspelt one would lead nowhere.
    """
    for ref in update.policies:
        if ref.name not in context.catalogue.policies and ref.name not in context.catalogue.unread:
            hint = did_you_mean(
                ref.name, [*context.catalogue.policies, *sorted(context.catalogue.unread)]
            )
            yield Finding(ref.at, f"there is no policy `{ref.name}`{hint}")
