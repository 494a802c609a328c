from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.links.external.retrying import asked_pause, pause

NOW = datetime(2026, 11, 18, 10, 26, 40, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Wed, 18 Nov 2026 10:27:40 GMT", 60),
        ("Wednesday, 18-Nov-26 10:27:40 GMT", 60),
        ("Wed, 18 Nov 2026 12:27:40 +0200", 60),
        ("Wed, 18 Nov 2026 10:27:40 -0000", 60),
        ("Wed, 18 Nov 2020 10:27:40 GMT", 0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("\u0665", None),
        ("Wed, 99 Nov 2026 10:27:40 GMT", None),
    ],
)
def test_pause_that_a_server_asks_for(header: str, seconds: float | None) -> None:
    assert asked_pause(header, NOW) == seconds


@given(st.text() | st.from_regex(r"[0-9A-Za-z,: +-]{0,40}"))
def test_any_header_is_taken(header: str) -> None:
    asked = asked_pause(header, NOW)
    assert asked is None or asked >= 0


@given(st.integers(0, 8), st.floats(0, 1))
def test_pauses_grow_and_spread(attempt: int, chance: float) -> None:
    assert 2.0**attempt / 2 <= pause(attempt, chance) <= 2.0**attempt
