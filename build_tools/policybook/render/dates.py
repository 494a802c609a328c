"""Dates as readers see them, in English whatever the locale."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class DateStyle(StrEnum):
    """How dates are written."""

    LONG = "long"
    ORDINAL = "ordinal"
    ISO = "iso"


def format_date(day: date, style: DateStyle) -> str:
    """December 7, 2021 (long), December 7th, 2021 (ordinal) or 2021-12-07 (iso)."""
    if style is DateStyle.ISO:
        return day.isoformat()
    suffix = _ordinal(day.day) if style is DateStyle.ORDINAL else ""
    return f"{_MONTHS[day.month - 1]} {day.day}{suffix}, {day.year}"


def format_month(day: date) -> str:
    """December 2021, in any style."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _ordinal(number: int) -> str:
    if 11 <= number % 100 <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
