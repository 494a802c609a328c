"""Run a module and note where its time goes: `python sampling.py FILE MODULE [ARGUMENT…]`.

The kernel interrupts every few milliseconds of processor time. What was used since the last time
goes to what runs then: long calls of compiled code count in full, and all adds up to what the
process took. A profiler that is told of each call would make short functions look expensive, and
one that goes by the clock on the wall would count waiting. SIGUSR1 writes what was noted so far and
starts anew.
"""

from __future__ import annotations

import json
import runpy
import signal
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from types import FrameType

INTERVAL = 0.001
"""Seconds of the processor between two looks; most kernels round it up to their tick."""


class Samples:
    """What each stack took: seconds of the processor, and megabytes that the peak grew by.

    A stack is the files of its frames, the innermost first, as numbers in `files`.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.files: dict[str, int] = {}
        self.taken: dict[tuple[int, ...], tuple[float, float]] = {}
        self.seconds = self.peak = 0.0

    def look(self, _: int, frame: FrameType | None) -> None:
        """Give what was taken since the last look to what runs now."""
        stack: list[int] = []
        while frame is not None:
            file = self.files.setdefault(frame.f_code.co_filename, len(self.files))
            if not stack or stack[-1] != file:
                stack.append(file)
            frame = frame.f_back
        used = getrusage(RUSAGE_SELF)
        seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        before = self.taken.get(key := tuple(stack), (0.0, 0.0))
        self.taken[key] = before[0] + seconds - self.seconds, before[1] + peak - self.peak
        self.seconds, self.peak = seconds, peak

    def write(self, *_: object) -> None:
        """Write what was noted, and start anew."""
        # More is noted while this runs.
        noted, self.taken = self.taken, {}
        samples = [(stack, *taken) for stack, taken in noted.items()]
        new = self.target.with_suffix(".new")
        new.write_text(json.dumps({"files": [*self.files], "samples": samples}), "utf-8")
        new.replace(self.target)


def main(target: str, module: str, *arguments: str) -> None:
    """Run the module as `python -m` does."""
    samples = Samples(Path(target).absolute())
    samples.look(0, None)
    sys.argv = [module, *arguments]
    # `python -m` looks in the current folder, and not beside this script.
    sys.path[0] = ""
    signal.signal(signal.SIGPROF, samples.look)
    signal.signal(signal.SIGUSR1, samples.write)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        samples.write()


if __name__ == "__main__":
    main(*sys.argv[1:])
