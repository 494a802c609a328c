"""Names of services and policies on the command line, completed by the shell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from policybook.source.listing import listing
from policybook.source.names import policy_fault, service_fault

FOLDER = "folder"
"""The parameter of a command that has the folder of the data."""

DEFAULT_FOLDER = "policies"
"""Where the data is if nothing else is said."""


class Checked(click.ParamType[str]):
    """A text that the data format takes, without white space around it.

    `fault` says why it takes none such, or None.
    """

    def __init__(self, name: str, fault: Callable[[str], str | None]) -> None:
        self.name = name
        self.fault = fault

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; one with a fault is a usage error."""
        text = str(value).strip()
        if any("\ud800" <= mark <= "\udfff" for mark in text):
            self.fail("this is not written in the encoding of this terminal", param, ctx)
        if fault := self.fault(text):
            self.fail(fault, param, ctx)
        return text


class ServiceId(Checked):
    """The id of a service that exists."""

    def __init__(self) -> None:
        super().__init__("service", service_fault)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The services that start like this."""
        del param
        names = listing(_folder(ctx))
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


class PolicyName(Checked):
    """The name of a policy that exists."""

    def __init__(self) -> None:
        super().__init__("policy", policy_fault)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The policies that start like this, each with its service."""
        del param
        return [
            CompletionItem(name, help=service)
            for service, names in listing(_folder(ctx)).items()
            for name in names
            if name.startswith(incomplete)
        ]


class Version(NamedTuple):
    """A policy with one of its versions, if that is named: `Name:v2`."""

    policy: str
    number: int | None


class PolicyVersion(click.ParamType[Version]):
    """The name of a policy, with or without a version."""

    name = "policy[:version]"
    _names = PolicyName()
    _label = re.compile(r"v([1-9][0-9]{0,5})")

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Version:
        """The policy and version; what cannot be one is a usage error."""
        if isinstance(value, Version):
            return value
        name, colon, label = str(value).partition(":")
        match = self._label.fullmatch(label)
        if colon and not match:
            self.fail("a version is written NAME:v1, NAME:v2, …", param, ctx)
        number = int(match.group(1)) if match else None
        return Version(self._names.convert(name, param, ctx), number)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The policies that start like this."""
        return self._names.shell_complete(ctx, param, incomplete)


def _folder(ctx: click.Context) -> Path:
    """The folder of the data, as far as the command line says it yet."""
    return Path(ctx.params.get(FOLDER) or DEFAULT_FOLDER)
