from collections.abc import Iterator

from policybook.model import Catalogue, Update
from policybook.rule import Finding, rule
from policybook.words import did_you_mean


@rule("change-policy-unknown", on=Update)
def change_policy_unknown(update: Update, catalogue: Catalogue) -> Iterator[Finding]:
    """A change names policies that exist.

    Readers follow the name to the policy's section, so a misspelt one would lead nowhere.
    """
    for ref in update.policies:
        if ref.name not in catalogue.policies and ref.name not in catalogue.unread:
            hint = did_you_mean(ref.name, [*catalogue.policies, *sorted(catalogue.unread)])
            yield ref.at, f"there is no policy `{ref.name}`{hint}"
