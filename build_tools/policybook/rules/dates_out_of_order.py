from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from operator import le

from policybook.model import Policy, PolicyRef, Service
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("dates-out-of-order", on=Service, aws_managed=Severity.WARNING)
def dates_out_of_order(service: Service, context: Context) -> Iterator[Finding]:
    """Dates follow the order of the history.

    A later version is not older than an earlier one, a change of a later version does not come
    before that of an earlier one, and no change comes before tracking started. Of many dates
    those are found that are at odds with most of the others.
    """
    for policy in service.policies:
        yield from _versions(policy)
    named: defaultdict[str, list[tuple[date, int, PolicyRef]]] = defaultdict(list)
    for change in reversed(service.changes):
        if service.tracking_since and change.date < service.tracking_since:
            since = service.tracking_since
            message = f"the service tracks changes only since {since}: mend one of the two dates"
            yield Finding(change.at / "date", message)
        for update in change.updates:
            for ref in update.policies:
                if ref.version is not None and context.policy(ref.name):
                    named[ref.name].append((change.date, ref.version, ref))
    for name, found in named.items():
        found.sort(key=lambda known: known[:2])
        for n, other in _strays([number for _, number, _ in found]):
            _, number, ref = found[n]
            day, near, _ = found[other]
            comes = "after" if near > number else "before"
            message = f"v{number} of `{name}` comes {comes} its v{near}, which is from {day}"
            yield Finding(ref.at, f"{message}: mend a date or a version")


def _versions(policy: Policy) -> Iterator[Finding]:
    dates = sorted(policy.dates.items())
    for n, other in _strays([day.toordinal() for _, day in dates]):
        number, day = dates[n]
        near, near_day = dates[other]
        age = "older" if near_day > day else "newer"
        message = f"v{number} is {age} than v{near}, which is from {near_day}: mend one of them"
        yield Finding(policy.at / "versions" / f"v{number}" / "date", message)


def _strays(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where the fewest numbers stand that keep a row from rising, the later ones if in doubt.

    Each comes with where one stands that it is at odds with.
    """
    if all(map(le, numbers, numbers[1:])):
        return
    # From the end: the place with the largest number that starts a rising run of each length.
    starts: list[int] = []
    following: dict[int, int | None] = {}
    for n in reversed(range(len(numbers))):
        length = bisect_right(starts, -numbers[n], key=lambda start: -numbers[start])
        following[n] = starts[length - 1] if length else None
        starts[length : length + 1] = [n]
    kept: list[int] = []
    n_kept = starts[-1] if starts else None
    while n_kept is not None:
        kept.append(n_kept)
        n_kept = following[n_kept]
    for n, number in enumerate(numbers):
        at = bisect_left(kept, n)
        if n not in kept[at : at + 1]:
            is_late = at == 0 or numbers[kept[at - 1]] <= number
            yield n, kept[at if is_late else at - 1]
