from collections.abc import Iterable, Iterator
from itertools import combinations

from policybook.iam.meaning import folded
from policybook.iam.pattern import is_wildcard
from policybook.model import Change, PolicyRef, Update, UpdateKind
from policybook.problem import Place
from policybook.rule import Context, Finding, rule

_PARTS = {"added", "narrowed"}, {"removed", "widened"}
"""Lists that may share a wildcard: gained or lost as a whole, and the reverse in part."""

_NEW, _UPDATED, _DEPRECATED = UpdateKind.NEW, UpdateKind.UPDATED, UpdateKind.DEPRECATED


@rule("change-contradicts-itself", on=Change)
def change_contradicts_itself(change: Change, _: Context) -> Iterator[Finding]:
    """The updates of a change do not contradict each other.

    A policy is not new and updated at once, nor does one version come twice, and an action has
    one fate: it was added, or removed, or covered already. Each of two claims may be true by
    itself where the change names no version, but not both.
    """
    seen: dict[str, list[tuple[Update, PolicyRef]]] = {}
    for update in change.updates:
        yield from _within(update)
        for ref in update.policies:
            for earlier, other in seen.setdefault(ref.name, []):
                yield from _between(earlier, other, update, ref)
            seen[ref.name].append((update, ref))


def _within(update: Update) -> Iterator[Finding]:
    """Actions that one update has in two lists."""
    lists = {
        "added": update.added,
        "removed": update.removed,
        "widened": update.widened,
        "narrowed": update.narrowed,
    }
    for (key, actions), (other, others) in combinations(lists.items(), 2):
        pair = {key, other}
        if pair != {"widened", "narrowed"}:
            one_fate = [a for a in actions if not is_wildcard(a)] if pair in _PARTS else actions
            yield from _shared(one_fate, others, update.at / other, f"in `{key}`")


def _between(
    earlier: Update, other: PolicyRef, update: Update, ref: PolicyRef
) -> Iterator[Finding]:
    """What two updates say of the same policy that cannot both be true."""
    kinds = {earlier.kind, update.kind}
    may_be_same = None in (other.version, ref.version) or other.version == ref.version
    is_same = ref.version is not None and ref.version == other.version
    if (is_same and kinds in ({_NEW}, {_UPDATED})) or (kinds == {_NEW, _UPDATED} and may_be_same):
        which = f"v{ref.version} of `{ref.name}`" if is_same else f"`{ref.name}`"
        message = f"{which} is {earlier.kind} in this change already"
        yield Finding(ref.at, f"{message}: remove it from one of the two updates")
    elif kinds == {_NEW, _DEPRECATED}:
        message = f"`{ref.name}` is {earlier.kind} in this change already"
        yield Finding(ref.at, f"{message}: mend one of the two kinds")
    where = f"in another update of `{ref.name}`"
    yield from _shared(earlier.covered, update.added, update.at / "added", f"`covered` {where}")
    yield from _shared(earlier.added, update.covered, update.at / "covered", f"`added` {where}")


def _shared(
    earlier: Iterable[str], actions: tuple[str, ...], at: Place, where: str
) -> Iterator[Finding]:
    known = folded(earlier)
    for index, action in enumerate(actions):
        if action.lower() in known:
            yield Finding(at / index, f"`{action}` stands {where} too: keep one of the two")
