"""Foley for the clip under the playhead, from the menu Workspace > Scripts of DaVinci Resolve, free or Studio.

Sends the span of the clip to the `v2a` command and puts the best take on a new audio track under it; the other takes
wait in the bin "v2a". Needs nothing but Python's own library. docs/hosts/resolve.md tells how to use it.
"""

from __future__ import annotations

import fractions
import json
import math
import pathlib
import subprocess
import time
from typing import Any

V2A = ["v2a"]  # the command of this computer, filled in by `v2a host install resolve`

FOLDER = pathlib.Path.home() / "v2a takes"
OPTIONS = FOLDER / "options.json"  # optional: {"takes": 4, "prompt": "boots on gravel", "bundle": "mini"}
BIN = "v2a"
TRACK = "v2a foley"
AUDIO_ONLY = 2
AUDIO_TYPES = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


class Stop(Exception):
    """Something a person has to know; nothing was changed."""


def main(resolve: Any) -> str:
    """Do all of it; returns the sentence to show."""
    project = resolve.GetProjectManager().GetCurrentProject()
    timeline = project.GetCurrentTimeline() if project else None
    if not timeline:
        raise Stop("Open a timeline first.")
    clip = timeline.GetCurrentVideoItem()
    if not clip:
        raise Stop("Put the playhead on a clip first.")
    rate, drop = rate_of(timeline.GetSetting("timelineFrameRate"))
    job = job_for(clip, rate, drop)
    result = run(job)
    return place(project, timeline, clip, rate, result)


def rate_of(text: object) -> tuple[fractions.Fraction, bool]:
    """The exact rate that Resolve writes as 23.976 or "29.97 DF", and whether it drops frames."""
    number, _, kind = str(text).strip().partition(" ")
    near = fractions.Fraction(number).limit_denominator(1000)
    whole = round(near)
    if near != whole:
        near = fractions.Fraction(math.ceil(near) * 1000, 1001)
    return near, kind.strip().upper() == "DF"


def job_for(clip: Any, rate: fractions.Fraction, drop: bool) -> dict[str, Any]:
    """What `v2a host run` is asked; docs/hosts/README.md describes every entry."""
    item = clip.GetMediaPoolItem()
    path = item.GetClipProperty("File Path") if item else ""
    if not path:
        raise Stop("The clip under the playhead has no file of its own (a title, a generator or a compound clip).")
    source_rate, _ = rate_of(item.GetClipProperty("FPS"))
    frames = clip.GetEnd() - clip.GetStart()
    last = clip.GetSourceEndFrame()  # since 19.0.2; a method that is not there gives None
    first = clip.GetSourceStartFrame()
    if first is not None and last is not None:
        shown = fractions.Fraction(last - first) / source_rate  # the last frame counts or not, as versions differ
        if abs(shown - frames / rate) > 2 / source_rate + 1 / rate:
            raise Stop("The clip is retimed, which v2a cannot follow. Render it in place first.")
    length = int(item.GetClipProperty("Frames") or 0)
    if first is None or (length and first >= length):  # not there, or counted from the clip's start timecode
        first = clip.GetLeftOffset()
    job: dict[str, Any] = {"takes": 3}
    job.update(options())
    job.update(
        schema=1,
        host="resolve",
        name=str(clip.GetName()),
        media=str(path),
        start=str(fractions.Fraction(first) / source_rate),
        frames=frames,
        rate=str(rate),
        record=clip.GetStart(),
        drop=drop,
    )
    return job


