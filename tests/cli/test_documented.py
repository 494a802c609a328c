"""Every command is documented: in its help, on its page and in the README."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from commands import git
from policybook import cli
from policybook.cli import main
from policybook.cli.reference import commands
from policybook.render.settings import Command
from sites import ROOT

COMMANDS = commands(main)
each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


GROUPS = {"new": "new", "import": "import_"}
"""The folders of the commands that have commands."""


def test_every_command_has_its_module() -> None:
    folder = Path(cli.__file__).parent
    assert made(folder) == {*main.list_commands(click.Context(main))} - {*GROUPS}
    below = {f"{group} {name}" for group, sub in GROUPS.items() for name in made(folder / sub)}
    assert {f"policybook {name}" for name in made(folder) | below} == {c.name for c in COMMANDS}


def made(folder: Path) -> set[str]:
    """The names of the modules in a folder that have a command."""
    return {path.stem for path in folder.iterdir() if "@click.command(" in text(path)}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.suffix == ".py" else ""


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
    assert max(map(len, result.output.splitlines())) <= 80
    short = CliRunner().invoke(main, [*arguments, "-h"])
    assert short.output == result.output


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the examples speak of: a repository with services, policies, documents and sites."""
    monkeypatch.chdir(tmp_path)
    for name, actions in (("before", ["s3:Get*"]), ("after", ["s3:Get*", "s3:PutObject"])):
        statement = {"Effect": "Allow", "Action": actions, "Resource": "arn:aws:s3:::acme/*"}
        text = json.dumps({"Version": "2012-10-17", "Statement": statement})
        Path(f"{name}.json").write_text(text)
    shutil.copy("after.json", "reader.json")
    collect("managedPolicies.json", text)
    Path("collected").mkdir()
    shutil.copy("after.json", "collected/AcmeCollected.json")
    Path("services.yaml").write_text("services: {acme-aws: {name: Acme, policies: [Acme*]}}\n")
    words = ["--description", "Lets people read.", "--type", "customer-managed"]
    for arguments in (
        ["service", "acme-storage", "--name", "Acme Storage", "--prefix", "s3"],
        ["policy", "acme-storage", "AcmeOther", *words, "--document", "before.json"],
        ["policy", "acme-storage", "AcmeReader", *words, "--document", "before.json"],
        ["change", "--title", "Objects", "--date", "2024-02-01"],
        ["version", "AcmeReader", "--document", "after.json"],
        ["version", "AcmeReader", "--document", "before.json"],
    ):
        Path("policies").mkdir(exist_ok=True)
        result = CliRunner().invoke(main, ["new", *arguments])
        assert result.exit_code == 0, result.output
    assert CliRunner().invoke(main, ["anchors"]).exit_code == 0
    shutil.copytree("policies", "data/policies")
    for site in ("site", "public"):
        _build(Path(site))
    for line in ("init -q", "add .", "commit -qm First", "tag v1.0", "tag v1.1", "tag origin/main"):
        git(tmp_path, *line.split())
    return tmp_path


def collect(name: str, document: str) -> None:
    """A collection with a policy of AWS, as the npm package has it."""
    version = {"createdDate": "2024-02-01T10:00:00.000Z", "document": json.loads(document)}
    arn = "arn:aws:iam::aws:policy/AcmeAws"
    policy = {"arn": arn, "latestVersionId": "v1", "versions": {"v1": version}}
    Path(name).write_text(json.dumps({"AcmeAws": policy}))


def _build(site: Path) -> None:
    """A site with all the addresses that are recorded, and a link to warn of."""
    for line in Path("policies/anchors.lock").read_text().splitlines():
        folder, _, anchor = line.partition("#")
        if line.startswith("/"):
            page = site / folder[1:] / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            with page.open("a") as text:
                text.write(f'<a id="{anchor}" href="http://localhost/">Here</a>')


def examples(command: Command) -> Iterator[list[str]]:
    """The examples that stand for themselves, each as the words that a shell makes of it."""
    lines = command.examples.replace("\\\n", " ").splitlines()
    return (shlex.split(line)[1:] for line in lines if line.startswith("policybook "))


EXAMPLES = [pytest.param(words, id=" ".join(words)) for c in COMMANDS for words in examples(c)]


@pytest.mark.parametrize("words", EXAMPLES)
def test_examples_work_as_printed(words: list[str], project: Path) -> None:
    if "|" in words or ">" in words:
        words = words[: min(words.index(mark) for mark in "|>" if mark in words)]
    if words[:2] in (["new", "service"], ["new", "policy"]):
        shutil.rmtree(project / "policies" / "acme-storage" / "AcmeReader")
    if words[:2] == ["new", "service"]:
        shutil.rmtree(project / "policies" / "acme-storage")
    if words[:2] == ["new", "policy"]:
        words = [*words, "--type", "customer-managed"]
    result = CliRunner().invoke(main, words)
    differs = 1 if "--exit-code" in words or "--strict" in words else 0
    assert result.exit_code == differs, result.output


def test_every_command_has_an_example() -> None:
    assert [command.name for command in COMMANDS if not command.examples] == []


@each_command
def test_readme_names_the_command(command: Command) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group, _, last = command.name.rpartition(" ")
    assert f"`{command.name}" in readme or (f"`{group}" in readme and f"`{last}`" in readme)
