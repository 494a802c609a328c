from collections.abc import Iterator
from datetime import date, timedelta

from policybook.model import Service
from policybook.problem import Place, Severity
from policybook.rule import Context, Finding, rule

_TIME_ZONES = timedelta(days=1)
"""How far ahead of the day here the day may be elsewhere."""


@rule("date-in-future", on=Service, severity=Severity.WARNING)
def date_in_future(service: Service, context: Context) -> Iterator[Finding]:
    """What is recorded has happened: no date is in the future.

    Such a date is mostly a year or month mistyped. The date of a change that is prepared in
    advance is mended when the change is published.
    """
    latest = context.today + _TIME_ZONES
    for place, day in _dates(service):
        if day > latest:
            yield Finding(place, f"{day} is in the future: mend the date, or wait for the day")


def _dates(service: Service) -> Iterator[tuple[Place, date]]:
    for policy in service.policies:
        for number, day in policy.dates.items():
            yield policy.at / "versions" / f"v{number}" / "date", day
        if policy.deprecated and policy.deprecated.date:
            yield policy.deprecated.at / "date", policy.deprecated.date
    for change in service.changes:  # the one in which tracking starts among them
        yield change.at / "date", change.date
