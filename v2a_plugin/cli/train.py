"""`v2a train`: from videos with sound to a mapper of one's own."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.options import BundleName, Device
from v2a_plugin.delivery.names import FreeNames, file_safe
from v2a_plugin.files import output_folder
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.ranges import FRAMES, Range
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.training.cache.shard_records import CLIPS, CacheSettings, Cutting, Reason
from v2a_plugin.training.cache.sources import read_sources
from v2a_plugin.zoo.bundle import Bundle
from v2a_plugin.zoo.captions import read_captions
from v2a_plugin.zoo.store import Store

if TYPE_CHECKING:
    from v2a_plugin.training.fit.advice import Advice
    from v2a_plugin.training.fit.bridge_fit import BridgeReport
    from v2a_plugin.training.fit.fitting import FitReport, FitRequest
    from v2a_plugin.training.fit.validate import Metrics
    from v2a_plugin.training.fit.verdict import Verdict

__all__ = ["bridge", "cache", "mapper"]


Out = typer.Option(None, "--out", help="Folder of the mapper; the store's own by default.")
_WORKERS = 4
_WINDOW = Range("the window", 0.1, 600.0)
_SILENCE = Range("the level of silence", -120.0, 0.0)
_THREADS = Range("workers", 1, 64)
_FILES = Range("files a shard", 1, 10_000)
_STEPS = Range("training steps", 1, 10_000_000)
_BATCH = Range("the batch", 1, 1_000_000)
_NAMED = 8  # held-out clips that are printed
_SAID = {
    "better": "better than what ships and than an answer that knows nothing.",
    "worse": "worse than one that needs no training; do not use it in its place.",
    "cannot tell": "cannot tell: the held-out clips do not show a difference. More clips would.",
}


class Cut(StrEnum):
    """How videos become items."""

    WINDOWS = "windows"
    SHOTS = "shots"


class LeaveOut(StrEnum):
    """Sounds that can be left out."""

    SPEECH = "speech"
    MUSIC = "music"


class KindName(StrEnum):
    """Mappers that can be trained."""

    DIFFUSION = "diffusion"
    REGRESSION = "regression"
    BRIDGE = "bridge"


def cache(
    source: Path = typer.Argument(..., metavar="INPUT", help="Folder of videos, or a list: VGGSound's CSV, or pairs."),
    out: Path = typer.Option(..., "--out", help="Folder for the shards."),
    clips: Path | None = typer.Option(None, "--clips", help="Folder with the clips of VGGSound's list."),
    cut: Cut = typer.Option(Cut.WINDOWS, "--cut", help="windows or shots."),
    window: float = typer.Option(10.0, "--window", help="Seconds of an item, at most."),
    shortest: float = typer.Option(0.2, "--shortest", help="Seconds below which a clip is left out."),
    frames: int = typer.Option(8, "--frames", help="How many frames of an item are looked at."),
    silence: float = typer.Option(-60.0, "--silence", help="Level in dB below which a sound counts as silent."),
    leave_out: list[LeaveOut] = typer.Option([], "--leave-out", help="speech or music; may be given twice."),
    detector: str = typer.Option("adaptive", "--detector", help="Shot detector, with --cut shots."),
    workers: int = typer.Option(_WORKERS, "--workers", help="Threads that decode."),
    files: int = typer.Option(8, "--files-a-shard", help="Files that share a shard: what an interruption costs."),
    bundle: str = BundleName,
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Encode videos with sound into shards of embeddings. Run it again to go on after an interruption."""
    from v2a_plugin.sources.generators.devices import choose_runtime
    from v2a_plugin.training.cache.build import build_cache

    if not 0 < shortest <= window:
        raise BadInput("Nothing can be cut that way.", "--shortest must be above 0 and at most --window.")
    for limits, value in (
        (_WINDOW, window),
        (FRAMES, frames),
        (_SILENCE, silence),
        (_THREADS, workers),
        (_FILES, files),
    ):
        limits.check(value)
    settings = CacheSettings(
        Fraction(str(window)),
        Cutting(cut.value),
        detector,
        frames,
        Fraction(str(shortest)),
        silence,
        tuple(sorted({Reason(reason.value) for reason in leave_out})),
        files,
    )
    plugins = load_plugins()
    if cut is Cut.SHOTS:
        plugins.shot_detector(detector)
    opened = Store().open(bundle)
    building = build_cache(read_sources(source, clips), settings, out, opened, choose_runtime(device), plugins, workers)
    report = watch(building, quiet=as_json)
    lines = [
        f"{report.items} items in {out}" + (f", {report.resumed} shards were there already" if report.resumed else "")
    ]
    lines += [f"  {split}: {count}" for split, count in report.items_by_split]
    if report.unlabelled:
        lines.append(f"  without a label: {report.unlabelled}")
    lines.append(f"  heard as speech: {report.speech}; as music: {report.music}; without a hit: {report.without_hits}")
    lines += [f"  left out, {found.reason}: {found.count}" for found in report.counts]
    lines += [f"    {left.name}: {left.reason}. {left.detail}".rstrip() for left in report.left_out[:10]]
    if len(report.left_out) > 10:
        lines.append(f"    and {len(report.left_out) - 10} more, in {out / 'report.json'}")
    lines.append(f"  every clip, and what it is good for: {out / CLIPS}")
    show(report, as_json, lines)


