"""Doing a host's job: takes for the span, each as one stem of whole frames of the host's timeline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from v2a_plugin.delivery.manifest import read_manifest
from v2a_plugin.delivery.protocol import CutRequest, StemSettings
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import request_for
from v2a_plugin.guides.picture import sure_guide
from v2a_plugin.hosts.job import HostJob, HostResult, HostStem
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import NoSuchFile, SpanError
from v2a_plugin.model.frame_rates import standard_rate
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.recipe import Settings
from v2a_plugin.model.regions import Region, RegionKind
from v2a_plugin.model.request import GenerationOrder, any_seed
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake, Take
from v2a_plugin.model.time import Span, Timecode, clock, index_at
from v2a_plugin.model.timeline import Cue, KeptTake, Timeline, Track, TrackKind
from v2a_plugin.zoo.bundle import Bundle

__all__ = ["do_job"]

RATE = 48_000
"""Samples a second of every stem: what picture is cut with."""


def default_settings(bundle: Bundle, prompt: str = "", negative: str = "") -> Settings:
    """The bundle's own knobs with a person's words."""
    own = bundle.card.defaults
    return replace(own.settings(source=own.source), prompt=prompt, negative=negative)


def do_job(job: HostJob, engine: Engine) -> Steps[HostResult]:
    """Render the takes and write their stems into the job's folder.

    Where a frame is no whole number of samples (29.97, 59.94), a file of the clip's own length could end a part of a
    sample before its last frame does, and a host that counts whole frames would lose that frame. So a file goes on to
    the next frame that ends with a sample, at most four frames later.

    Raises:
        V2AError: As `propose` and the exporter "bwf"; the file is missing, or the span lies outside it.
    """
    media = probe(job.media)
    used = _inside(job, media)
    frames = index_at(used.duration, job.rate)
    tail = -frames % (RATE / job.rate).denominator / job.rate
    order = GenerationOrder(
        default_settings(engine.bundle, job.prompt, job.negative),
        any_seed() if job.seed is None else job.seed,
        job.takes,
        tail,
    )
    request = request_for(order, job.name or media.path.stem, media, used, job.rate)
    guide = yield from sure_guide(media, Region(used, media.fingerprint, RegionKind.SEGMENT, request.name))
    takes = yield from propose(engine, replace(request, guide=guide))
    cut = CutRequest(_timeline(job, takes, tail), (media,), _Takes(takes), StemSettings(rate=RATE))
    delivery = yield from engine.plugins.export("bwf", cut, job.out)
    record = read_manifest(delivery.folder).cut
    assert record is not None
    files = {stem.cue: stem for stem in record.stems}
    stems = []
    for track, item in zip(cut.timeline.tracks, takes, strict=True):
        stem = files[track.cues[0].id]
        file = (delivery.folder / stem.file).absolute()
        samples = index_at(frames / job.rate, RATE)
        heard_as = tuple(tag.label for tag in item.take.heard_as)
        stems.append(
            HostStem(file, stem.name, item.take.id, frames, samples, RATE, stem.channels, item.take.score, heard_as)
        )
    return HostResult(tuple(stems), delivery.folder.absolute(), delivery.notes)


def _inside(job: HostJob, media: MediaFile) -> Span:
    """The span inside the file. Hosts count the last frame generously; more than one frame is an error."""
    if media.still:
        return Span(Fraction(0), job.span.duration)
    inside = job.span.intersection(media.span)
    if inside is None or job.span.end - inside.end > max(1 / job.rate, 1 / media.rate):
        raise SpanError(
            f"{media.path.name} runs from 0 to {clock(media.duration)}; {job.span} lies outside it.",
            "Trim the clip to its picture.",
        )
    return inside


def _timeline(job: HostJob, takes: tuple[RenderedTake, ...], tail: Fraction) -> Timeline:
    """One track a take, all of them at the clip's own place, with some sound after its end."""
    kept = tuple(_kept(item.take) for item in takes)
    tracks = []
    for number, take in enumerate(kept, 1):
        trim = Span(take.used.start, min(take.length, take.used.end + tail))
        cue = Cue(take.id, Fraction(0), trim, take.length, name=f"{job.name} take {number}")
        tracks.append(Track(TrackKind.FX, f"Take {number}", (cue,)))
    rate = standard_rate(job.rate)
    start = Timecode(job.record, job.rate, job.drop).counted_at(rate)
    return Timeline(rate, start, (), tuple(tracks), kept, name=job.name)


def _kept(take: Take) -> KeptTake:
    used = take.used.shifted(-take.rendered.start)
    return KeptTake(take.id, "", take.rendered.duration, used, take.sample_rate, take.score, channels=take.channels)


@dataclass(frozen=True, slots=True)
class _Takes:
    """The takes of one job, as exporters want them."""

    items: tuple[RenderedTake, ...]

    def take(self, identifier: str) -> Take:
        return self._find(identifier).take

    def sound(self, identifier: str) -> Sound:
        return self._find(identifier).sound

    def _find(self, identifier: str) -> RenderedTake:
        for item in self.items:
            if item.take.id == identifier:
                return item
        raise NoSuchFile(f"The take {identifier} is not part of this job.")
