"""The `policybook` command and its subcommands."""

from __future__ import annotations

import errno
import gc
from typing import Any

import click

from policybook.cli.anchors import anchors
from policybook.cli.check import check
from policybook.cli.completion import completion
from policybook.cli.diff import diff
from policybook.cli.export import export
from policybook.cli.fix import fix
from policybook.cli.format import format_
from policybook.cli.links import links
from policybook.cli.new import new
from policybook.cli.review import review
from policybook.cli.rules import rules
from policybook.cli.stats import stats
from policybook.cli.terminal import is_plain


class _Commands(click.Group):
    """Commands that tell what the system refuses in one line, as they tell everything else."""

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


main.add_command(anchors)
main.add_command(check)
main.add_command(completion)
main.add_command(diff)
main.add_command(export)
main.add_command(fix)
main.add_command(format_)
main.add_command(links)
main.add_command(new)
main.add_command(review)
main.add_command(rules)
main.add_command(stats)
