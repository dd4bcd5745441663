"""DaVinci Resolve's scripting objects, as its README describes them, with the limits that were measured on it.

- A method that does not exist gives None instead of failing.
- `AddTrack` makes a mono track unless told otherwise.
- A WAV counts in the frame rate that the project had at its import; its length is rounded down to whole frames.
- `AppendToTimeline` takes source frames, the end exclusive, and an absolute record frame. What overlaps, lies before
  the timeline or names no track is dropped without a word; the answer says nothing about it.
- There is no volume.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import soundfile


class _Scripted:
    """Gives a function that answers None for every method that is not there, as the bridge does."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *_: None


def exact(text: str) -> Fraction:
    rate = Fraction(text.split()[0])
    return rate if rate.denominator == 1 else Fraction(math.ceil(rate) * 1000, 1001)


class MediaPoolItem(_Scripted):
    def __init__(self, path: str, fps: str, frames: int) -> None:
        self.path, self.fps, self.frames = path, fps, frames

    def GetName(self) -> str:
        return Path(self.path).name

    def GetClipProperty(self, name: str) -> str:
        return {"File Path": self.path, "FPS": self.fps, "Frames": str(self.frames)}.get(name, "")


class TimelineItem(_Scripted):
    def __init__(self, item: MediaPoolItem | None, start: int, frames: int, source: int) -> None:
        self.item, self.start, self.frames, self.source = item, start, frames, source

    def GetName(self) -> str:
        return self.item.GetName() if self.item else "Titel"

    def GetStart(self) -> int:
        return self.start

    def GetEnd(self) -> int:
        return self.start + self.frames

    def GetLeftOffset(self) -> int:
        return self.source

    def GetMediaPoolItem(self) -> MediaPoolItem | None:
        return self.item


class ModernItem(TimelineItem):
    """Since 19.0.2: the source's own frames, which some media count from their start timecode."""

    def __init__(self, item: MediaPoolItem, start: int, frames: int, source: int, shown: int, anchor: int = 0) -> None:
        super().__init__(item, start, frames, source)
        self.shown, self.anchor = shown, anchor

    def GetSourceStartFrame(self) -> int:
        return self.anchor + self.source

    def GetSourceEndFrame(self) -> int:
        return self.anchor + self.source + self.shown - 1


class Folder(_Scripted):
    def __init__(self, name: str) -> None:
        self.name = name
        self.folders: list[Folder] = []
        self.items: list[MediaPoolItem] = []

    def GetName(self) -> str:
        return self.name

    def GetSubFolderList(self) -> list[Folder]:
        return self.folders


class Track:
    def __init__(self, kind: str) -> None:
        self.kind, self.name = kind, ""
        self.items: list[TimelineItem] = []


class Timeline(_Scripted):
    def __init__(self, fps: str, start: int, current: TimelineItem | None) -> None:
        self.fps, self.start, self.current = fps, start, current
        self.audio = [Track("stereo")]
        self.refuses_tracks = False

    def GetSetting(self, name: str) -> str:
        return self.fps if name == "timelineFrameRate" else ""

    def GetCurrentVideoItem(self) -> TimelineItem | None:
        return self.current

    def GetTrackCount(self, kind: str) -> int:
        return len(self.audio) if kind == "audio" else 1

    def AddTrack(self, kind: str, options: dict[str, Any] | None = None) -> bool:
        if kind == "audio" and not self.refuses_tracks:
            self.audio.append(Track((options or {}).get("audioType", "mono")))
        return True

    def SetTrackName(self, kind: str, index: int, name: str) -> bool:
        self.audio[index - 1].name = name
        return True

    def GetItemListInTrack(self, kind: str, index: int) -> list[TimelineItem]:
        return list(self.audio[index - 1].items)


class MediaPool(_Scripted):
    def __init__(self, project: Project) -> None:
        self.project = project
        self.root = self.current = Folder("Master")

    def GetRootFolder(self) -> Folder:
        return self.root

    def GetCurrentFolder(self) -> Folder:
        return self.current

    def SetCurrentFolder(self, folder: Folder) -> bool:
        self.current = folder
        return True

    def AddSubFolder(self, parent: Folder, name: str) -> Folder:
        parent.folders.append(Folder(name))
        return parent.folders[-1]

    def ImportMedia(self, paths: list[str]) -> list[MediaPoolItem]:
        found = []
        for path in reversed(paths):  # the order is nobody's promise
            if Path(path).is_file():
                info = soundfile.info(path)
                frames = math.floor(Fraction(info.frames, info.samplerate) * exact(self.project.fps))
                found.append(MediaPoolItem(path, self.project.fps.split()[0], frames))
        self.current.items += found
        return found

    def AppendToTimeline(self, infos: list[dict[str, Any]]) -> list[TimelineItem]:
        timeline = self.project.timeline
        answer = []
        for info in infos:
            item = info["mediaPoolItem"]
            first, last = info["startFrame"], min(info["endFrame"], item.frames)
            length = math.floor((last - first) / exact(item.fps) * exact(timeline.fps))
            new = TimelineItem(item, info["recordFrame"], length, first)
            answer.append(new)
            if info["mediaType"] != 2 or not 1 <= info["trackIndex"] <= len(timeline.audio):
                continue
            items = timeline.audio[info["trackIndex"] - 1].items
            overlap = any(other.GetStart() < new.GetEnd() and new.GetStart() < other.GetEnd() for other in items)
            if length > 0 and new.start >= timeline.start and not overlap:
                items.append(new)
        return answer


class Project(_Scripted):
    def __init__(self, fps: str, timeline: Timeline) -> None:
        self.fps, self.timeline = fps, timeline
        self.pool = MediaPool(self)

    def GetCurrentTimeline(self) -> Timeline:
        return self.timeline

    def GetMediaPool(self) -> MediaPool:
        return self.pool


class Resolve(_Scripted):
    """The application with one open project."""

    def __init__(self, project: Project | None) -> None:
        self.project = project

    def GetProjectManager(self) -> Resolve:
        return self

    def GetCurrentProject(self) -> Project | None:
        return self.project
