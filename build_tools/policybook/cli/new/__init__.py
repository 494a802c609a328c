"""`policybook new`: new files for the data, complete and in their canonical form."""

from __future__ import annotations

import click

from policybook.cli.new.change import change
from policybook.cli.new.policy import policy
from policybook.cli.new.service import service
from policybook.cli.new.version import version


@click.group()
def new() -> None:
    """Add a service, a policy, a version or a change to the data.

    What is needed and not given is asked for in a terminal; elsewhere, or with --no-input, it
    is an error. Nothing that exists is overwritten, and either all files are written or none.
    """


new.add_command(change)
new.add_command(policy)
new.add_command(service)
new.add_command(version)
