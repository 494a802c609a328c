"""Commands as people run them: policybook, within the process, and git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from policybook.cli import main


def policybook(*arguments: str | Path, text: str = "") -> Result:
    """What the command says and how it ends; that it breaks off fails the test."""
    result = CliRunner().invoke(main, [*map(str, arguments)], input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def git(folder: Path, *arguments: str) -> str:
    """Run git as someone with a name, whatever the machine's settings are."""
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false")
    run = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()