def options() -> dict[str, Any]:
    """What the person set for all jobs."""
    try:
        found = json.loads(OPTIONS.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Stop(f"{OPTIONS} cannot be read: {error}") from error
    if not isinstance(found, dict):
        raise Stop(f"{OPTIONS} is no JSON object.")
    return found


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Hand the job to the engine and wait for its result."""
    try:
        folder = new_folder()
        (folder / "job.json").write_text(json.dumps({**job, "out": str(folder)}, indent=2), encoding="utf-8")
    except OSError as error:
        raise Stop(f"{FOLDER} cannot be written: {error}") from error
    print("v2a: making takes for {} ...".format(job["name"]))
    try:
        command = [*V2A, "host", "run", str(folder / "job.json")]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as error:
        raise Stop(f"The v2a command does not start ({error}). Run 'v2a host install resolve' again.") from error
    try:
        result: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        said = done.stdout.decode("utf-8", "replace").strip()
        raise Stop(f"v2a ended without a result. {said or error}") from error
    if result["error"]:
        raise Stop("{} {}".format(result["error"], result["hint"]).strip())
    return result


def new_folder() -> pathlib.Path:
    """A folder for one job, named by the time."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = time.strftime("%Y-%m-%d %H.%M.%S")
    for number in range(1, 1000):
        folder = FOLDER / (name if number == 1 else f"{name} ({number})")
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise FileExistsError(f"{name} and its next thousand are taken")


def place(project: Any, timeline: Any, clip: Any, rate: fractions.Fraction, result: dict[str, Any]) -> str:
    """The best take under the clip; then the track is read again, because Resolve drops what it does not like."""
    items = import_stems(project.GetMediaPool(), [stem["file"] for stem in result["stems"]])
    best = result["stems"][0]
    item = items.get(best["file"])
    if not item:
        raise Stop("Resolve did not import {}.".format(best["file"]))
    before = timeline.GetTrackCount("audio")
    channels = best["channels"]
    timeline.AddTrack("audio", {"audioType": AUDIO_TYPES.get(channels, f"adaptive{channels}")})
    track = timeline.GetTrackCount("audio")
    if track <= before:
        raise Stop("Resolve added no audio track. The takes lie in {}.".format(result["folder"]))
    timeline.SetTrackName("audio", track, TRACK)
    wav_rate, _ = rate_of(item.GetClipProperty("FPS"))  # a WAV counts in the rate the project had at its import
    end = math.ceil(best["frames"] / rate * wav_rate)
    start = clip.GetStart()
    project.GetMediaPool().AppendToTimeline(
        [
            {
                "mediaPoolItem": item,
                "startFrame": 0,
                "endFrame": end,  # the frame after the last
                "mediaType": AUDIO_ONLY,
                "trackIndex": track,
                "recordFrame": start,
            }
        ]
    )
    placed = timeline.GetItemListInTrack("audio", track) or []
    where = [(other.GetStart(), other.GetEnd() - other.GetStart()) for other in placed]
    if (start, best["frames"]) not in where:
        raise Stop(
            "Resolve put the take at {} instead of {}. Drag {} from the bin {} under the clip.".format(
                where or "no place", (start, best["frames"]), pathlib.Path(best["file"]).name, BIN
            )
        )
    more = len(result["stems"]) - 1
    rest = f" {more} more in the bin {BIN}." if more else ""
    return "The best take is on the track {} ({}).{}".format(TRACK, ", ".join(best["heard_as"][:2]) or "no tags", rest)


def import_stems(pool: Any, files: list[str]) -> dict[str, Any]:
    """Stems in a bin of their own, by their path; the bin that was open is open again."""
    root = pool.GetRootFolder()
    current = pool.GetCurrentFolder()
    folder = next((each for each in root.GetSubFolderList() or [] if each.GetName() == BIN), None)
    pool.SetCurrentFolder(folder or pool.AddSubFolder(root, BIN))
    try:
        imported = pool.ImportMedia(files) or []
    finally:
        pool.SetCurrentFolder(current)
    return {str(pathlib.Path(item.GetClipProperty("File Path"))): item for item in imported}


def find_resolve() -> Any:
    """The application: Resolve gives it to scripts of its menu; outside, Studio's own module finds it."""
    found = globals().get("resolve")
    if found:
        return found
    if "bmd" in globals():
        return globals()["bmd"].scriptapp("Resolve")
    try:
        import DaVinciResolveScript  # type: ignore[import-not-found]
    except ImportError:
        return None
    return DaVinciResolveScript.scriptapp("Resolve")


if __name__ == "__main__":
    application = find_resolve()
    if application:
        try:
            print(f"v2a: {main(application)}")
        except Stop as reason:
            print(f"v2a: {reason}")
    else:
        print("v2a: Start this from Resolve: Workspace > Scripts.")
