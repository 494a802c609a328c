"""`policybook import`: other people's data, turned into data files."""

from __future__ import annotations

import click

from policybook.cli.import_.catalogue import catalogue


@click.group("import")
def import_() -> None:
    """Take policies over from where they are now.

    What is imported is as it was found: what is not known is left out. Importing again adds what
    is new and changes nothing that people wrote.
    """


import_.add_command(catalogue)
