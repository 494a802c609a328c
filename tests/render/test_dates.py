"""Dates as readers see them."""

from datetime import date

import pytest

from policybook.render.dates import DateStyle, format_date


@pytest.mark.parametrize(
    ("day", "style", "text"),
    [
        (date(2021, 12, 7), DateStyle.LONG, "December 7, 2021"),
        (date(2021, 12, 7), DateStyle.ISO, "2021-12-07"),
        (date(2021, 12, 7), DateStyle.ORDINAL, "December 7th, 2021"),
        (date(2021, 3, 1), DateStyle.ORDINAL, "March 1st, 2021"),
        (date(2021, 3, 2), DateStyle.ORDINAL, "March 2nd, 2021"),
        (date(2021, 3, 3), DateStyle.ORDINAL, "March 3rd, 2021"),
        (date(2021, 3, 11), DateStyle.ORDINAL, "March 11th, 2021"),
        (date(2021, 3, 12), DateStyle.ORDINAL, "March 12th, 2021"),
        (date(2021, 3, 13), DateStyle.ORDINAL, "March 13th, 2021"),
        (date(2021, 3, 21), DateStyle.ORDINAL, "March 21st, 2021"),
        (date(2021, 3, 22), DateStyle.ORDINAL, "March 22nd, 2021"),
        (date(2021, 3, 31), DateStyle.ORDINAL, "March 31st, 2021"),
    ],
)
def test_format_date(day: date, style: DateStyle, text: str) -> None:
    assert format_date(day, style) == text
