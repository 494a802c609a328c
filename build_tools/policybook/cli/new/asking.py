"""What a command is given, completed by asking where there is someone to answer."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import click

from policybook.cli.arguments import Declare, Declared, in_folder
from policybook.cli.names import Checked
from policybook.cli.terminal import is_terminal
from policybook.scaffold.words import document as read_document
from policybook.scaffold.words import fault
from policybook.schemas import Kind
from policybook.source.files import MAX_BYTES

T = TypeVar("T")

DOCUMENT = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


def value(kind: Kind, key: str, name: str = "text") -> Checked:
    """What a key of a data file takes."""
    return Checked(name, partial(fault, kind, key))


def document_option(help: str) -> Declare:  # noqa: A002 - click's own word
    """Let a command take a policy document."""
    return click.option("--document", type=DOCUMENT, metavar="FILE", help=help)


def day_option(help: str) -> Declare:  # noqa: A002 - click's own word
    """Let a command take a date."""
    kind = value(Kind.CHANGE, "date")
    return click.option("--date", "day", type=kind, metavar="DATE", help=help)


def options(command: Declared) -> Declared:
    """Give a command the options that all commands for new files have."""
    asks = click.option(
        "--no-input", "asks", is_flag=True, flag_value=False, default=True, help="Never ask."
    )
    return in_folder(asks(command))


def needed(given: T | None, flag: str, question: str, kind: click.ParamType[T], *, asks: bool) -> T:
    """What was given for `flag`; what was not is asked for, or is a usage error."""
    if given is not None:
        return given
    if not asks or not is_terminal(sys.stdin):
        raise click.UsageError(f"missing {flag}: give it, or run this in a terminal to be asked")
    try:
        answer: T = click.prompt(question, type=kind, err=True)
    except click.Abort:
        click.echo(err=True)
        raise click.ClickException("no answer: nothing is written") from None
    return answer


def needed_document(given: Path | None, *, asks: bool) -> Path:
    """The file of a policy document, which may be the standard input."""
    question = "File of the JSON document (- to paste it, then Ctrl-D)"
    return needed(given, "--document", question, DOCUMENT, asks=asks)


def document_text(path: Path) -> str:
    """The canonical text of a policy document in a file; what is none ends the command."""
    try:
        with click.open_file(str(path), "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}") from None
    text, problems = read_document(content, PurePosixPath(path.as_posix()))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise click.ClickException("the document was not taken: nothing is written")
    return text


def choice(values: Any) -> click.Choice[str]:
    """One of the values of an enumeration of the model."""
    return click.Choice([member.value for member in values])
