"""What arguments and options of several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from policybook.guide import guides
from policybook.rule import Profile
from policybook.words import did_you_mean

PATH = click.Path(exists=True, path_type=Path)
PROFILES = click.Choice([profile.value for profile in Profile])


class RuleId(click.ParamType[str]):
    """The id of a rule, completed by the shell."""

    name = "rule id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id; one that does not exist is a usage error."""
        if value not in guides():
            self.fail(f"there is no rule `{value}`{did_you_mean(value, guides())}", param, ctx)
        return str(value)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids that start like this, each with what it asks for."""
        del ctx, param
        return [
            CompletionItem(guide.id, help=guide.title)
            for guide in guides().values()
            if guide.id.startswith(incomplete)
        ]


def data_folder(path: Path | None) -> Path:
    """The folder of the data: `path`, or `policies` where none is named."""
    folder = path or Path("policies")
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder `{folder}` here: name the folder of the data")
    return folder
