"""v2a-plugin: proposes foley for a shot of video. Importing it loads neither torch nor av."""

__all__ = ["__version__"]


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version  # a quarter of the time of `v2a --help`

    try:
        return version("v2a-plugin")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0+unknown"
