"""What the commands say of themselves, for the page of the command line."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from policybook.render.settings import Command, Option

_KEPT = "\b\n"
"""What click's help puts before a paragraph whose lines stay as they are."""


def commands(program: click.Command) -> tuple[Command, ...]:
    """Every command that is no group, in the order of their names."""
    return tuple(_command(context, context.command) for context in contexts(program))


def contexts(program: click.Command) -> Iterator[click.Context]:
    """A context for every command that is no group and not hidden."""
    yield from _below(click.Context(program, info_name="policybook", **program.context_settings))


def _below(context: click.Context) -> Iterator[click.Context]:
    command = context.command
    if isinstance(command, click.Group):
        for name in sorted(command.list_commands(context)):
            if below := command.get_command(context, name):
                yield from _below(click.Context(below, info_name=name, parent=context))
    elif not command.hidden:
        yield context


def _command(context: click.Context, command: click.Command) -> Command:
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    kept = [text.removeprefix(_KEPT) for text in paragraphs if text.startswith(_KEPT)]
    prose = [" ".join(text.split()) for text in paragraphs if not text.startswith(_KEPT)]
    pieces = command.collect_usage_pieces(context)
    return Command(
        name=context.command_path,
        usage=" ".join((context.command_path, *pieces)),
        text="\n\n".join(_marked(text) for text in prose),
        options=tuple(
            _option(parameter, context)
            for parameter in command.params
            if isinstance(parameter, click.Option) and not parameter.hidden
        ),
        examples=inspect.cleandoc("\n".join(kept).removeprefix("Examples:\n")),
    )


def _option(option: click.Option, context: click.Context) -> Option:
    names = ", ".join((*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    default = option.get_default(context)
    shown = isinstance(default, (str, int, float)) and not option.is_flag
    return Option(f"{names}{value}", _marked(option.help or ""), str(default) if shown else "")


def _marked(text: str) -> str:
    """Help for a terminal as Markdown: options and capital words are code."""
    return re.sub(r"(?<![\w`-])(--[a-z-]+|[A-Z]{2,}(?:\.\.\.)?)(?![\w`])", r"`\1`", text)
