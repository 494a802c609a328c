"""The data that an import adds to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from policybook.assemble import assemble
from policybook.model import Catalogue, Policy
from policybook.problem import Place, Problem
from policybook.source.source import Source, Whole
from policybook.source.tree import walk


@dataclass(frozen=True, slots=True)
class Known:
    """A policy of the data, with the files that it is made of."""

    policy: Policy
    words: Source
    documents: Mapping[int, Source]


@dataclass(frozen=True, slots=True)
class Existing:
    """What there is already: the catalogue, and its policies by name."""

    catalogue: Catalogue
    policies: Mapping[str, Known]


NOTHING = Existing(Catalogue(Place(Whole(PurePosixPath())), (), {}), {})
"""What a new folder has."""


def existing(root: Path) -> tuple[Existing, list[Problem]]:
    """What is in a folder of services, and what of it cannot be read."""
    if not root.is_dir() or not any(root.iterdir()):
        return NOTHING, []
    tree, unread = walk(root)
    catalogue, misfits = assemble(tree)
    known = {
        folder.name: Known(catalogue.policies[folder.name], folder.words, folder.documents)
        for service in tree.services
        for folder in service.policies
        if folder.words and folder.name in catalogue.policies
    }
    return Existing(catalogue, known), sorted({*unread, *misfits})
