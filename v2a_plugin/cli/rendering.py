"""Takes of regions from the command line, written region by region."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from v2a_plugin.cli.console import warn, watch
from v2a_plugin.cli.results import GeneratedRegion, Generation, WrittenTake
from v2a_plugin.delivery.protocol import Delivery, DeliveryRequest
from v2a_plugin.delivery.sheet import SheetHead, span_line, write_sheet
from v2a_plugin.files import output_folder
from v2a_plugin.generation.costs import Watch, note_costs
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.recipes import check_bundle, check_mapper, check_media, differences, read_recipe
from v2a_plugin.generation.requests import repeat
from v2a_plugin.media.fit import Fit
from v2a_plugin.media.frames import frames_at, spread
from v2a_plugin.media.probe import probe
from v2a_plugin.model.errors import BadInput, MediaError, NoSuchFile
from v2a_plugin.model.frame_rates import standard_rate
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import MediaReference, Origin
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import clock
from v2a_plugin.zoo.bundle import Bundle
from v2a_plugin.zoo.store import Store

__all__ = ["TakeWriter", "repeat_recipe"]

SHEET = "sheet.png"
_THUMBNAILS = 3
_THUMBNAIL = 300


class TakeWriter:
    """Everything that stays the same from region to region.

    Attributes:
        bundle: Which models.
        engines: Who renders, loaded when first needed.
        out: Folder that was checked to be writable.
        quiet: Show no progress.
    """

    def __init__(
        self,
        bundle: Bundle,
        device: str,
        precision: str,
        exporter: str,
        out: Path,
        quiet: bool,
        threads: int | None = None,
    ) -> None:
        self.bundle = bundle
        self.engines = Engines()
        self.plugins = self.engines.plugins
        self.plugins.exporter(exporter)  # a name that does not exist is said before an hour of work, not after
        self.out = output_folder(out)
        self.quiet = quiet
        self._exporter = exporter
        self._runtime = EngineChoice(bundle.card.name, device, precision, threads).runtime

    @property
    def engine(self) -> Engine:
        """The models, loaded when first needed."""
        return watch(self.engines.load_bundle(self.bundle, self._runtime), self.quiet)

    def render(self, request: GenerateRequest, folder: Path) -> GeneratedRegion:
        """Takes of one region, written into a folder with their sheet and a note of what they cost."""
        engine, media = self.engine, request.media
        if media is not None and request.between is None:  # what is loaded once is no take's cost
            with self.plugins.job(f"generate {request.name}"):
                watch(engine.mapper(request.settings.mapper), self.quiet)
        cost = Watch(engine.runtime)
        takes = watch(propose(engine, request), self.quiet)
        spent = cost.costs([take.take.id for take in takes], takes[0].take.samples)
        reference = MediaReference(media.path, media.fingerprint) if media else None
        order = DeliveryRequest(request.name, takes, reference, standard_rate(request.rate))
        with self.plugins.job(f"write {request.name}"):
            delivery = watch(self.plugins.deliver(self._exporter, order, output_folder(folder)), self.quiet)
            write_sheet(_head(request, self.bundle, takes), takes, folder / SHEET)
        written = _summary(request.name, folder, takes, delivery)
        files = [take.audio for take in written.takes]
        note_costs(folder, [replace(one, file=file.name) for one, file in zip(spent, files, strict=True) if file])
        return written


def repeat_recipe(
    path: Path,
    source: Path | None,
    device: str,
    exporter: str,
    out: Path,
    quiet: bool,
    reference: Path | None = None,
) -> Generation:
    """Make the take of a recipe again.

    Args:
        path: The recipe.
        source: Where the picture lies now; None where the recipe says.
        device: "auto" for the recipe's own.
        exporter: How it is written.
        out: Folder to write to.
        quiet: Show no progress.
        reference: Where the recording lies now that it started from; None where the recipe says.

    Raises:
        BadInput: It is no recipe, or its picture or bundle has changed since.
        NoSuchFile: The recipe or its picture is gone.
    """
    recipe = read_recipe(path)
    if recipe.media is None and source is not None:
        raise BadInput(f"{path.name} was made from words alone.", "Leave INPUT out.")
    if reference is not None:
        if recipe.variation is None:
            raise BadInput(f"{path.name} was made from no recording.", "Leave --reference out.")
        moved = replace(recipe.variation.recording, path=reference.absolute())
        recipe = replace(recipe, variation=replace(recipe.variation, recording=moved))
    media: MediaFile | None = None
    if recipe.media is not None:
        media = probe(source or _found(recipe.media, path))
        check_media(recipe, media)
    own = device == "auto"
    writer = TakeWriter(
        Store().open(recipe.bundle),
        recipe.device if own else device,
        recipe.precision.value if own else "auto",
        exporter,
        out,
        quiet,
        recipe.threads,
    )
    if recipe.origin is not Origin.RECORDED:  # of a recording, models only say how well it fits
        check_bundle(recipe, writer.bundle)
    if media is not None and recipe.origin is not Origin.RECORDED:
        check_mapper(recipe, watch(writer.engine.mapper(recipe.settings.mapper), quiet))
    request = repeat(recipe, media, name=media.path.stem if media else "Words")
    changed = differences(recipe, writer.engine)
    for sentence in changed:
        warn(sentence)
    return Generation(recipe.bundle, (writer.render(request, writer.out),), differences=changed)


def _found(reference: MediaReference, recipe: Path) -> Path:
    """Where the picture of a recipe lies: as it says, beside it, or up to three folders above it.

    Raises:
        NoSuchFile: It is in none of these places.
    """
    if reference.path.is_absolute():
        return reference.path
    folders = [Path(), *recipe.absolute().parents[:4]]
    for folder in folders:
        if (folder / reference.path).is_file():
            return folder / reference.path
    raise NoSuchFile(
        f"The recipe {recipe.name} was made from {reference.path.name}, which does not lie near it.",
        "Give the file as INPUT.",
    )


def _summary(name: str, folder: Path, takes: tuple[RenderedTake, ...], delivery: Delivery) -> GeneratedRegion:
    """Which file is which: an exporter that writes a file a take names them in the order of the takes."""
    for note in delivery.notes:
        warn(note)
    audio = [folder / file.name for file in delivery.files if not file.name.endswith(".json")]
    recipes = [folder / file.name for file in delivery.files if file.name.endswith(".recipe.json")]
    written = tuple(
        WrittenTake(
            audio[number] if len(audio) == len(takes) else None,
            recipes[number] if len(recipes) == len(takes) else None,
            rendered.take,
        )
        for number, rendered in enumerate(takes)
    )
    return GeneratedRegion(name, folder, folder / SHEET, written, delivery.notes)


def _head(request: GenerateRequest, bundle: Bundle, takes: tuple[RenderedTake, ...]) -> SheetHead:
    settings, media = request.settings, request.media
    handle = f", handles {clock(request.handle)}" if request.handle else ""
    timecode = media.timecode if media and not media.still else None
    words = [f"“{settings.prompt}”"] if settings.prompt else []
    words += [f"not “{settings.negative}”"] if settings.negative else []
    mapper = f"mapper {settings.mapper}" if media else "words alone"
    rates = [take.take.recipe.generator_rate for take in takes if take.take.origin is not Origin.RECORDED]
    limits = [f"rendered at {rate} Hz: nothing above {rate / 2000:g} kHz" for rate in rates[:1] if not words]
    found = len(takes) - len(rates)
    origins = [f"{found} recorded, {len(rates)} generated"] if found else []
    lines = (
        span_line(request.used, timecode, handle),
        f"{bundle.card.title} · {mapper} · {settings.steps} steps {settings.scheduler} · guidance {settings.guidance:g}",
        " · ".join([*words, *origins, *limits]),
    )
    return SheetHead(request.name, media.path.name if media else "words alone", lines, _thumbnails(request))


def _thumbnails(request: GenerateRequest) -> tuple[np.ndarray, ...]:
    media = request.media
    if media is None:
        return ()
    times = (Fraction(0),) if media.still else spread(request.used, _THUMBNAILS)
    try:
        batch = finish(frames_at(media, times, Fit.within(_THUMBNAIL)))
    except MediaError:
        return ()
    return tuple(batch.pixels)
