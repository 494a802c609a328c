from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import truediv

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
    for day, place, keys in _dates(service):
        if day > latest:
            message = f"{day} is in the future: mend the date, or wait for the day"
            yield Finding(reduce(truediv, keys, place), message)


def _dates(service: Service) -> Iterator[tuple[date, Place, tuple[str, ...]]]:
    """Each date, and what leads to it from a place."""
    for policy in service.policies:
        for number, day in policy.dates.items():
            yield day, policy.at, ("versions", f"v{number}", "date")
        if policy.deprecated and policy.deprecated.date:
            yield policy.deprecated.date, policy.deprecated.at, ("date",)
    for change in service.changes:  # the one in which tracking starts among them
        yield change.date, change.at, ("date",)
