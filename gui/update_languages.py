"""Brings the files for translators up to date with the texts of the panel, and compiles them.

python gui/update_languages.py            every resources/v2a_resources/languages/*.ts, and a *.qm of each
python gui/update_languages.py fr         begin with another language; Qt Linguist edits fr.ts

Texts that stand in tables and not in a call of tr are written into a file for the extractor first. So are the sentences
of the engine that the panel shows: stages of jobs, names of edits, titles of what is built in, and those of `SPOKEN`;
`engine.txt` lists them for the panel.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine_sentences import PLACE, numbered, sentences, texts_of
from v2a_gui.commands import COMMANDS
from v2a_gui.dialogs.stem_form import _LAYOUTS as LAYOUTS
from v2a_gui.engine_texts import CONTEXT, catalogue
from v2a_gui.models.shots import ShotState
from v2a_gui.models.take_table import COLUMNS
from v2a_gui.theme import Theme
from v2a_gui.views.generate import _QUALITIES as QUALITIES
from v2a_gui.views.generate import _SOURCES as SOURCES
from v2a_gui.views.toolbar import _TOOLS as TOOLS
from v2a_plugin.model import ranges
from v2a_plugin.model.recipe import SoundEditKind
from v2a_plugin.model.timeline import TrackKind
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.plugins.report import FailedStage, Origin, PluginState
from v2a_plugin.zoo.store import Presence, Store
from v2a_resources import languages_path

HERE = Path(__file__).parent
ENGINE = languages_path() / "engine.txt"
SPOKEN = (
    "take {0} of {1}: {2}", "In {0}:", "Line {0} {1}", "change {0}", "process {0} on {1}", "prompt", "used",
    "written", "none", "{0} lacks '{1}'", "{0} cannot be {1}", "There is no bundle '{0}'.",
    "{0} runs at {1} frames a second, which is no standard rate; next to it: {2} and {3}.",
    # what expat says of XML (xmlparse.c)
    "mismatched tag: line {0}, column {1}", "no element found: line {0}, column {1}",
    "not well-formed (invalid token): line {0}, column {1}", "undefined entity: line {0}, column {1}",
    "unclosed token: line {0}, column {1}",
    # what a system says when it refuses
    "broken pipe", "cannot allocate memory", "connection refused", "connection reset by peer", "connection timed out",
    "device or resource busy", "directory not empty", "disk quota exceeded", "file exists", "file name too long",
    "file too large", "input/output error", "invalid argument", "is a directory", "network is unreachable",
    "no route to host", "no space left on device", "no such device", "no such device or address",
    "no such file or directory", "not a directory", "operation not permitted", "permission denied",
    "read-only file system", "refused", "stale file handle", "too many levels of symbolic links", "too many open files",
    "too many open files in system",
)  # fmt: skip
"""Texts that are put together where no search finds them."""
EDIT = re.compile(r"[A-Z][a-z]+( [a-z]+)*")
"""Names of edits look like this, and nothing else that a call in that room begins with."""
APART = frozenset({"cli", "evaluation", "hosts", "judges", "testing", "training"})
"""Rooms of the engine whose sentences the panel does not show."""


def engine_texts() -> tuple[str, ...]:
    """Sentences of the engine that the panel shows, with `{0}`, `{1}` for what varies.

    They are those of its errors, every other text that ends as a sentence does, stages of jobs, names of edits, and
    titles of what is built in.
    """
    found = dict.fromkeys(SPOKEN)
    engine = HERE.parent / "v2a_plugin"
    paths = [path for path in engine.rglob("*.py") if path.relative_to(engine).parts[0] not in APART]
    for path in [*paths, *(HERE.parent / "hooks").rglob("*.py"), *(HERE / "v2a_gui").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= sentences(tree, clauses=path.is_relative_to(engine))
        for node in ast.walk(tree) if path.parent.name == "timeline" else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                found |= dict.fromkeys(text for text in texts_of(node.args[0]) if EDIT.fullmatch(text))
    found |= dict.fromkeys(
        [f"{one.name} is {PLACE}." for one in vars(ranges).values() if isinstance(one, ranges.Range)]
    )
    found |= dict.fromkeys([one.value for one in (*Kind, *FailedStage, *SoundEditKind)])
    plugins = load_plugins()
    found |= dict.fromkeys(added.title for kind in Kind for added in plugins.added(kind))
    for state in Store().bundles():
        found |= dict.fromkeys((state.card.summary, *state.licence.forbids))
    return tuple(sorted({numbered(text) for text in found if text in SPOKEN or _says_something(text)}))


def _says_something(text: str) -> bool:
    """Whether a text has words of its own: what is mostly places fits anything."""
    return len(re.findall(r"[^\W\d_]", text)) > (2 if PLACE in text else 1)


def tables() -> Mapping[str, Sequence[str]]:
    """Texts that stand in tables, under the class that shows them."""
    kinds = [kind.value for kind in TrackKind]
    return {
        "Commands": [
            *(command.text for command in COMMANDS),
            *dict.fromkeys(one.menu for one in COMMANDS),
            *dict.fromkeys(one.inner for one in COMMANDS),
        ],
        CONTEXT: sorted(catalogue()),
        "StemForm": [text for _, text in LAYOUTS],
        "Generate": [*QUALITIES, *SOURCES.values()],
        "Headers": kinds,
        "_Head": kinds,
        "History": list(COLUMNS),
        "ModelsDialog": [presence.value for presence in Presence],
        "PluginsDialog": [*(state.value for state in PluginState), *(origin.value for origin in Origin)],
        "Preferences": [theme.value for theme in Theme],
        "Toolbar": [text for _, text in TOOLS if text],
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
    ENGINE.write_text("\n".join(engine_texts()) + "\n", encoding="utf-8")
    for ts in sorted({*languages_path().glob("*.ts"), *(languages_path() / f"{code}.ts" for code in sys.argv[1:])}):
        update(ts)
        _run("lrelease", "-silent", "-compress", str(ts), "-qm", str(ts.with_suffix(".qm")))
