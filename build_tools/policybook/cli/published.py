"""What a git revision has published, for commands that compare with it."""

from __future__ import annotations

from pathlib import Path

import click

from policybook.check import read
from policybook.model import Catalogue
from policybook.source.git import GitError, at_revision, branch_point
from policybook.source.touched import Touched, touched


def published(root: Path, revision: str | None) -> Catalogue | None:
    """The data in `root` as it was where HEAD branched off from a revision.

    It is None where there is none to compare with. Without a revision it is HEAD, if the folder
    is part of a git repository that has one.
    """
    try:
        with at_revision(root, branch_point(root, revision or "HEAD")) as folder:
            return read(folder).catalogue if folder else None
    except GitError as error:
        if revision is None:
            return None
        raise _refused(error) from None


def touched_since(root: Path, revision: str) -> Touched:
    """Which lines of the data in `root` were touched since HEAD branched off from a revision."""
    try:
        return touched(root, branch_point(root, revision))
    except GitError as error:
        raise _refused(error) from None


def _refused(error: GitError) -> click.BadParameter:
    return click.BadParameter(str(error), param_hint="'--base'")


def states(root: Path, revision: str | None) -> list[Catalogue]:
    """What `published` gives and, during a merge, what the other side of it has."""
    other = None
    if revision is None:
        try:
            with at_revision(root, "MERGE_HEAD") as folder:
                other = read(folder).catalogue if folder else None
        except GitError:
            other = None
    return [state for state in (published(root, revision), other) if state]
