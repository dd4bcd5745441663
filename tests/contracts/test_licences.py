"""docs/licences.md says what is really installed and shipped."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from v2a_plugin.zoo.card_files import read_card
from v2a_resources import bundle_path, card_paths, resources_path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
BY_HAND = {"laion-clap"}
"""Installed with `--no-deps`, so no extra names it."""
FAMILIES = {
    "Apache": r"apache",
    "BSD": r"\bbsd",
    "MIT": r"\bmit\b(?!-cmu)",
    "MIT-CMU": r"mit-cmu|hpnd",
    "LGPL": r"\blgpl|lesser general",
    "GPL": r"(?<!l)gpl|(?<!lesser )general public",
    "ISC": r"\bisc\b",
    "PSF": r"\bpsf|python software foundation",
    "Zlib": r"\bzlib",
    "CC0": r"\bcc0",
    "0BSD": r"\b0bsd",
    "BSL": r"\bbsl",
}


def rows() -> list[tuple[str, ...]]:
    """The cells of every row of the page's tables."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def families(text: str) -> set[str]:
    return {name for name, pattern in FAMILIES.items() if re.search(pattern, text.lower())}


def wanted() -> dict[str, Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    return {canonicalize_name(found.name): found for found in map(Requirement, lines)}


def declared(package: str) -> set[str]:
    """The families a package's own metadata name: its expression, else its classifiers, else the head of its text."""
    about = metadata.metadata(package)
    expressions = about.get_all("License-Expression", [])
    classifiers = [each for each in about.get_all("Classifier", []) if each.startswith("License ::")]
    texts = [text[:80] for text in about.get_all("License", [])]
    return next((found for said in (expressions, classifiers, texts) if (found := families(" ".join(said)))), set())


def test_every_package_has_a_row_and_every_row_a_package() -> None:
    listed = {row[0] for row in rows()[: _models()] if row[0] != "package"}
    assert listed == wanted().keys() | BY_HAND


def _models() -> int:
    """Where the tables of packages end."""
    return next(number for number, row in enumerate(rows()) if row[0] == "bundle")


@pytest.mark.parametrize("package", sorted(wanted()))
def test_the_licence_of_a_package_is_what_it_declares(package: str) -> None:
    try:
        own = declared(package)
    except metadata.PackageNotFoundError:
        pytest.skip(f"{package} is not installed here")
    [row] = [row for row in rows() if row[0] == package]
    assert own, f"{package} declares no licence that this test knows"
    assert own <= families(row[2]), f"{package} declares {sorted(own)}"


def test_every_bundle_and_its_parts_are_listed() -> None:
    said: dict[str, str] = {}
    names: list[str] = []
    for row in (row for row in rows()[_models() + 1 :] if len(row) == 3):
        names = re.findall(r"`([\w.-]+)`", row[0]) or names  # a row without a name goes on with the one above
        said |= {name: f"{said.get(name, '')} {row[2]}" for name in names}
    for path in (*card_paths(), bundle_path("mini") / "card.toml"):
        card = read_card(path)
        for licence in (card.licence.name, *(part.licence or card.licence.name for _, part in card.parts)):
            assert licence in said[card.name], (card.name, licence)


def test_every_folder_that_is_shipped_is_listed() -> None:
    """Folders of our own text need no row of their own."""
    ours = {"cards", "hosts", "icons", "languages", "study", "training", "themes", "bundles", "__pycache__"}
    shipped = {path.name for path in resources_path().iterdir() if path.is_dir()} - ours
    listed = {name for row in rows() for name in re.findall(r"^`([\w/]+)`$", row[0])}
    assert shipped <= listed
    for link in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "docs" / link).is_file(), link
