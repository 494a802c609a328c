"""What holds for all commands: where they look, what they say without a terminal, and to whom."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from commands import policybook
from policybook.cli import main, progress
from policybook.cli.terminal import is_terminal
from sites import SAMPLE

PROGRAM = [sys.executable, "-m", "policybook"]
NAMELESS = "\udcff"
"""What Python makes of a byte on the command line that is no text."""

ON_DATA = ["check", "fix --diff", "format --check", "stats", "export --to out"]
ON_NAMES = ["diff", "new service", "new policy", "new version", "new change"]


@pytest.mark.parametrize("command", [*ON_DATA, "review --base HEAD", *ON_NAMES])
def test_no_data_here(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = policybook(*command.split())
    assert result.exit_code == 2
    assert "there is no folder `policies` here" in result.stderr
    assert ("--in" in result.stderr.splitlines()[-1]) == (command in ON_NAMES)
    assert result.stdout == ""


@pytest.mark.parametrize("command", ON_DATA)
def test_the_folder_above_the_data(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = tmp_path / "policies" / "acme"
    service.mkdir(parents=True)
    (service / "service.yaml").write_text("name: Acme\nshort_name: Acme\nprefixes: [s3]\n")
    monkeypatch.chdir(tmp_path)
    name, *options = command.split()
    result = policybook(name, ".", *options)
    if name == "format":  # which takes any folder
        assert result.exit_code == 0
    else:
        assert result.exit_code == 2
        assert "`policies` is one: name that" in result.stderr
    assert policybook(*command.split()).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["service", "acme", "--name", NAMELESS],
        ["change", "--title", NAMELESS],
        ["policy", "acme-storage", "AcmeNew", "--description", NAMELESS],
    ],
)
def test_text_that_is_none(arguments: list[str]) -> None:
    result = policybook("new", *arguments, "--in", str(SAMPLE))
    assert result.exit_code == 2
    assert "encoding" in result.stderr


def test_the_system_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "secret")

    monkeypatch.setattr("policybook.cli.rules.load", refusing)
    result = policybook("rules")
    assert result.exit_code == 1
    assert result.stderr == "Error: secret cannot be read or written: Permission denied\n"


@pytest.mark.skipif(os.name == "nt", reason="streams are closed in another way there")
@pytest.mark.parametrize(
    ("redirection", "error"),
    [(">&-", None), ("| head -c 1 >/dev/null", None), (">/dev/full", "No space left on device")],
)
def test_output_that_nobody_takes(redirection: str, error: str | None) -> None:
    if "full" in redirection and not Path("/dev/full").exists():
        pytest.skip("there is no full device here")
    line = f'"$@" {redirection}'
    command = ["sh", "-c", line, "sh", *PROGRAM, "rules", "--format", "json"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert "Traceback" not in told
    assert (error in told) if error else told == ""


def test_a_closed_stream_is_no_terminal() -> None:
    assert not is_terminal(None)


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
@pytest.mark.parametrize("arguments", [["check"], ["rules", "sid-not-unique"], ["stats"]])
def test_no_colour_where_nobody_wants_it(
    arguments: list[str], variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "policies").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("policybook.cli.painting.is_terminal", lambda _: True)
    env = {"NO_COLOR": "", "TERM": "xterm"}
    assert "\x1b[" in CliRunner().invoke(main, arguments, color=True, env=env).stdout
    plain = CliRunner().invoke(main, arguments, color=True, env=env | variables)
    assert "\x1b" not in plain.stdout


@pytest.mark.parametrize("is_long", [True, False])
def test_a_clock_runs_while_someone_waits(
    is_long: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    monkeypatch.setattr(progress, "is_plain", lambda: False)
    turns = iter([False, False, True] if is_long else [True])
    clock = SimpleNamespace(wait=lambda _: next(turns), set=lambda: None)
    monkeypatch.setattr(progress, "Event", lambda: clock)
    with progress.busy("Checking"):
        pass
    told = capsys.readouterr().err
    assert told == ("\rChecking, 1 s\rChecking, 2 s\r             \r" if is_long else "")


@pytest.mark.parametrize("count", [2, 3])
def test_a_bar_takes_the_place_of_the_clock(
    count: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "is_terminal", lambda _: True)
    monkeypatch.setattr(progress, "is_plain", lambda: False)
    monkeypatch.setattr(progress, "WATCHED", 3)
    with progress.busy("Checking") as watch:
        assert list(watch(range(count))) == [*range(count)]
    assert ("Checking" in capsys.readouterr().err) == (count == 3)


def test_help_fits_and_names_every_command() -> None:
    output = policybook("--help").stdout
    assert isinstance(main, click.Group)
    for name in main.list_commands(click.Context(main)):
        line = next(line for line in output.splitlines() if line.startswith(f"  {name} "))
        assert not line.endswith("..."), name
    assert max(map(len, output.splitlines())) <= 80
