"""What `--guide` means: when something should sound in a region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from v2a_plugin.cli.console import warn, watch
from v2a_plugin.guides.event_lists import marked_guide, table_guide
from v2a_plugin.guides.picture import picture_guide, sure_guide
from v2a_plugin.guides.shown import as_shown
from v2a_plugin.guides.sound_guide import read_sound, sound_guide
from v2a_plugin.media.chapters import chapters_of
from v2a_plugin.media.sound import sound_of
from v2a_plugin.model.errors import BadInput, MediaError
from v2a_plugin.model.guide import Guide
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.regions import Region
from v2a_plugin.model.time import clock
from v2a_plugin.model.timeline import Marker, PictureClip
from v2a_plugin.project.project import Project

__all__ = ["Following"]


@dataclass(frozen=True, slots=True)
class Following:
    """What a person wants a region to follow.

    Attributes:
        source: auto, picture, markers, shot, none, or the path of a sound or of a CSV file.
        most: Events at most; None for all.
    """

    source: str
    most: int | None = None

    def guide(
        self, media: MediaFile | None, region: Region, quiet: bool, markers: Iterable[Marker] | None = None
    ) -> Guide | None:
        """The guide of a region; None when none is wanted.

        Args:
            media: The region's; None for words alone.
            region: What is to be followed.
            quiet: Show no progress.
            markers: On the clock of the region's span; None for the chapters of the file.

        Raises:
            BadInput: There is nothing to follow, or the file does not fit.
            MediaError: The file is no sound that can be decoded.
            NoSuchFile: It is missing.
        """
        name = region.name
        match self.source:
            case "none" | "":
                return None
            case "auto":
                found = watch(sure_guide(media, region), quiet)
                return found if self.most is None or found is None else found.at_most(self.most)
            case "picture":
                if media is None:
                    raise BadInput("Words alone have no picture to follow.", "Give a video, or another guide.")
                found = as_shown(watch(picture_guide(media, region.source_span, name), quiet), region)
                return found if self.most is None or not found.events else found.at_most(self.most)
            case "markers":
                chapters = chapters_of(media) if media and markers is None else ()
                marked = marked_guide(markers or chapters, region.span, self.most)
                if marked is None:
                    where = "Write chapters into the file" if markers is None else "Set markers in the shot"
                    raise BadInput(f"There is no marker in {name}.", f"{where}, or give another guide.")
                return marked
            case "shot":
                raise BadInput(f"{name} is no shot of a project.", "Give the folder of a project, or another guide.")
        path = Path(self.source)
        if path.suffix.lower() == ".csv":
            return table_guide(path, region.span.duration, self.most)
        return self._heard(path, media, region, quiet)

    def guide_of_clip(self, project: Project, clip: PictureClip, quiet: bool) -> Guide | None:
        """The guide of a shot of a project, whose own markers count; otherwise as `guide`."""
        if self.source == "shot" or (self.source == "auto" and clip.guide is not None):
            if clip.guide is None:
                raise BadInput(
                    f"{clip.region.name} has no guide of its own.",
                    "Tap one in the panel, or set events with 'v2a project edit PROJECT add-event TIME'.",
                )
            return clip.guide if self.most is None or not clip.guide.events else clip.guide.at_most(self.most)
        by = clip.region.span.start - clip.record
        markers = [replace(marker, at=marker.at + by) for marker in project.timeline.markers]
        media = None if self.source in ("none", "", "markers") else project.media_of(clip.region)
        return self.guide(media, clip.region, quiet, markers)

    def _heard(self, path: Path, media: MediaFile | None, region: Region, quiet: bool) -> Guide:
        """The guide of a sound file, or of the sound of the video itself under the region."""
        name, length = region.name, region.span.duration
        if media is not None and path.exists() and path.samefile(media.path):
            if media.sound is None:
                raise MediaError(f"{path.name} holds no sound that can be decoded.", "Give another guide.")
            own = region.source_span
            heard = sound_guide(watch(sound_of(media, own), quiet), own.duration, f"The sound of {name}", self.most)
            return as_shown(heard, region)
        sound = read_sound(path, length + Fraction(1, 10))
        if sound.duration > length:
            warn(f"{path.name} is longer than {name}: what comes after {clock(length)} is left out.")
        guide = sound_guide(sound, length, path.name, self.most)
        if not guide.events:
            warn(f"No transients carry {path.name}: its level is followed.")
        return guide
