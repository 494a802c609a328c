"""The `policybook` command and its subcommands."""

from __future__ import annotations

import errno
import gc
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from policybook.cli.terminal import is_plain

_NAMES = (
    "anchors",
    "check",
    "completion",
    "diff",
    "export",
    "fix",
    "format",
    "import",
    "links",
    "new",
    "review",
    "rules",
    "stats",
)
"""The commands, each in a module of its name; `import_` stands for the word that Python has."""


class _Commands(click.Group):
    """Commands that tell what the system refuses in one line, as they tell everything else.

    Each is imported when it is asked for: none has to wait for what only others need.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        del ctx
        return [*_NAMES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, if there is one."""
        del ctx
        if cmd_name not in _NAMES:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        found = vars(import_module(f"policybook.cli.{module}")).values()
        return next(
            value for value in found if isinstance(value, click.Command) and value.name == cmd_name
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            what = error.filename or "what is needed here"
            reason = error.strerror or str(error)
            raise click.ClickException(f"{what} cannot be read or written: {reason}") from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policybook")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Check IAM policy data and publish it.

    \b
    To change a policy:
      policybook new version AcmeReader  starts from the last document
      policybook check                   says what is wrong and how to mend it
      policybook fix                     mends what is safe to mend
      policybook new change              announces what really changed
      policybook diff                    shows by meaning what you changed

    Each command has its own help: policybook check --help. Exit codes: 0 all is well, 1 there
    are problems, 2 the command was used wrongly.
    """
    # A command keeps nearly all that it reads until it ends: to look for garbage among it again
    # and again would take a fifth of its time.
    gc.set_threshold(100_000, 20, 100)
    if is_plain():
        ctx.color = False
