"""What ships beside the code: cards, bundles, samples, fonts. A leaf: it imports nothing of ours."""

from pathlib import Path

__all__ = ["font_path"]

_HERE = Path(__file__).parent


def font_path() -> Path:
    """The typeface of sheets and reports."""
    return _HERE / "fonts" / "DejaVuSansCondensed.ttf"
