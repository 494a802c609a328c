"""What is worth another try, and after how long."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime

from policybook.links.external.answers import Failure, Fault, Reply

TOO_MANY = 429
_FOR_GOOD = frozenset({501, 505})
_PASSING = frozenset({Failure.TIMEOUT, Failure.REFUSED, Failure.BROKEN})
_FIRST = 1.0


def may_pass(answer: Reply | Fault) -> bool:
    """Whether the same question may well be answered otherwise a little later."""
    if isinstance(answer, Fault):
        return answer.what in _PASSING
    return answer.status == TOO_MANY or (answer.status >= 500 and answer.status not in _FOR_GOOD)


def pause(attempt: int, chance: float) -> float:
    """The seconds to wait after an attempt, counted from 0: twice as long each time.

    `chance`, from 0 to 1, spreads those who wait for the same server.
    """
    return _FIRST * 2.0**attempt * (0.5 + chance / 2)


def asked_pause(header: str, now: float) -> float | None:
    """The seconds that a Retry-After header asks for, None where it says nothing that is known.

    It has a number of seconds or a date (RFC 9110, 10.2.3).
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    whole = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return max(whole.timestamp() - now, 0.0)
    except OverflowError:
        return None
