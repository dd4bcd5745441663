"""What ships beside the code: cards, bundles, samples. A leaf: it imports nothing of ours."""

from importlib.resources import files
from pathlib import Path

__all__ = [
    "bundle_path",
    "caption_paths",
    "card_paths",
    "font_path",
    "german_path",
    "guide_path",
    "icon_path",
    "labels_path",
    "languages_path",
    "library_path",
    "resources_path",
    "sample_path",
    "study_example_path",
    "training_path",
]


def resources_path() -> Path:
    """Folder of everything that ships."""
    return Path(str(files(__name__)))


def card_paths() -> tuple[Path, ...]:
    """Cards of the bundles that can be pulled, sorted by name."""
    return tuple(sorted((resources_path() / "cards").glob("*.toml")))


def bundle_path(name: str) -> Path:
    """Folder of a bundle that ships ("mini")."""
    return resources_path() / "bundles" / name


def labels_path() -> Path:
    """Plain-English sounds, one a line: what takes are "heard as"."""
    return resources_path() / "labels" / "foley.txt"


def caption_paths() -> tuple[Path, ...]:
    """Lists of things that sound, as text and CSV: the text bridge's captions for bundles that bring none."""
    lists = tuple(resources_path() / "labels" / name for name in ("foley.txt", "audioset.txt", "vggsound.txt"))
    return (*lists, resources_path() / "ucs" / "categories.csv")


def german_path() -> Path:
    """German words of sounds in English, "word = words" a line."""
    return resources_path() / "labels" / "german.txt"


def training_path(name: str) -> Path:
    """Settings of the mapper's training that ship ("paper", "small")."""
    return resources_path() / "training" / f"{name}.toml"


def study_example_path() -> Path:
    """A plan for `v2a study`, to begin with."""
    return resources_path() / "study" / "example.toml"


def font_path() -> Path:
    """The typeface of sheets and reports."""
    return resources_path() / "fonts" / "DejaVuSansCondensed.ttf"


def languages_path() -> Path:
    """Folder of the panel's translations: `de.ts` for translators, `de.qm` for the program."""
    return resources_path() / "languages"


def guide_path(language: str = "en") -> Path:
    """The user guide that the panel shows, as Markdown; in English where there is none in a language.

    Args:
        language: "de".
    """
    path = languages_path() / f"guide.{language}.md"
    return path if path.is_file() else resources_path() / "guide.md"


def icon_path(name: str) -> Path:
    """An icon of the panel as SVG, drawn in `currentColor` ("play"); "app" is the application's own."""
    return resources_path() / "icons" / f"{name}.svg"


def library_path() -> Path:
    """The recordings that ship, with their table, their attribution and their index."""
    return resources_path() / "library"


def sample_path() -> Path:
    """The sample clip: four shots of photographed animals, 18 s, no sound."""
    return resources_path() / "samples" / "farm.mp4"