def mapper(
    caches: list[Path] = typer.Argument(..., metavar="CACHE...", help="What 'v2a train cache' wrote."),
    kind: KindName | None = typer.Option(
        None, "--kind", help="diffusion, regression or bridge; by default what suits the number of pairs."
    ),
    name: str = typer.Option("trained", "--name", help="What --mapper will call it."),
    out: Path | None = Out,
    config: str = typer.Option("", "--config", help="paper, small, or a TOML file; by default what suits the set."),
    start: str = typer.Option("", "--from", help="Go on from a mapper: its name or folder."),
    steps: int | None = typer.Option(None, "--steps", help="Training steps; the settings' epochs by default."),
    batch: int | None = typer.Option(None, "--batch", help="Pairs a step, over all processes."),
    precision: str = typer.Option("", "--precision", help="fp32 or bf16."),
    seed: int | None = typer.Option(None, "--seed", min=0, help="Of the weights, the order and the noise."),
    test_ids: Path | None = typer.Option(None, "--test-ids", help="List of ids that must not be trained on."),
    captions: Path | None = typer.Option(None, "--captions", help="Captions of a bridge; the bundle's by default."),
    restart: bool = typer.Option(False, "--restart", help="Forget an earlier training of this name."),
    tensorboard: bool = typer.Option(False, "--tensorboard", help="Write the curves for TensorBoard too."),
    hear: int = typer.Option(8, "--hear", min=0, help="Held-out clips to render, by the mapper before and after."),
    device: str = typer.Option("auto", "--device", help="auto, or cpu."),
    bundle: str = BundleName,
    as_json: bool = Json,
) -> None:
    """Train a mapper on shards. Ctrl-C saves; run it again to go on. 'accelerate launch' uses several devices."""
    store = Store()
    opened = store.open(bundle)
    folder = out or store.mappers_folder(opened.card.name) / _plain(name)
    for limits, value in ((_STEPS, steps), (_BATCH, batch)):
        if value is not None:
            limits.check(value)
    advice, chosen = _advice(caches, opened), ""
    if kind is None and start:
        kind = KindName(opened.mapper(start).kind)
    elif kind is None:
        kind, start, chosen = KindName(advice.kind), advice.start, advice.why
    if kind is KindName.BRIDGE:
        _bridge(opened, captions, tuple(caches), folder, device, as_json)
        return
    from v2a_plugin.training.fit.fitting import FitRequest, Kind, fit_mapper
    from v2a_plugin.training.fit.pairs import read_ids
    from v2a_plugin.training.fit.settings import read_settings

    if device not in ("auto", "cpu"):
        raise BadInput(
            f"Training cannot be told to use '{device}'.", "Use auto or cpu; 'accelerate launch' chooses devices."
        )
    settings = read_settings(config or advice.config).changed(batch, precision, seed)
    ids = read_ids(test_ids) if test_ids else ()
    request = FitRequest(
        Kind(kind.value),
        tuple(caches),
        folder,
        settings,
        steps,
        start,
        ids,
        restart,
        cpu=device == "cpu",
        tensorboard=tensorboard,
    )
    report = watch(fit_mapper(request, opened), quiet=as_json or not _speaks())
    if _speaks():
        if hear and report.held_out:
            try:
                report = replace(report, heard=watch(_heard(request, opened, hear, device), as_json))
            except V2AError as error:  # the mapper is there
                warn(f"The held-out clips were not all rendered: {error}")
        lines = [f"{chosen} --kind, --from and --config choose otherwise."] if chosen else []
        show(report, as_json, [*lines, *_fit_lines(report, store, opened)])


