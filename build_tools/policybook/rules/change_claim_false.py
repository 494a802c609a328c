from collections.abc import Iterator

from policybook.iam.compare import allows, compare
from policybook.iam.pattern import covered
from policybook.model import PolicyRef, Update, UpdateKind, Version
from policybook.rule import Context, Finding, rule


@rule("change-claim-false", on=Update)
def change_claim_false(update: Update, context: Context) -> Iterator[Finding]:
    """What a change says was added or removed is the real difference between the documents.

    The version that the change names is compared with the one before it. An action counts as
    added where nothing in the older document allowed it, and the lists are complete: an action
    that the version gained has to be in the list. Where the version before is not recorded, an
    added action only has to be allowed by the newer document, and a removed one not to be.
    `new` is for a policy's first version.
    """
    for ref in update.policies:
        policy = context.catalogue.policies.get(ref.name)
        version = policy.version(ref.version) if policy and ref.version else None
        if policy is None or version is None:
            continue
        before = policy.before(version.number)
        if update.kind is UpdateKind.NEW and before:
            message = f"`{ref.name}` {version.label} is not new: {before.label} came before it"
            yield Finding(ref.at, f"{message}; the kind is `updated`")
        elif update.kind is UpdateKind.UPDATED and version.number == 1:
            yield Finding(
                ref.at, f"`{ref.name}` v1 is the policy's first version; the kind is `new`"
            )
        elif update.kind is UpdateKind.UPDATED:
            is_next = before is not None and before.number == version.number - 1
            yield from _claims(update, ref, version, before if is_next else None)


def _claims(
    update: Update, ref: PolicyRef, version: Version, before: Version | None
) -> Iterator[Finding]:
    """Where the lists of a change say too much or too little about a policy."""
    document, name = version.document, f"`{ref.name}` {version.label}"
    for index, action in enumerate(update.added):
        place = update.at / "added" / index
        if not allows(document, action):
            yield Finding(
                place, f"{name} does not allow `{action}`: remove it, or mend the document"
            )
        elif before and allows(before.document, action):
            yield Finding(
                place, f"{name} did not gain `{action}`, {before.label} allowed it too: remove it"
            )
    for index, action in enumerate(update.removed):
        place = update.at / "removed" / index
        if allows(document, action):
            yield Finding(place, f"{name} still allows `{action}`: remove it, or mend the document")
        elif before and not allows(before.document, action):
            yield Finding(
                place, f"{name} did not lose `{action}`, {before.label} lacked it too: remove it"
            )
    if before and (update.added or update.removed):
        real = compare(before.document, document)
        for key, past, actions, claimed in (
            ("added", "gained", real.added, update.added),
            ("removed", "lost", real.removed, update.removed),
        ):
            missing = [f"`{action}`" for action in actions if not covered(action, claimed)]
            if missing:
                place = update.at / key if claimed else update.at
                yield Finding(place, f"{name} {past} {', '.join(missing)} too: add to `{key}`")
