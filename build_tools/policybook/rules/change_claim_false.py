from collections.abc import Iterable, Iterator

from policybook.iam import glob
from policybook.iam.compare import Difference, allows
from policybook.iam.meaning import folded
from policybook.iam.pattern import is_wildcard, uncovered
from policybook.model import PolicyRef, Update, UpdateKind, Version
from policybook.rule import Context, Finding, rule
from policybook.words import some


@rule("change-claim-false", on=Update)
def change_claim_false(update: Update, context: Context) -> Iterator[Finding]:
    """What a change says of each action is the real difference between the documents.

    The version that the change names is compared with the one before it. An action is `added`
    where nothing in the older document allowed it, and `removed` where nothing in the newer one
    does. It is `widened` or `narrowed` where more or less of it is allowed: on other resources,
    under other conditions, or as it is denied. The lists are complete: an action that the version
    gained has to be in `added`, if there is any list.

    Where the version before is not recorded, an added action only has to be allowed by the newer
    document, and a removed one not to be. `new` is for a policy's first version.
    """
    for ref in update.policies:
        policy = context.policy(ref.name)
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
            real = context.step(policy, version)
            yield from _gains(update, ref, version, before if real else None, real)
            if real and before:
                yield from _shifts(update, ref, version, before, real)
                yield from _gaps(update, ref, version, real)


def _gains(
    update: Update,
    ref: PolicyRef,
    version: Version,
    before: Version | None,
    real: Difference | None,
) -> Iterator[Finding]:
    """Actions that a change calls added or removed and that are not."""
    document, name = version.document, f"`{ref.name}` {version.label}"
    for index, action in _doubtful(update.added, real.added if real else ()):
        place = update.at / "added" / index
        if not allows(document, action):
            yield Finding(
                place, f"{name} does not allow `{action}`: remove it, or mend the document"
            )
        elif before and allows(before.document, action):
            yield Finding(
                place, f"{name} did not gain `{action}`, {before.label} allowed it too: remove it"
            )
    for index, action in _doubtful(update.removed, real.removed if real else ()):
        place = update.at / "removed" / index
        if allows(document, action):
            yield Finding(place, f"{name} still allows `{action}`: remove it, or mend the document")
        elif before and not allows(before.document, action):
            yield Finding(
                place, f"{name} did not lose `{action}`, {before.label} lacked it too: remove it"
            )


def _doubtful(claimed: Iterable[str], real: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The actions of a list that the real one does not have, each with its number."""
    sure = folded(real)
    return ((n, action) for n, action in enumerate(claimed) if action.lower() not in sure)


def _shifts(
    update: Update, ref: PolicyRef, version: Version, before: Version, real: Difference
) -> Iterator[Finding]:
    """Actions that a change calls widened or narrowed and that are not.

    Of a wildcard that came or went as a whole, a part may have been allowed, or still be.
    """
    for key, claimed, actions, whole, amount in (
        ("widened", update.widened, real.widened, real.added, "no more"),
        ("narrowed", update.narrowed, real.narrowed, real.removed, "no less"),
    ):
        index = glob.Index(folded((*actions, *filter(is_wildcard, whole))))
        for number, action in enumerate(claimed):
            if not index.overlaps(action.lower()):
                message = f"`{ref.name}` {version.label} allows {amount} of `{action}`"
                yield Finding(update.at / key / number, f"{message} than {before.label}: remove it")


def _gaps(update: Update, ref: PolicyRef, version: Version, real: Difference) -> Iterator[Finding]:
    """Actions that the lists of a change leave out."""
    for key, did, actions, claimed, is_due in (
        ("added", "gained", real.added, update.added, update.has_lists),
        ("removed", "lost", real.removed, update.removed, update.has_lists),
        ("widened", "widened", real.widened, update.widened, update.widened),
        ("narrowed", "narrowed", real.narrowed, update.narrowed, update.narrowed),
    ):
        missing = [*uncovered(actions, claimed)] if is_due else []
        if missing:
            place = update.at / key if claimed else update.at
            message = f"`{ref.name}` {version.label} {did} {some(missing)} too"
            yield Finding(place, f"{message}: add to `{key}`")