def _heard(request: FitRequest, bundle: Bundle, most: int, device: str) -> Steps[tuple[Path, ...]]:
    """A take of some held-out clips by the mapper that was there before, and by the one that was trained."""
    from v2a_plugin.evaluation.making import write_sound
    from v2a_plugin.training.fit.hearing import hear, heard_clips
    from v2a_plugin.training.fit.pairs import load_pairs

    loop, watched = request.settings.training, request.settings.validation
    pairs = yield from load_pairs(request.caches, loop.aggregation, watched.held_out, request.test_ids)
    engine = yield from Engines().load(EngineChoice(bundle.card.name, device))
    rows = heard_clips(pairs, most)
    folder = output_folder(request.out / "heard")
    names = FreeNames()
    titles = [names.take(file_safe(Path(pairs.held_out.names[row]).stem)) for row in rows]
    found = []
    own = bundle.card.defaults.mapper
    before = request.start or (own if own in {part.name for part in bundle.card.mappers} else "")
    for when, mapper in (("before", before), ("after", str(request.out))):
        sounds = (yield from hear(engine, pairs, rows, mapper)) if mapper else ()
        for title, sound in zip(titles, sounds, strict=False):
            found.append(folder / f"{title} {when}.wav")
            write_sound(found[-1], sound)
    return tuple(sorted(found))


def _advice(caches: list[Path], bundle: Bundle) -> Advice:
    """What suits the set and the machine."""
    from v2a_plugin.sources.generators.devices import devices
    from v2a_plugin.training.fit.advice import advise, pairs_in

    names = [part.name for part in bundle.card.mappers if part.name in dict(bundle.mappers)]
    return advise(pairs_in(caches), names, any(found.name.startswith("cuda") for found in devices()))


def bridge(
    captions: Path | None = typer.Option(None, "--captions", help="Captions a line, or CSV; the bundle's by default."),
    pairs: list[Path] = typer.Option([], "--pairs", help="What 'v2a train cache' wrote, to fit the rest to."),
    name: str = typer.Option("bridge", "--name", help="What --mapper will call it."),
    out: Path | None = Out,
    device: str = Device,
    bundle: str = BundleName,
    as_json: bool = Json,
) -> None:
    """Fit a text bridge: a mapper from captions alone, in minutes on a CPU; pairs make it better."""
    store = Store()
    opened = store.open(bundle)
    folder = out or store.mappers_folder(opened.card.name) / _plain(name)
    _bridge(opened, captions, tuple(pairs), folder, device, as_json)


def _bridge(
    bundle: Bundle, captions: Path | None, caches: tuple[Path, ...], folder: Path, device: str, as_json: bool
) -> None:
    from v2a_plugin.training.fit.bridge_fit import fit_bridge
    from v2a_plugin.training.fit.pairs import load_pairs
    from v2a_plugin.training.fit.settings import read_settings

    words = read_captions(captions) if captions else bundle.captions()
    settings = read_settings()
    known = None
    if caches:
        known = watch(load_pairs(caches, settings.training.aggregation, settings.validation.held_out), as_json)
    encoders = watch(Engines().encoders(bundle, EngineChoice(device=device).runtime), as_json)
    report = watch(fit_bridge(words, encoders, bundle, folder, known, caches), as_json)
    show(report, as_json, _bridge_lines(report))


