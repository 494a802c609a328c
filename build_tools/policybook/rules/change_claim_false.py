from collections.abc import Iterable, Iterator

from policybook.iam.compare import compare
from policybook.model import Catalogue, PolicyRef, Update, UpdateKind, Version
from policybook.problem import Place
from policybook.rule import Finding, rule


@rule("change-claim-false", on=Update)
def change_claim_false(update: Update, catalogue: Catalogue) -> Iterator[Finding]:
    """What a change says was added or removed is the real difference between the documents.

    The version that the change names is compared with the recorded one before it. An action
    counts as added where nothing in the older document allowed it, and the lists are complete:
    an action that the version gained has to be in the list. `new` is for a policy's first
    version.
    """
    for ref in update.policies:
        before, version = _versions(ref, catalogue)
        if version is None:
            continue
        name = f"`{ref.name}` {version.label}"
        if update.kind is UpdateKind.NEW and before:
            yield ref.at, f"{name} is not new: {before.label} came before; the kind is `updated`"
        elif update.kind is UpdateKind.UPDATED and version.number == 1:
            yield ref.at, f"{name} is the policy's first version; the kind is `new`"
        elif update.kind is UpdateKind.UPDATED and before and (update.added or update.removed):
            difference = compare(before.document, version.document)
            yield from _compare(update.at, "added", "gain", update.added, difference.added, name)
            yield from _compare(
                update.at, "removed", "lose", update.removed, difference.removed, name
            )


def _versions(ref: PolicyRef, catalogue: Catalogue) -> tuple[Version | None, Version | None]:
    """The version that a change names and the one before it, where both can be trusted."""
    policy = catalogue.policies.get(ref.name)
    if policy is None or ref.version is None:
        return None, None
    before = policy.before(ref.version)
    oldest = before.number if before else 0
    if any(oldest < number < ref.version for number in policy.unread):
        return None, None
    return before, policy.version(ref.version)


def _compare(
    at: Place, key: str, verb: str, claimed: Iterable[str], real: Iterable[str], name: str
) -> Iterator[Finding]:
    """Where the list under `key` says too much or too little."""
    truth = {action.lower() for action in real}
    claims = {action.lower() for action in claimed}
    for index, action in enumerate(claimed):
        if action.lower() not in truth:
            yield (
                at / key / index,
                f"{name} did not {verb} `{action}`: remove it, or mend the document",
            )
    missing = [f"`{action}`" for action in real if action.lower() not in claims]
    if missing:
        past = {"gain": "gained", "lose": "lost"}[verb]
        yield (
            at / key if claims else at,
            f"{name} {past} {', '.join(missing)} too: add to `{key}`",
        )
