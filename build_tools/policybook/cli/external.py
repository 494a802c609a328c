"""Links to other sites, fetched for `policybook links --external`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from time import time
from typing import Any

import click
from click.core import ParameterSource

from policybook.cli.progress import steps
from policybook.cli.writing import write
from policybook.links.external.cache import Cache, is_cache
from policybook.links.external.choice import Choice
from policybook.links.external.hosts import Limits
from policybook.links.finding import LinkReport
from policybook.words import counted

_DAY = 86_400
_MOST_BYTES = 16 << 20
_USUAL = Limits()
_LIMITS = ("concurrency", "per_host", "interval", "timeout", "time_limit")
_OTHERS = ("allow", "cache", "max_age")
_OPTIONS = (
    click.option("--external", is_flag=True, help="Fetch what the site links to elsewhere, too."),
    click.option(
        "--allow",
        multiple=True,
        metavar="PATTERN",
        help="Fetch only addresses that match this, private ones too; may be given several times.",
    ),
    click.option(
        "--cache",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        default=".cache/policybook/links.json",
        show_default=True,
        help="Where to keep which addresses were all right.",
    ),
    click.option(
        "--max-age",
        type=click.IntRange(0),
        metavar="DAYS",
        default=7,
        show_default=True,
        help="For how long what was all right is not fetched again.",
    ),
    click.option(
        "--concurrency",
        type=click.IntRange(1, 256),
        metavar="NUMBER",
        default=_USUAL.concurrency,
        show_default=True,
        help="How many addresses to fetch at a time.",
    ),
    click.option(
        "--per-host",
        type=click.IntRange(1, 256),
        metavar="NUMBER",
        default=_USUAL.per_host,
        show_default=True,
        help="How many of them from one host.",
    ),
    click.option(
        "--interval",
        type=click.FloatRange(0),
        metavar="SECONDS",
        default=_USUAL.interval,
        show_default=True,
        help="The time between two questions to one host.",
    ),
    click.option(
        "--timeout",
        type=click.IntRange(1),
        metavar="SECONDS",
        default=int(_USUAL.timeout),
        show_default=True,
        help="For how long to wait for an answer.",
    ),
    click.option(
        "--time-limit",
        type=click.IntRange(1),
        metavar="SECONDS",
        default=int(_USUAL.time_limit),
        show_default=True,
        help="For how long to fetch at all; what is left by then is told.",
    ),
)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch, as the command line says."""

    allow: tuple[str, ...]
    cache: Path
    max_age: int
    limits: Limits


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take `fetching`, which is None without `--external`."""

    @wraps(command)
    def wrapped(*arguments: Any, external: bool, **given: Any) -> None:
        own = {name: given.pop(name) for name in (*_LIMITS, *_OTHERS)}
        if not external:
            _refuse(own)
        limits = Limits(**{name: own[name] for name in _LIMITS})
        fetching = Fetching(**{name: own[name] for name in _OTHERS}, limits=limits)
        command(*arguments, fetching=fetching if external else None, **given)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _refuse(names: Iterable[str]) -> None:
    """Fail where one of the options is given that do nothing without `--external`."""
    context = click.get_current_context()
    for name in names:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = name.replace("_", "-")
            raise click.UsageError(f"--{option} does nothing without --external: add that")


def fetched(report: LinkReport, choice: Choice, fetching: Fetching) -> LinkReport:
    """The report with what is wrong with links to other sites."""
    try:
        # It takes long to load and is there only for those who want it.
        from policybook.links.external.checking import Means, check
        from policybook.links.external.web import UnfitProxyError
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        message = '--external needs httpx: pip install "policybook[external]"'
        raise click.UsageError(message) from None
    kept, is_ours = _read(fetching.cache)
    known = kept.fresh(time(), fetching.max_age * _DAY)
    watch = partial(steps, "Fetching")
    try:
        found = check(report.external, choice, known, Means(fetching.limits), watch)
    except UnfitProxyError as error:
        message = f"the proxy that the environment names cannot be used: {error}"
        raise click.ClickException(message) from None
    if is_ours and found.cache != kept:
        _keep(fetching.cache, found.cache)
    if not found.is_whole:
        raise click.Abort
    counts = {
        "judged": found.judged,
        "not judged": found.open,
        "known already": found.known,
        "left alone": found.left,
    }
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    number = counted(len(report.external), "external address", "external addresses")
    click.echo(f"{number}: {told or 'nothing to fetch'}", err=True)
    return report.plus(found.findings)


def _read(path: Path) -> tuple[Cache, bool]:
    """What a file keeps, and whether it is one for that."""
    if not path.exists():
        return Cache(), True
    with path.open(encoding="utf-8", errors="replace") as file:
        text = file.read(_MOST_BYTES)
    cache = Cache.read(text)
    if cache is None and is_cache(text):
        click.echo(f"{path} is damaged or of another version: all is fetched anew", err=True)
    elif cache is None:
        mend = "name another file with --cache"
        click.echo(f"{path} is left as it is, since it is no cache: {mend}", err=True)
    return cache or Cache(), cache is not None or is_cache(text)


def _keep(path: Path, cache: Cache) -> None:
    """Write what is known; that it cannot be written takes nothing from what was found."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, cache.written())
    except OSError as error:
        click.echo(f"{path} cannot be written: {error.strerror}", err=True)
    except click.ClickException as error:
        click.echo(error.message, err=True)