def _plain(name: str) -> str:
    """A name that is one folder.

    Raises:
        BadInput: It is not.
    """
    if not name or Path(name).name != name or name.startswith("."):
        raise BadInput(f"'{name}' is no name for a mapper.", "Use a plain word, or give a folder with --out.")
    return name


def _speaks() -> bool:
    """Whether this is the main process of a training."""
    return os.environ.get("RANK", "0") == "0"


def _metrics(metrics: Metrics) -> str:
    return (
        f"on {metrics.items} held-out pairs: nearness to the real sound {metrics.cosine:.3f} (cosine, 1 is the same); its "
        f"own sound is the nearest of all for {100 * metrics.recall_1:.0f} % of the pictures (R@1; by chance "
        f"{100 * metrics.chance_1:.0f} %), among the nearest five for {100 * metrics.recall_5:.0f} % (R@5)"
    )


def _fit_lines(report: FitReport, store: Store, bundle: Bundle) -> list[str]:
    ended = "; it stopped early" if report.early else ""
    lines = [f"A {report.kind} mapper from {report.items} pairs, {report.steps} steps{ended}: {report.folder}"]
    if report.metrics is not None:
        lines.append(f"  {_metrics(report.metrics)}")
    else:
        lines.append(f"  Held out: {report.held_by}. So nobody knows how good it is.")
    if report.before is not None and report.metrics is not None:
        before, after = report.before.cosine, report.metrics.cosine
        kept = "" if report.helped else "; the mapper that is kept is the one it started from"
        lines.append(f"  Going on from it: cosine {before:.3f} before, {after:.3f} after{kept}.")
    if report.verdict is not None:
        lines += _verdict(report.verdict)
    if report.heard:
        lines.append(f"  To listen to, before and after: {report.heard[0].parent}")
    for count, what in (
        (report.skipped, "batches skipped: they gave no number"),
        (report.damaged, "pairs left out: their vectors are damaged"),
        (report.repeats, "pairs stood there twice"),
    ):
        if count:
            lines.append(f"  {count} {what}")
    own = store.mappers_folder(bundle.card.name)
    call = report.folder.name if report.folder.parent == own else str(report.folder)
    return [*lines, f"Use it with: v2a generate --bundle {bundle.card.name} --mapper {call} CLIP"]


def _verdict(verdict: Verdict) -> list[str]:
    """One verdict, and what it rests on."""
    lines = [f"  Verdict: {_SAID[verdict.outcome.value]}"]
    for rival in verdict.rivals:
        between = (
            f"{rival.low:+.3f} to {rival.high:+.3f}"
            if math.isfinite(rival.low)
            else f"no interval from {verdict.sources} held-out file{'s' if verdict.sources != 1 else ''}"
        )
        lines.append(
            f"    {rival.outcome} than {rival.name}: " if rival.outcome != "cannot tell" else f"    {rival.name}: "
        )
        lines[-1] += (
            f"cosine {verdict.cosine:.3f} against {rival.cosine:.3f}, difference {rival.difference:+.3f} ({between})"
        )
    if verdict.by_heart:
        lines.append(
            f"  It learned its training pairs by heart (cosine {verdict.learned:.3f} on them, {verdict.cosine:.3f} on "
            "held-out ones): more clips, fewer steps or a smaller mapper help."
        )
    shown, more = verdict.held_out[:_NAMED], len(verdict.held_out) - _NAMED
    lines.append(f"  Held out: {', '.join(shown)}{f' and {more} more, in card.json' if more > 0 else ''}")
    return lines


def _bridge_lines(report: BridgeReport) -> list[str]:
    lines = [f"A bridge of {report.captions} captions: {report.folder}"]
    if report.items:
        how = (
            f"held back by {report.ridge:g} (ridge)"
            if report.ridge
            else "the captions alone did better, so nothing is added"
        )
        lines.append(f"  what {report.items} pairs add to the captions (residual): {how}")
    if report.before is not None and report.metrics is not None:
        lines.append(f"  captions alone: {_metrics(report.before)}")
        lines.append(f"  with the pairs: {_metrics(report.metrics)}")
    return lines
