"""The `policybook` command and its subcommands."""

from __future__ import annotations

import click

from policybook.cli.check import check
from policybook.cli.completion import completion
from policybook.cli.diff import diff
from policybook.cli.export import export
from policybook.cli.fix import fix
from policybook.cli.format import format_
from policybook.cli.new import new
from policybook.cli.rules import rules
from policybook.cli.stats import stats


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="policybook")
def main() -> None:
    """Check IAM policy data and publish it.

    Exit codes: 0 all is well, 1 there are problems, 2 the command was used wrongly.
    """


main.add_command(check)
main.add_command(completion)
main.add_command(diff)
main.add_command(export)
main.add_command(fix)
main.add_command(format_)
main.add_command(new)
main.add_command(rules)
main.add_command(stats)
