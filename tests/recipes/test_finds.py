"""What pictures find, measured where the corpora lie beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from mini.judging_finds import finds_table
from mini.workshop import Workshop
from v2a_plugin.model.progress import finish
from v2a_resources import bundle_path

SHARED = next((path / "shared" for path in Path(__file__).parents if (path / "shared" / "corpus2").is_dir()), None)


@pytest.mark.soak
@pytest.mark.skipif(SHARED is None, reason="needs the corpora")
def test_words_and_sounds_joined_find_more_than_chance(tmp_path: Path) -> None:
    assert SHARED is not None
    shop = Workshop(SHARED / "corpus", tmp_path, bundle_path("mini"), second=SHARED / "corpus2")
    lines = {line[:16].strip(): line[16:].split() for line in finish(finds_table(shop)).splitlines()}
    first, four = float(lines["joined"][0]), float(lines["joined"][4])
    assert first > 10 * float(lines["chance"][0])
    assert four > 5 * float(lines["chance"][1])
    assert first > float(lines["vector"][0])
