"""`policybook completion`."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
PROGRAM = "policybook"
VARIABLE = "_POLICYBOOK_COMPLETE"
"""What the script sets when it asks for completions: click's own name for it."""


@click.command()
@click.argument("shell", metavar="SHELL", type=click.Choice([*SHELLS]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes a shell complete all of this.

    SHELL is bash, zsh or fish. It completes commands, options, rule ids, and the names of
    services and policies in the folder policies, or the one given by --in.

    \b
    For the shell that is open:
      eval "$(policybook completion bash)"
      eval "$(policybook completion zsh)"
      policybook completion fish | source

    To have it always, put the line into ~/.bashrc or ~/.zshrc (below compinit). Fish reads a file:

    \b
      policybook completion fish > ~/.config/fish/completions/policybook.fish
    """
    command = ctx.find_root().command
    click.echo(SHELLS[shell](command, {}, PROGRAM, VARIABLE).source())
