"""What a file system says of a file without reading it, and whether that can be believed.

As git does: what has the same sign is the same. What changed a moment ago may change once more
without another sign, since clocks of file systems tick slowly.
"""

from __future__ import annotations

import os
import time

Sign = tuple[int, int, int, int]
"""What changes with a file or folder."""

_STANDSTILL = 3_000_000_000
"""For how many nanoseconds the clock of a file system may stand still, and a bit more."""


def sign(status: os.stat_result) -> Sign:
    """The sign of what has this status."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def is_settled(sign: Sign) -> bool:
    """Whether whatever changes from now on gets another sign."""
    return 0 < max(sign[:2]) < time.time_ns() - _STANDSTILL
