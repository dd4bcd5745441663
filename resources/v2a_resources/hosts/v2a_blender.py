"""Foley for the selected strips of Blender's video sequencer, by the v2a command.

An add-on for Blender 3.3 and newer: the sidebar of the sequencer gets a tab "v2a". Every selected movie strip becomes
a job of the `v2a` command; the takes come back as sound strips at the strip's own start, the best one heard, the
others muted on channels above it. docs/hosts/blender.md tells how to use it.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import bpy  # type: ignore[import-not-found]

bl_info = {
    "name": "v2a foley",
    "author": "v2a-plugin",
    "version": (1, 0, 0),
    "blender": (3, 3, 0),
    "location": "Video Sequencer > Sidebar > v2a",
    "description": "Foley for the selected strips",
    "category": "Sequencer",
}

V2A = ["v2a"]  # the command of this computer, filled in by `v2a host install blender`


class Stop(Exception):
    """Something a person has to know; nothing was changed."""


def all_strips(editor: Any) -> Any:
    """The strips of a sequencer; Blender 4.4 renamed the collection, and 5.0 dropped the old name."""
    found = getattr(editor, "strips", None)
    return editor.sequences if found is None else found


def scene_rate(scene: Any) -> Fraction:
    """Frames a second, exact: Blender keeps 23.976 as 24 over a rounded 1.001."""
    return Fraction(scene.render.fps) / Fraction(scene.render.fps_base).limit_denominator(10_000)


def job_for(scene: Any, strip: Any, takes: int, prompt: str) -> dict[str, Any]:
    """What `v2a host run` is asked; docs/hosts/README.md describes every entry."""
    if strip.type != "MOVIE":
        raise Stop(f"{strip.name} is no movie strip.")
    rate = scene_rate(scene)
    own = Fraction(strip.fps).limit_denominator(1001) if getattr(strip, "fps", 0) else rate
    if abs(own - rate) > Fraction(1, 100):
        raise Stop(f"{strip.name} has {float(own):g} frames a second and the scene {float(rate):g}. Make them equal.")
    skipped = strip.frame_offset_start + getattr(strip, "animation_offset_start", 0)
    return {
        "schema": 1,
        "host": "blender",
        "name": strip.name,
        "media": bpy.path.abspath(strip.filepath),
        "start": str(Fraction(round(skipped)) / rate),
        "frames": strip.frame_final_duration,
        "rate": str(rate),
        "record": max(0, strip.frame_final_start - scene.frame_start),
        "drop": False,
        "takes": takes,
        "prompt": prompt,
    }


def start_job(job: dict[str, Any]) -> tuple[subprocess.Popen[bytes], Path]:
    """Start the command; gives the process and the folder where its result appears."""
    home = Path(bpy.data.filepath).parent if bpy.data.filepath else Path(tempfile.gettempdir())
    try:
        folder = new_folder(home / "v2a takes")
        (folder / "job.json").write_text(json.dumps({**job, "out": str(folder)}, indent=2), encoding="utf-8")
        with (folder / "log.txt").open("wb") as log:
            command = [*V2A, "host", "run", str(folder / "job.json")]
            return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT), folder
    except OSError as error:
        raise Stop(f"The v2a command does not start: {error}. Run 'v2a host install blender' again.") from error


def new_folder(home: Path) -> Path:
    """A folder for one job, named by the time."""
    home.mkdir(parents=True, exist_ok=True)
    name = time.strftime("%Y-%m-%d %H.%M.%S")
    for number in range(1, 1000):
        folder = home / (name if number == 1 else f"{name} ({number})")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"{name} and its next thousand are taken")


def result_of(folder: Path) -> dict[str, Any]:
    """What the command answered."""
    try:
        result: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(f"v2a ended without a result; {folder / 'log.txt'} tells why.") from error
    if result["error"]:
        raise Stop(f"{result['error']} {result['hint']}".strip())
    return result


def place(scene: Any, start: int, result: dict[str, Any]) -> list[Any]:
    """Every take as a sound strip at a frame, on channels that are free there; the best is the lowest, and heard."""
    editor = scene.sequence_editor_create()
    strips = all_strips(editor)
    placed: list[Any] = []
    channel = 1
    for stem in result["stems"]:
        channel = free_channel(strips, start, start + stem["frames"], channel)
        strip = strips.new_sound(stem["name"], stem["file"], channel, start)
        if strip.frame_final_duration != stem["frames"]:
            strip.frame_final_duration = stem["frames"]
        strip.mute = bool(placed)
        placed.append(strip)
        channel += 1
    return placed


def free_channel(strips: Any, start: int, end: int, lowest: int) -> int:
    """The first channel above every strip that is seen or heard in a stretch."""
    inside: list[int] = [s.channel for s in strips if s.frame_final_start < end and s.frame_final_end > start]
    return max([lowest, *(channel + 1 for channel in inside)])


@dataclass(frozen=True)
class Waiting:
    """A job that runs: where its takes go, its process, its folder."""

    start: int
    process: subprocess.Popen[bytes]
    folder: Path


class V2A_OT_foley(bpy.types.Operator):  # type: ignore[misc] # noqa: N801 - as Blender wants it
    """Make foley for the selected movie strips"""

    bl_idname = "v2a.foley"
    bl_label = "Make foley"
    bl_options = {"REGISTER", "UNDO"}  # noqa: RUF012 - Blender reads it from the class

    def invoke(self, context: Any, event: Any) -> set[str]:  # noqa: ARG002 - Blender gives it
        """With a window: go on while the jobs run."""
        if not self._begin(context):
            return {"CANCELLED"}
        self._timer = context.window_manager.event_timer_add(0.5, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: Any) -> set[str]:
        """Without a window: wait."""
        if not self._begin(context):
            return {"CANCELLED"}
        for waiting in self._waiting:
            waiting.process.wait()
            self._finish(context, waiting)
        return {"FINISHED"}

    def modal(self, context: Any, event: Any) -> set[str]:
        """Look twice a second; Esc ends the jobs."""
        if event.type == "ESC":
            for waiting in self._waiting:
                waiting.process.terminate()
            return self._end(context, {"CANCELLED"})
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        for waiting in [each for each in self._waiting if each.process.poll() is not None]:
            self._waiting.remove(waiting)
            self._finish(context, waiting)
        return {"PASS_THROUGH"} if self._waiting else self._end(context, {"FINISHED"})

    def _begin(self, context: Any) -> bool:
        scene = context.scene
        editor = scene.sequence_editor
        chosen = [strip for strip in all_strips(editor) if strip.select and strip.type == "MOVIE"] if editor else []
        self._waiting: list[Waiting] = []
        if not chosen:
            self.report({"ERROR"}, "Select a movie strip first.")
        try:
            for strip in chosen:
                process, folder = start_job(job_for(scene, strip, scene.v2a_takes, scene.v2a_prompt))
                self._waiting.append(Waiting(strip.frame_final_start, process, folder))
        except Stop as reason:
            self.report({"ERROR"}, str(reason))
        return bool(self._waiting)

    def _finish(self, context: Any, waiting: Waiting) -> None:
        try:
            place(context.scene, waiting.start, result_of(waiting.folder))
        except Stop as reason:
            self.report({"ERROR"}, str(reason))

    def _end(self, context: Any, answer: set[str]) -> set[str]:
        context.window_manager.event_timer_remove(self._timer)
        return answer


class V2A_PT_panel(bpy.types.Panel):  # type: ignore[misc] # noqa: N801 - as Blender wants it
    """The tab in the sidebar"""

    bl_label = "Foley"
    bl_space_type = "SEQUENCE_EDITOR"
    bl_region_type = "UI"
    bl_category = "v2a"

    def draw(self, context: Any) -> None:
        """Two settings and the button."""
        self.layout.prop(context.scene, "v2a_prompt")
        self.layout.prop(context.scene, "v2a_takes")
        self.layout.operator("v2a.foley")


CLASSES = (V2A_OT_foley, V2A_PT_panel)


def register() -> None:
    """Called by Blender when the add-on is switched on."""
    bpy.types.Scene.v2a_takes = bpy.props.IntProperty(name="Takes", default=3, min=1, max=32)
    bpy.types.Scene.v2a_prompt = bpy.props.StringProperty(name="Prompt", description="Words to add to the picture")
    for each in CLASSES:
        bpy.utils.register_class(each)


def unregister() -> None:
    """Called by Blender when the add-on is switched off."""
    for each in reversed(CLASSES):
        bpy.utils.unregister_class(each)
    del bpy.types.Scene.v2a_takes, bpy.types.Scene.v2a_prompt


if __name__ == "__main__":
    register()
