"""`mkdocs serve` of a project: what it serves, and the work that an edit makes for it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from benchmarks.measuring import AROUND, PATIENCE, JobFailedError
from benchmarks.profiles import Sample, read, sampled
from benchmarks.projects import MKDOCS, Project

_EPOCH = re.compile(rb"livereload\(([0-9]+),")
_TICK = os.sysconf("SC_CLK_TCK")
_REST = 2.0
"""Seconds over which is measured what a preview does while nothing happens."""
_SAMPLES = "samples"


@dataclass
class Preview:
    """A running `mkdocs serve`."""

    process: subprocess.Popen[bytes]
    url: str
    folder: Path
    epoch: int = 0
    idle: float = field(default=0.0, init=False)
    """Seconds of the processor that it takes in a second in which nothing happens."""

    @property
    def site(self) -> Path:
        """What is served."""
        return next(self.folder.glob("mkdocs_*"))

    def said(self) -> str:
        """The last that it said."""
        said = (self.folder / "said").read_text(encoding="utf-8", errors="replace")
        return said[-2000:]

    def cpu(self) -> float:
        """Seconds of the processor so far, with those of children that have ended."""
        pid = self.process.pid
        # The clock of another process, as clock_getcpuclockid(3) numbers it on Linux.
        own = time.clock_gettime((~pid << 3) | 2)
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return own + sum(map(int, fields[13:15])) / _TICK

    def get(self, path: str) -> bytes:
        """What is served at a path."""
        with urlopen(f"{self.url}{quote(path)}", timeout=PATIENCE) as answer:
            content: bytes = answer.read()
        return content

    def rest(self) -> None:
        """Measure what it takes while nothing happens."""
        before, start = self.cpu(), time.monotonic()
        time.sleep(_REST)
        self.idle = (self.cpu() - before) / (time.monotonic() - start)

    def work(self, file: Path, text: str, paths: Iterable[str], word: str) -> float:
        """Seconds of the processor from saving a file until all paths have a word of it.

        What it takes anyway, whether something happens or not, is left out.
        """
        before, start = self.cpu(), time.monotonic()
        save(file, text)
        while (epoch := int(self.get(f"livereload/{self.epoch}/1"))) == self.epoch:
            if time.monotonic() - start > PATIENCE:
                raise JobFailedError(f"the preview did not notice that {file.name} was saved")
        self.epoch = epoch
        for path in paths:
            if word.encode() not in self.get(path):
                raise JobFailedError(f"{path} is not current in the preview: it lacks {word}")
        return self.cpu() - before - self.idle * (time.monotonic() - start)

    def samples(self) -> list[Sample]:
        """What it was found doing since this was asked last, where it runs in order to be profiled."""
        file = self.folder / _SAMPLES
        file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        start = time.monotonic()
        while not file.is_file():
            if self.process.poll() is not None or time.monotonic() - start > PATIENCE:
                raise JobFailedError("the preview does not say what it did")
            time.sleep(0.05)
        return read(file)


def save(file: Path, text: str) -> None:
    """Write a file as editors do: whole, in place of the old one."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


@contextmanager
def preview(project: Project, *, profiled: bool = False) -> Iterator[Preview]:
    """A preview for a while, from the moment when it has something to show."""
    with socket.socket() as free, TemporaryDirectory() as folder:
        free.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*free.getsockname())
        free.close()
        command = (*MKDOCS, "serve", "--livereload", "--dev-addr", address)
        environment = {"TMPDIR": folder, "POLICYBOOK_CACHE": str(project.caches)}
        with (Path(folder) / "said").open("wb") as said:
            process = subprocess.Popen(
                sampled(command, Path(folder) / _SAMPLES) if profiled else command,
                cwd=project.folder,
                env={**AROUND, "NO_MKDOCS_2_WARNING": "1", **environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        try:
            shown = Preview(process, f"http://{address}/", Path(folder))
            shown.epoch = _first_epoch(shown)
            shown.rest()
            yield shown
        except URLError as error:
            message = f"mkdocs serve answers no more, {error}:\n{shown.said()}"
            raise JobFailedError(message) from error
        finally:
            process.terminate()
            process.wait()


def _first_epoch(shown: Preview) -> int:
    while shown.process.poll() is None:
        try:
            found = _EPOCH.search(shown.get(""))
        except HTTPError:
            raise
        except URLError:
            time.sleep(0.2)
            continue
        if found:
            return int(found[1])
        break
    raise JobFailedError(f"mkdocs serve does not serve:\n{shown.said()}")
