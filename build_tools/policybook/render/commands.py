"""The page of the command line, made from what the commands say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from policybook import addresses, report
from policybook.render import reading, rich
from policybook.render.page import Block, Heading, Listing, Page, Prose, Table, TableRow
from policybook.render.settings import Command, Option
from policybook.render.text import Flow


def commands_page(commands: Callable[[], Sequence[Command]]) -> Page:
    """Every command with its options."""
    title = "Command line"
    return Page(
        path=addresses.COMMANDS,
        title=title,
        description="Every command, with its options and examples.",
        make=lambda: (
            Heading(1, "commands", rich.inline(title)),
            Prose(
                rich.paragraph(
                    "What editors and CI run. Each command says the same of itself with ",
                    rich.code("--help"),
                    ". Exit codes are 0 where all is well, 1 where there are problems, and 2 "
                    "where a command was used wrongly.",
                ),
                lead=True,
            ),
            *(block for command in commands() for block in _command(command)),
        ),
        in_nav=title,
    )


def _command(command: Command) -> Iterator[Block]:
    anchor = command.name.replace(" ", "-")
    yield Heading(2, anchor, rich.code(command.name), command.name)
    yield Prose(_flow(command.text))
    yield Listing(rich.inline("Usage"), command.usage, "console")
    if command.options:
        yield Table(
            ("Option", "Meaning"),
            tuple(
                TableRow(rich.code(option.names), (_meaning(option),)) for option in command.options
            ),
        )
    last = command.name.rpartition(" ")[2]
    if last in report.schemas():
        schema = rich.link(addresses.to(addresses.schema_file(last)), "JSON Schema")
        yield Prose(
            rich.paragraph(
                "What it prints with ", rich.code("--format json"), " has a ", schema, "."
            )
        )
    if command.examples:
        yield Listing(rich.inline("Examples"), command.examples, "console")


def _meaning(option: Option) -> Flow:
    default = rich.paragraph("Default: ", rich.code(option.default), ".")
    return (*_flow(option.text), *(default if option.default else ()))


def _flow(text: str) -> Flow:
    return reading.markdown(text)
