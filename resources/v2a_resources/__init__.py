"""What ships beside the code: cards, bundles, samples. A leaf: it imports nothing of ours."""

from importlib.resources import files
from pathlib import Path

__all__ = ["bundle_path", "card_paths", "font_path", "labels_path", "resources_path", "sample_path"]


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
    """Plain-English sounds, one a line: what takes are "heard as", and the text bridge's captions."""
    return resources_path() / "labels" / "foley.txt"


def font_path() -> Path:
    """The typeface of sheets and reports."""
    return resources_path() / "fonts" / "DejaVuSansCondensed.ttf"


def sample_path() -> Path:
    """The sample clip: four shots of photographed animals, 18 s, no sound."""
    return resources_path() / "samples" / "farm.mp4"
