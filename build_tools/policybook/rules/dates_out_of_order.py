from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from policybook.model import Policy, Service
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule


@rule("dates-out-of-order", on=Service, aws_managed=Severity.WARNING)
def dates_out_of_order(service: Service, context: Context) -> Iterator[Finding]:
    """Dates follow the order of the history.

    A later version is not older than an earlier one, a change of a later version does not come
    before that of an earlier one, and no change comes before tracking started.
    """
    for policy in service.policies:
        yield from _versions(policy)
    latest: dict[str, tuple[int, date]] = {}
    for change in reversed(service.changes):
        if service.tracking_since and change.date < service.tracking_since:
            since = service.tracking_since
            message = f"the service tracks changes only since {since}: mend one of the two dates"
            yield Finding(change.at / "date", message)
        for update in change.updates:
            for ref in update.policies:
                if ref.version is None or ref.name not in context.catalogue.policies:
                    continue
                newest, day = latest.get(ref.name, (0, change.date))
                if ref.version < newest and day < change.date:
                    message = (
                        f"v{ref.version} of `{ref.name}` comes after its v{newest}, "
                        f"which is from {day}: mend a date or a version"
                    )
                    yield Finding(ref.at, message)
                elif ref.version >= newest:
                    latest[ref.name] = (ref.version, change.date)


def _versions(policy: Policy) -> Iterator[Finding]:
    for (older, before), (newer, after) in pairwise(sorted(policy.dates.items())):
        if after < before:
            place = policy.at / "versions" / f"v{newer}" / "date"
            yield Finding(
                place,
                f"v{newer} is older than v{older}, which is from {before}: mend one of them",
            )
