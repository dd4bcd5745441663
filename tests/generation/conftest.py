"""The tiny bundle, loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from v2a_plugin.generation.engine import Engine, load_engine
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.zoo.bundle import open_folder


@pytest.fixture(scope="module")
def engine(tiny_folder: Path) -> Engine:
    """With what is built in, and no plugin of this machine."""
    return finish(load_engine(open_folder(tiny_folder), Runtime(), load_plugins(disabled="*")))
