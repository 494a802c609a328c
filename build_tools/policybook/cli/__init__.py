"""The command line: the only place that prints, writes the user's files and exits."""

from policybook.cli.main import main

__all__ = ["main"]
