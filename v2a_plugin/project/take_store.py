"""The take store: the float32 master of every take, and beside it the recipe and what was measured.

Masters are WAV files of 32-bit floats: a take may go beyond full scale, and its digest is that of its float32 samples,
so 24 bits of FLAC would keep neither (docs/adr/0004-project-folder.md). A take counts as finished once its `.json` lies
there; it is written last, when the sound is on the disk.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from v2a_plugin.files import open_regular, read_text, replacing, sync_folder, write_text, writing_errors
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.recipe import MediaReference, Origin
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.timeline import KeptTake
from v2a_plugin.project.folder_layout import Layout, checked_id

__all__ = ["TakeStore", "kept_take", "write_master"]

_SCHEMA = 1
_AGAIN = "Render the take again, or bring the file back from a backup."
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class StoredTake:
    """What `takes/<id>.json` holds.

    Attributes:
        schema: Version of this layout.
        region: Id of the region it was rendered for.
        take: The take; its recipe names the picture's file without its folder.
    """

    schema: int
    region: str
    take: Take

    def __post_init__(self) -> None:
        if self.schema != _SCHEMA:
            raise BadInput(f"The take has layout {self.schema}, not {_SCHEMA}.", "Read it with a newer v2a-plugin.")


@dataclass(frozen=True, slots=True)
class _Place:
    """A take under the id it gets; whether that is new to the store, and whether its sound is complete there."""

    rendered: RenderedTake
    new: bool
    complete: bool


class TakeStore:
    """The takes of a project on disk.

    Args:
        layout: Where the project lies.
        media_at: Gives the present path of the media with a fingerprint, None when it is not linked.
    """

    def __init__(self, layout: Layout, media_at: Callable[[str], Path | None]) -> None:
        self._layout = layout
        self._media_at = media_at
        self._verified: set[str] = set()

    def ids(self) -> set[str]:
        """Ids of all takes whose files are both there."""
        try:
            with os.scandir(self._layout.takes) as entries:  # thousands of them: no Path for each
                names = [entry.name for entry in entries if not entry.name.startswith(".")]
        except OSError:
            return set()
        sounds = {name.removesuffix(".wav") for name in names if name.endswith(".wav")}
        return sounds & {name.removesuffix(".json") for name in names if name.endswith(".json")}

    def keep(self, takes: Sequence[RenderedTake], region: str) -> tuple[Take, ...]:
        """Store takes; they are on the disk when this returns.

        A take that is there already, for the same region, is not written again, except that a sound that is gone is
        put back. One whose id another take has gets another id: the same samples may come from another seed, or for
        another region, as silence does.

        Returns:
            The takes under the ids they have now, each once.

        Raises:
            OutputError: The disk is full, or the folder may not be written; nothing of these takes is left.
        """
        folder = self._layout.takes
        with writing_errors(folder):
            folder.mkdir(exist_ok=True)
            sync_folder(folder.parent)
        places: dict[str, _Place] = {}
        for rendered in takes:
            place = self._placed(rendered, region, places)
            places[place.rendered.take.id] = place
        try:
            for place in places.values():
                if not place.complete:
                    write_master(self._layout.sound(place.rendered.take.id), place.rendered.sound)
            for place in places.values():
                if place.new:
                    take = place.rendered.take
                    write_text(
                        self._layout.recipe(take.id), to_json(StoredTake(_SCHEMA, region, _without_folder(take)))
                    )
        except BaseException:
            for place in places.values():
                if place.new:
                    self.remove(place.rendered.take.id)
            raise
        return tuple(place.rendered.take for place in places.values())

    def read(self, identifier: str) -> StoredTake:
        """A take and its region.

        Raises:
            NoSuchFile: It is gone.
            BadInput: Its file is damaged.
        """
        path = self._layout.recipe(identifier)
        try:
            if path.stat().st_size > _LONGEST:
                raise BadInput(f"{path} is too long for a take.", _AGAIN)
            text = read_text(path)
        except UnicodeDecodeError as error:
            raise BadInput(f"{path} is no text.", _AGAIN) from error
        except OSError as error:
            raise NoSuchFile(f"The take {identifier} is gone: {path} cannot be read.", _AGAIN) from error
        stored = from_json(StoredTake, text, path.name)
        if stored.take.id != identifier:
            raise BadInput(f"{path} holds the take {stored.take.id[:80]}.", "Give the file its own name back.")
        recipe = stored.take.recipe.with_media(self._placed_media)
        return replace(stored, take=replace(stored.take, recipe=recipe))

    def _placed_media(self, reference: MediaReference) -> MediaReference:
        there = self._media_at(reference.fingerprint)
        return reference if there is None else MediaReference(there, reference.fingerprint)

    def sound(self, identifier: str) -> Sound:
        """The master of a take; its digest is compared when it is first read.

        Raises:
            NoSuchFile: It is gone.
            BadInput: It has changed since it was written.
        """
        import soundfile

        take, path = self.read(identifier).take, self._layout.sound(identifier)
        if not path.is_file():
            raise NoSuchFile(f"The sound of take {identifier} is gone: there is no {path}.", _AGAIN)
        try:
            with open_regular(path) as file:  # opened here: libsndfile takes no long names
                samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
            sound = Sound(np.ascontiguousarray(samples.T), rate)
        except (soundfile.LibsndfileError, OSError, ValueError) as error:
            raise BadInput(f"{path} is no sound file any more.", _AGAIN) from error
        changed = (len(sound), rate, sound.channels) != (take.samples, take.sample_rate, take.channels)
        if changed or (identifier not in self._verified and sound.digest != take.digest):
            raise BadInput(f"The sound of take {identifier} in {path} has changed since it was written.", _AGAIN)
        self._verified.add(identifier)
        return sound

    def forget(self, identifier: str) -> None:
        """Compare the digest again when the sound is next read."""
        self._verified.discard(identifier)

    def remove(self, identifier: str) -> None:
        """Delete the files of a take, the one that makes it finished first."""
        with writing_errors(self._layout.takes):
            self._layout.recipe(identifier).unlink(missing_ok=True)
            self._layout.sound(identifier).unlink(missing_ok=True)

    def _placed(self, rendered: RenderedTake, region: str, others: Mapping[str, _Place]) -> _Place:
        """Where a take goes beside others: a free id, or its own when it is there already."""
        take, number = rendered.take, 1
        while True:
            identifier = checked_id(take.id if number == 1 else f"{take.id[:56]}-{number}")
            named = RenderedTake(replace(take, id=identifier), rendered.sound)
            number += 1
            if identifier in others:
                if _same(others[identifier].rendered.take, named.take):
                    return others[identifier]
            elif not self._layout.recipe(identifier).exists():
                return _Place(named, new=True, complete=False)
            elif self._holds(named.take, region):
                return _Place(named, new=False, complete=self._is_complete(identifier))

    def _holds(self, take: Take, region: str) -> bool:
        """Whether the store has this very take for this region."""
        try:
            stored = self.read(take.id)
        except (NoSuchFile, BadInput):
            return False
        return stored.region == region and _same(stored.take, take)

    def _is_complete(self, identifier: str) -> bool:
        try:
            self.sound(identifier)
        except (NoSuchFile, BadInput):
            return False
        return True


def kept_take(take: Take, region: str) -> KeptTake:
    """What the timeline knows of a take."""
    recording = take.recipe.credited
    return KeptTake(
        id=take.id,
        region=region,
        length=take.rendered.duration,
        used=take.used.shifted(-take.rendered.start),
        sample_rate=take.sample_rate,
        score=take.score,
        heard_as=tuple(tag.label for tag in take.heard_as),
        silent=take.silent,
        star=take.star,
        note=take.note,
        origin=take.rendered.start,
        channels=take.channels,
        varied=take.recipe.origin is Origin.BOTH,
        recording=f"{recording.path.name} ({recording.terms})" if recording else "",
        prompt=take.recipe.settings.prompt,
        title=recording.title if recording else "",
        seen_as=tuple(tag.label for tag in take.seen_as),
    )


def _same(one: Take, other: Take) -> bool:
    """Whether two takes are one rendering."""
    return (one.digest, one.used, one.recipe.seed) == (other.digest, other.used, other.recipe.seed)


def _without_folder(take: Take) -> Take:
    """Nobody else's folders in a project: its links say where media lie."""
    return replace(take, recipe=take.recipe.without_folders())


def write_master(path: Path, sound: Sound) -> None:
    """Write a WAV file of 32-bit floats, whole or not at all.

    It is encoded in memory, so that a full disk is met by our own writing and not inside libsndfile.

    Raises:
        OutputError: The disk is full, or the folder may not be written.
    """
    import soundfile

    buffer = io.BytesIO()
    soundfile.write(buffer, sound.samples.T, sound.rate, subtype="FLOAT", format="WAV")
    with replacing(path) as temporary:
        temporary.write_bytes(buffer.getvalue())
