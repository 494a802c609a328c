"""Kind: one way in which a link can be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc

from policybook.problem import Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """How much something matters, and in Markdown what is right: a sentence, then the rest."""

    severity: Severity
    documentation: str

    @property
    def title(self) -> str:
        """The sentence that says what is right."""
        return " ".join(self.documentation.partition("\n\n")[0].split())


def error(documentation: str) -> Kind:
    """What keeps readers from getting where a link says."""
    return Kind(Severity.ERROR, cleandoc(documentation))


def warning(documentation: str) -> Kind:
    """What should be mended."""
    return Kind(Severity.WARNING, cleandoc(documentation))


def hint(documentation: str) -> Kind:
    """What is good to know."""
    return Kind(Severity.HINT, cleandoc(documentation))
