"""v2a-plugin: proposes foley for a shot of video. Importing it loads neither torch nor av."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("v2a-plugin")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"

__all__ = ["__version__"]
