"""Every command is documented: in its help, on its page and in the README."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from policybook.cli import main
from policybook.cli.reference import commands
from policybook.render.settings import Command
from sites import ROOT

COMMANDS = commands(main)
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def paths(group: click.Group, above: str = "policybook") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from paths(command, f"{above} {name}")
        else:
            yield f"{above} {name}"


def test_every_command_is_described() -> None:
    assert sorted(command.name for command in COMMANDS) == sorted(paths(main))


@each_command
def test_command_explains_itself(command: Command) -> None:
    assert command.text.strip()
    assert command.usage.startswith(command.name)
    for option in command.options:
        assert option.text, f"{command.name} {option.names} has no help"
        assert option.text.endswith("."), f"{command.name} {option.names}: a sentence has an end"
    for line in command.examples.splitlines():
        if line.startswith("policybook"):
            assert line.startswith(command.name), line


@each_command
def test_help(command: Command) -> None:
    arguments = command.name.split()[1:]
    result = CliRunner().invoke(main, [*arguments, "--help"])
    assert result.exit_code == 0
    assert "\\b" not in result.output
    short = CliRunner().invoke(main, [*arguments, "-h"])
    assert short.output == result.output


@each_command
def test_readme_names_the_command(command: Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group, _, last = command.name.rpartition(" ")
    assert f"`{command.name}" in readme or (f"`{group}" in readme and f"`{last}`" in readme)
