"""Whether an installed plugin can work here, by what its package's metadata demands."""

from __future__ import annotations

import platform
from importlib.metadata import Distribution, PackageNotFoundError, version

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

import v2a_plugin

__all__ = ["unmet"]

_OWN = "v2a-plugin"
_UNKNOWN = "0+unknown"
"""What a source tree that was never installed calls itself; it fits every demand."""


def unmet(distribution: Distribution) -> str:
    """The first demand of a package that this environment does not meet, as a clause; "" when it meets all.

    A line that does not keep to the standard (PEP 508) demands nothing.
    """
    python = ",".join(distribution.metadata.get_all("Requires-Python", []))
    try:
        fits = platform.python_version() in SpecifierSet(python)
    except InvalidSpecifier:
        fits = True
    if not fits:
        return f"it needs Python {python}, and this is {platform.python_version()}."
    for line in distribution.requires or ():
        try:
            demand = Requirement(line)
        except InvalidRequirement:
            continue
        if demand.marker is not None and not demand.marker.evaluate({"extra": ""}):
            continue
        if reason := _unmet(demand):
            return reason
    return ""


def _unmet(demand: Requirement) -> str:
    wanted = f"{demand.name}{demand.specifier}"
    try:
        found = v2a_plugin.__version__ if canonicalize_name(demand.name) == _OWN else version(demand.name)
    except PackageNotFoundError:
        return f"it needs {wanted}, which is not installed."
    if found == _UNKNOWN or demand.specifier.contains(found, prereleases=True):
        return ""
    return f"it needs {wanted}, and this is {demand.name} {found}."
