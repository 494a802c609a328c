"""Arguments and options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click
from click.shell_completion import CompletionItem

from policybook.cli.names import DEFAULT_FOLDER, FOLDER
from policybook.source.book import book_of
from policybook.source.names import ABOUT
from policybook.words import did_you_mean

if TYPE_CHECKING:
    from policybook.guide import Guide

Declared = TypeVar("Declared", bound=Callable[..., Any])


class Declare(Protocol):
    """What gives a command an argument or option."""

    def __call__(self, command: Declared, /) -> Declared:
        """The command with it."""


_PATH = click.Path(exists=True, path_type=Path)


class RuleId(click.ParamType[str]):
    """The id of a rule, completed by the shell."""

    name = "rule id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id; one that does not exist is a usage error."""
        guides = _guides()
        if value not in guides:
            self.fail(f"there is no rule `{value}`{did_you_mean(value, guides)}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids that start like this, each with what it asks for."""
        del ctx, param
        return [
            CompletionItem(guide.id, help=guide.title)
            for guide in _guides().values()
            if guide.id.startswith(incomplete)
        ]


def _guides() -> Mapping[str, Guide]:
    # They take long to load, and most commands are given no rule.
    from policybook.guide import guides

    return guides()


def paths(command: Declared) -> Declared:
    """Let a command take `paths`, any number of files and folders."""
    return click.argument("paths", metavar="[PATH]...", type=_PATH, nargs=-1)(command)


def path(command: Declared) -> Declared:
    """Let a command take `path`, a file or folder, or none."""
    return click.argument("path", metavar="[PATH]", type=_PATH, required=False)(command)


def in_folder(command: Declared) -> Declared:
    """Let a command that takes names be told where they are."""
    return click.option(
        "--in",
        FOLDER,
        type=click.Path(path_type=Path),
        metavar="DIRECTORY",
        default=DEFAULT_FOLDER,
        show_default=True,
        help="The folder of services.",
    )(command)


def form(*forms: str, help: str) -> Declare:  # noqa: A002 - click's own word
    """Let a command have several forms of output; the first is the usual one."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=help,
    )


def rule_ids(help: str) -> Declare:  # noqa: A002 - click's own word
    """Let a command be limited to some rules."""
    return click.option(
        "--rule",
        "rule_ids",
        type=RuleId(),
        multiple=True,
        metavar="ID",
        help=f"{help}; may be given several times.",
    )


def no_cache(command: Declared) -> Declared:
    """Let a command be told to work out everything anew."""
    return click.option(
        "--no-cache", is_flag=True, help="Work out everything anew, whatever was kept."
    )(command)


def base(help: str) -> Declare:  # noqa: A002 - click's own word
    """Let a command look at what is published."""
    return click.option("--base", metavar="REV", help=help)


def data_folder(path: Path | None = None) -> Path:
    """The folder of the data: `path`, or the usual one where none is named."""
    folder = path or Path(DEFAULT_FOLDER)
    if not folder.is_dir():
        named = any(p.name == FOLDER for p in click.get_current_context().command.params)
        other = "another with --in" if named else "another"
        message = f"there is no folder `{folder}` here: run this where it is, or name {other}"
        raise click.UsageError(message)
    return folder


def given(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The paths, or the folder of the data where there are none."""
    return tuple(paths) or (data_folder(),)


def book(path: Path) -> Path:
    """The folder of services that a path is part of."""
    root = book_of(path)
    inner = root / DEFAULT_FOLDER
    if any(inner.glob(f"*/{ABOUT}")) and not any(root.glob(f"*/{ABOUT}")):
        message = f"`{root}` is no folder of services, but `{inner}` is one: name that"
        raise click.UsageError(message)
    return root


def books(paths: Iterable[Path]) -> list[Path]:
    """The folders of services that paths are part of, each once."""
    return list(dict.fromkeys(map(book, paths)))
