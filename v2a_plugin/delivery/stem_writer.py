"""Renders one stem at a time into its file."""

from __future__ import annotations

import datetime
import os
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from v2a_plugin import __version__
from v2a_plugin.delivery.bwf import Broadcast, WaveFormat, WaveWriter
from v2a_plugin.delivery.cut import recipe_files
from v2a_plugin.delivery.ixml import Slate, ixml
from v2a_plugin.delivery.pcm import Stretch, dithered
from v2a_plugin.delivery.protocol import CutRequest, StemDepth
from v2a_plugin.delivery.provenance import SourceType, source_type
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stem_plan import pop_frame
from v2a_plugin.delivery.titles import Titles
from v2a_plugin.media.loudness import LoudnessMeter
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import Recipe
from v2a_plugin.model.serial import to_json
from v2a_plugin.model.time import index_at
from v2a_plugin.timeline.mix import Block, Masters, PlacedCue, placed, render

__all__ = ["StemWriter"]

_BLOCK = 1 << 16
"""Samples that are mixed, dithered and written at once; the dither depends on it."""
_POP_HERTZ, _POP_PEAK = 1000, 0.1
_REPORT_EVERY = 16


class StemWriter:
    """Writes the stems of one request; keeps what it read of the takes from one stem to the next."""

    def __init__(self, request: CutRequest) -> None:
        self._request = request
        self._titles = Titles(request.timeline)
        self._masters = Masters(request.takes, request.stems.rate, folded=request.stems.channels == 1)
        self._recipes = recipe_files(request.timeline)
        self._cues = {cue.id: (track, cue) for track in request.timeline.tracks for cue in track.cues}
        self._now = _now()

    def write(self, stem: Stem, path: Path, begun: Progress) -> Steps[float]:
        """Write one file; gives the highest sample, linear.

        Args:
            stem: What to write.
            path: Where.
            begun: How far the whole work is; goes on counting from there.
        """
        settings = self._request.stems
        origin = index_at(stem.span.start, stem.rate)
        cues, pop = self._sounding(stem), self._pop(stem)
        blocks: dict[int, list[PlacedCue]] = defaultdict(list)
        for cue in cues:
            for number in range(max(0, cue.first - origin) // _BLOCK, -(-(cue.end - origin) // _BLOCK)):
                blocks[number].append(cue)
        form = WaveFormat(stem.rate, stem.channels, settings.depth, stem.samples)
        broadcast, text = self._broadcast(stem), ixml(self._slate(stem), form)
        meter, peak = LoudnessMeter(stem.rate, stem.channels), 0.0
        key = zlib.crc32(stem.file.encode())
        with WaveWriter(path, form, broadcast, text) as wave:
            for number, start in enumerate(range(0, stem.samples, _BLOCK)):
                count = min(_BLOCK, stem.samples - start)
                stretches = _stretches([*blocks.get(number, ()), *pop], origin + start, count)
                if stretches:
                    block = self._block(stem, blocks.get(number, ()), origin + start, count)
                    _add_pop(block, pop, origin + start, stem.rate)
                    peak = max(peak, float(np.abs(block).max()))
                    meter.feed(block)
                    wave.write(
                        dithered(block, stretches, (key, number)) if settings.depth is StemDepth.PCM24 else block
                    )
                else:
                    meter.skip(count)
                    wave.skip(count)
                if number % _REPORT_EVERY == 0:
                    yield replace(begun, done=begun.done + start // stem.rate)
            wave.describe(meter.result())
        return peak

    def _block(self, stem: Stem, cues: Sequence[PlacedCue], first: int, count: int) -> Block:
        """Some samples of a stem, or of the channel of it that a file holds."""
        if stem.part is None:
            return render(cues, self._masters, first, count, stem.channels)
        number, width = stem.part
        return render(cues, self._masters, first, count, width)[:, [number]]

    def _sounding(self, stem: Stem) -> list[PlacedCue]:
        """The cues of a stem, in the order they are added up."""
        timeline, settings = self._request.timeline, self._request.stems
        if stem.cue is not None:
            track, cue = self._cues[stem.cue]
            before, after = min(settings.handle, cue.trim.start), min(settings.handle, cue.length - cue.trim.end)
            return [placed(cue, track, stem.rate, before, after, faded=not settings.handle)]
        tracks = [track for track in timeline.tracks if timeline.heard(track) and stem.track in (None, track.id)]
        return [placed(cue, track, stem.rate) for track in tracks for cue in track.cues if not cue.mute]

    def _pop(self, stem: Stem) -> list[Stretch]:
        if stem.cue is not None or not self._request.stems.two_pop:
            return []
        frame, rate = pop_frame(self._request.timeline), self._request.timeline.rate
        return [Stretch(index_at(frame / rate, stem.rate), index_at((frame + 1) / rate, stem.rate))]

    def _broadcast(self, stem: Stem) -> Broadcast:
        settings = self._request.stems
        take = self._cues[stem.cue][1].take if stem.cue else ""
        if settings.depth is StemDepth.PCM24:
            how = f"W=24,M={_mode(stem)},T={_originator()}; TPDF dither"
        else:
            how = f"W=32,M={_mode(stem)},T={_originator()}; IEEE float"
        how = f"{how}; digitalSourceType {self.source(stem)}"
        about = f"{stem.name}; recipe {self._recipes[take]}" if take else f"{stem.name}; recipes in manifest.json"
        return Broadcast(
            about, _originator(), take or f"V2A{zlib.crc32(stem.file.encode()):08x}",
            self._now.strftime("%Y-%m-%d"), self._now.strftime("%H:%M:%S"), stem.time_reference,
            f"A=PCM,F={stem.rate},{how}\r\n",
        )  # fmt: skip

    def source(self, stem: Stem) -> SourceType:
        """How the sound of a stem came to be."""
        return source_type(self._request.takes.take(take).recipe for take in self._takes(stem))

    def _takes(self, stem: Stem) -> list[str]:
        """The takes that sound in a stem, sorted."""
        if stem.cue:
            return [self._cues[stem.cue][1].take]
        timeline = self._request.timeline
        tracks = [track for track in timeline.tracks if stem.track in (None, track.id) and timeline.heard(track)]
        return sorted({cue.take for track in tracks for cue in track.cues if not cue.mute})

    def _slate(self, stem: Stem) -> Slate:
        timeline = self._request.timeline
        scene = take = note = function = user = ""
        circled, source = False, self.source(stem)
        if stem.cue:
            track, cue = self._cues[stem.cue]
            scene, take, note, function = self._titles.shot(cue), cue.take, cue.note, track.kind.value
            recipe = self._request.takes.take(take).recipe.without_folders()
            user, note = to_json(recipe), " | ".join(filter(None, (note, _credit(recipe))))
            kept = self._titles.take(cue)
            circled = kept is not None and kept.star
        else:
            tracks = [track for track in timeline.tracks if stem.track in (None, track.id)]
            function = tracks[0].kind.value if stem.track else "mix"
            takes = self._takes(stem)
            said = (_credit(self._request.takes.take(take).recipe) for take in takes)
            user = "\n".join([*(self._recipes[take] for take in takes), *dict.fromkeys(filter(None, said))])
        return Slate(
            timeline.name, scene, take, note, stem.name, function.upper(), stem.file, timeline.rate,
            timeline.start.drop, stem.time_reference, user, source, circled,
        )  # fmt: skip


def _credit(recipe: Recipe) -> str:
    """Origin and licence of a recorded take, one line; "" for a rendered one."""
    recording = recipe.credited
    return "" if recording is None else f"{recipe.origin}: {recording.path.name} ({recording.terms})"


def _mode(stem: Stem) -> str:
    return {1: "mono", 2: "stereo"}.get(stem.channels, "multichannel")


def _originator() -> str:
    return f"v2a-plugin {__version__}"


def _now() -> datetime.datetime:
    """The time of writing, or the one that reproducible builds fix."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdigit():
        return datetime.datetime.fromtimestamp(int(fixed), datetime.UTC)
    return datetime.datetime.now().astimezone()


def _stretches(sounding: list[PlacedCue | Stretch], first: int, count: int) -> list[Stretch]:
    """Where there is sound in a block, counted from its first sample, in order and joined."""
    found = [(max(0, one.first - first), min(count, one.end - first)) for one in sounding]
    joined: list[Stretch] = []
    for low, high in sorted(found):
        if low >= high:
            continue
        if joined and low <= joined[-1].end:
            joined[-1] = Stretch(joined[-1].first, max(high, joined[-1].end))
        else:
            joined.append(Stretch(low, high))
    return joined


def _add_pop(block: Block, pop: list[Stretch], first: int, rate: int) -> None:
    """One frame of 1 kHz that begins at its zero crossing."""
    for stretch in pop:
        low, high = max(first, stretch.first), min(first + len(block), stretch.end)
        if low < high:
            phase = np.arange(low - stretch.first, high - stretch.first) * (2 * np.pi * _POP_HERTZ / rate)
            block[low - first : high - first] += (_POP_PEAK * np.sin(phase)).astype(np.float32)[:, None]
