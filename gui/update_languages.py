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

from v2a_gui.commands import COMMANDS
from v2a_gui.dialogs.export import _LAYOUTS as LAYOUTS
from v2a_gui.engine_texts import CONTEXT, catalogue
from v2a_gui.models.shots import ShotState
from v2a_gui.models.take_table import COLUMNS
from v2a_gui.theme import Theme
from v2a_gui.views.generate import _QUALITIES as QUALITIES
from v2a_plugin.model import errors
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.timeline import TrackKind
from v2a_plugin.plugins.facade import Kind, load_plugins
from v2a_plugin.plugins.report import Origin, PluginState
from v2a_plugin.zoo.store import Presence, Store
from v2a_resources import languages_path

HERE = Path(__file__).parent
ENGINE = languages_path() / "engine.txt"
ROOMS = (
    "conform", "delivery", "encoders", "formats", "generation", "guides", "mapper", "media", "plugins", "project", "shots",
    "sources", "timeline", "zoo",
)  # fmt: skip
"""Rooms of the engine whose work the panel shows."""
SPOKEN = (
    # titles of jobs, and what the panel's models say
    "generate {0}", "open {0}", "save {0}", "conform to {0}", "find shots in {0}", "export {0}", "look at {0}", "get {0}",
    "verify {0}", "trim the cache", "trimming the cache", "take {0} of {1}: {2}", "loading {0}", "opening {0}", "loading {0} of {1}",
    "Undone: {0}.", "Done again: {0}.", "The queue could not be saved: {0}",
    "{0} shots got a cue on {1}.", "{0} shots got a cue on {1}, {2} were passed over.",
    "The take was discarded; undo brings it back.", "Nothing to clear.",
    "1 take was cleared; starred, chosen and placed ones stay.",
    "{0} takes were cleared; starred, chosen and placed ones stay.",
    "1 take was let go, the oldest that nobody starred, chose or placed: a shot keeps {0}.",
    "{0} takes were let go, the oldest that nobody starred, chose or placed: a shot keeps {1}.",
    "The cache was trimmed by {0} MB.", "Conformed to {0}; undo takes it back.", "Nothing has moved.",
    "does not show", "shows more than once",  # in: The cut … the region …
    # what a format leaves out
    "The {0} tracks are not kept apart.", "The names of 1 cue are left out.", "The names of {0} cues are left out.",
    "1 marker is left out.", "{0} markers are left out.", "1 hit is left out.", "{0} hits are left out.",
    "The fades of 1 cue are left out: stems with handles have none.",
    "The fades of {0} cues are left out: stems with handles have none.", "1 muted cue is left out.",
    "{0} muted cues are left out.", "Handles are left out.", "Handles are left out: only stems per cue have them.",
    "1 note is left out.", "{0} notes are left out.", "Pan is left out: the stems are mono.",
    "The edges of 1 cue lie between frames and are put at whole ones: stems with handles have no silence there.",
    "The edges of {0} cues lie between frames and are put at whole ones: stems with handles have no silence there.",
    "The timecode is shown without drop-frame.",
    # what a conform did
    "The cue on {0} of {1} could not be matched: {2}. It is kept on a track of its own.",
    "A cue of {0} went to {1}, since it would have overlapped.", "{0} is no longer in the cut.",
    "{0} is new and has no takes.", "1 shot matched by picture.", "{0} shots matched by picture.",
    "1 cue moved or trimmed with the picture.", "{0} cues moved or trimmed with the picture.", "1 marker left in place.",
    "{0} markers left in place.",
)  # fmt: skip
"""Sentences that are put together where no search finds them."""


EDIT = re.compile(r"[A-Z][a-z]+( [a-z]+)*")
"""Names of edits look like this, and nothing else that a call in that room begins with."""


SPOKEN_ERRORS = ("timeline/[!cr]*.py", "timeline/changes.py", "timeline/ripple.py", "shots/*.py", "guides/alignment.py")
"""Files of the engine whose errors are translated, as patterns."""


def engine_texts() -> tuple[str, ...]:
    """Sentences of the engine that the panel shows, with `{0}`, `{1}` for what varies."""
    found = dict.fromkeys(SPOKEN)
    sources = [path for room in ROOMS for path in sorted((HERE.parent / "v2a_plugin" / room).rglob("*.py"))]
    for path in [*sources, *sorted((HERE.parent / "hooks").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                texts = _literals(node.args[0])
                edits = path.parent.name == "timeline" and all(EDIT.fullmatch(text) for text in texts)
                found |= dict.fromkeys(texts if edits or node.func.id in ("Progress", "Change") else ())
    plugins = load_plugins()
    found |= dict.fromkeys(added.title for kind in Kind for added in plugins.added(kind))
    for state in Store().bundles():
        found |= dict.fromkeys((state.card.summary, *state.licence.forbids))
    return tuple(sorted(text for text in found if any(letter.isalpha() for letter in text)))


def error_texts() -> tuple[str, ...]:
    """Sentences of the errors that an edit ends in, and of an export of nothing; those of other rooms stay English."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, V2AError)}
    rooms = [path for room in SPOKEN_ERRORS for path in sorted((HERE.parent / "v2a_plugin").glob(room))]
    found: dict[str, None] = {}
    for path in rooms:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                found |= dict.fromkeys(text for argument in node.args for text in _literals(argument))
    return tuple(sorted(text for text in found if len(re.sub(r"\{\d\}|\W", "", text)) > 8))


def _literals(node: ast.expr) -> list[str]:
    """The texts that an expression may be, with places for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        places = iter(range(10))
        parts = [part.value if isinstance(part, ast.Constant) else f"{{{next(places)}}}" for part in node.values]
        return ["".join(map(str, parts))]
    return [*_literals(node.body), *_literals(node.orelse)] if isinstance(node, ast.IfExp) else []


def tables() -> Mapping[str, Sequence[str]]:
    """Texts that stand in tables, under the class that shows them."""
    kinds = [kind.value for kind in TrackKind]
    return {
        "Commands": [*(command.text for command in COMMANDS), *dict.fromkeys(one.menu for one in COMMANDS)],
        CONTEXT: sorted(catalogue()),
        "ExportDialog": [text for _, text in LAYOUTS],
        "Generate": [name for name, _ in QUALITIES],
        "Headers": kinds,
        "_Head": kinds,
        "History": list(COLUMNS),
        "ModelsDialog": [presence.value for presence in Presence],
        "PluginsDialog": [*(state.value for state in PluginState), *(origin.value for origin in Origin)],
        "Preferences": [theme.value for theme in Theme],
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
    ENGINE.write_text("\n".join(sorted({*engine_texts(), *error_texts()})) + "\n", encoding="utf-8")
    for ts in sorted({*languages_path().glob("*.ts"), *(languages_path() / f"{code}.ts" for code in sys.argv[1:])}):
        update(ts)
        _run("lrelease", "-silent", "-compress", str(ts), "-qm", str(ts.with_suffix(".qm")))
