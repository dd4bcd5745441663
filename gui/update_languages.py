"""Brings the files for translators up to date with the texts of the panel, and compiles them.

python gui/update_languages.py            every resources/v2a_resources/languages/*.ts, and a *.qm of each
python gui/update_languages.py fr         begin with another language; Qt Linguist edits fr.ts

Texts that stand in tables and not in a call of tr are written into a file for the extractor first.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from v2a_gui.commands import COMMANDS
from v2a_gui.dialogs.export import _LAYOUTS as LAYOUTS
from v2a_gui.models.shots import ShotState
from v2a_gui.models.take_table import COLUMNS
from v2a_gui.views.generate import _QUALITIES as QUALITIES
from v2a_plugin.model.timeline import TrackKind
from v2a_plugin.plugins.report import Origin, PluginState
from v2a_plugin.zoo.store import Presence
from v2a_resources import languages_path

HERE = Path(__file__).parent


def tables() -> Mapping[str, Sequence[str]]:
    """Texts that stand in tables, under the class that shows them."""
    kinds = [kind.value for kind in TrackKind]
    return {
        "Commands": [*(command.text for command in COMMANDS), *dict.fromkeys(one.menu for one in COMMANDS)],
        "ExportDialog": [text for _, text in LAYOUTS],
        "Generate": [name for name, _ in QUALITIES],
        "Headers": kinds,
        "_Head": kinds,
        "History": list(COLUMNS),
        "ModelsDialog": [presence.value for presence in Presence],
        "PluginsDialog": [*(state.value for state in PluginState), *(origin.value for origin in Origin)],
        "ShotModel": [state.value for state in ShotState],
    }


def update(file: Path) -> None:
    """Put the texts of the panel into a file for translators; what is translated stays, what is gone goes."""
    sources = sorted(str(path) for path in (HERE / "v2a_gui").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        extra = Path(folder) / "tables.py"
        lines = []
        for name, texts in tables().items():
            lines += [f"class {name}:", "    def texts(self):"]
            lines += [f"        self.tr({text!r})" for text in texts if text]
        extra.write_text("\n".join(lines) + "\n", encoding="utf-8")
        _run(
            "lupdate",
            "-silent",
            "-target-language",
            file.stem,
            "-no-obsolete",
            "-locations",
            "none",
            *sources,
            str(extra),
            "-ts",
            str(file),
        )


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sys.executable).with_name(f"pyside6-{tool}")), *arguments], check=True)


if __name__ == "__main__":
    for ts in sorted({*languages_path().glob("*.ts"), *(languages_path() / f"{code}.ts" for code in sys.argv[1:])}):
        update(ts)
        _run("lrelease", "-silent", "-compress", str(ts), "-qm", str(ts.with_suffix(".qm")))
