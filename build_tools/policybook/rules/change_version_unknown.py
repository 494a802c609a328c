from collections.abc import Iterator

from policybook.model import Update
from policybook.rule import Context, Finding, rule


@rule("change-version-unknown", on=Update)
def change_version_unknown(update: Update, context: Context) -> Iterator[Finding]:
    """A change names versions whose documents are recorded.

    Where a version is not recorded, name the policy without one, in a plain list.
    """
    for ref in update.policies:
        policy = context.policy(ref.name)
        if policy is None or ref.version is None or ref.version in policy.unread:
            continue
        if policy.version(ref.version) is None:
            message = (
                f"`{ref.name}` has no v{ref.version}.json: add the document, "
                "or list the policy without a version"
            )
            yield Finding(ref.value, message)
