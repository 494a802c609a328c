"""Where the data of a site is, on the disk and where it is edited."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urljoin

from mkdocs.config.defaults import MkDocsConfig


def data_uri(data: Path, config: MkDocsConfig) -> str:
    """A folder of data as seen from that of the hand-written pages."""
    return posixpath.relpath(data.resolve().as_posix(), Path(config.docs_dir).resolve().as_posix())


def edit_url(data: Path, config: MkDocsConfig) -> Callable[[str], str] | None:
    """Where data is edited, as MkDocs says where hand-written pages are."""
    template, prefix = config.edit_uri_template, config.edit_uri
    if not template and not prefix:
        return None
    repository = f"{config.repo_url.rstrip('/')}/" if config.repo_url else ""
    folder = data_uri(data, config)

    def url(file: str) -> str:
        path = posixpath.join(folder, quote(file))
        if template:
            uri = template.format(path=path, path_noext=posixpath.splitext(path)[0])
        else:
            uri = f"{prefix}{path}"
        if uri.startswith(("?", "#")):
            return f"{repository.rstrip('/')}{uri}"
        return urljoin(repository, uri)

    return url


def shown(folder: Path) -> Path:
    """A folder as seen from where the command runs, if it is below."""
    here, there = Path.cwd(), folder.resolve()
    return there.relative_to(here) if there.is_relative_to(here) else folder
