"""Where a take should start: from noise, or from the recording that a picture finds, and how far from it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from mini.judging_rivals import SECONDS, SEED, Court, open_court
from mini.workshop import Workshop
from v2a_plugin.evaluation.items import Item
from v2a_plugin.evaluation.making import clip_path, write_sound
from v2a_plugin.evaluation.pages import table_lines
from v2a_plugin.evaluation.plan import System, TablePlan
from v2a_plugin.evaluation.study import run_table
from v2a_plugin.files import output_folder
from v2a_plugin.generation.costs import Watch, note_costs
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import request_for
from v2a_plugin.media.probe import probe
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.recipe import RecordingReference, SourceKind, Variation
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.sources.finishing import DELIVERY_RATE

__all__ = ["starts_table"]

_STRENGTHS = (0.4, 0.6, 0.8)


def starts_table(shop: Workshop) -> Steps[str]:
    """The default mapper's first take from noise, from the picture's first find at three strengths, and the find itself.

    Every picture has a find here, the nearest where none fits.
    """
    court = yield from open_court(shop, shop.work / "starts")
    settings = court.bench.engine.bundle.card.defaults.settings()
    found = output_folder(court.folder / "found")
    begun = {strength: output_folder(court.folder / f"strength-{strength:g}") for strength in _STRENGTHS}
    for done, item in enumerate(court.items):
        yield Progress("starts", done, len(court.items), item.name)
        if all(clip_path(place, item, 1).is_file() for place in (found, *begun.values())):
            continue
        recording = yield from _take(court, item, found, done, None)
        for strength, place in begun.items():
            yield from _take(court, item, place, done, Variation(recording, strength))
    systems = (
        System("from noise", "mapper", settings),
        *(System(f"from the find, {each:g}", "folder", settings, folder=begun[each]) for each in reversed(_STRENGTHS)),
        System("found", "folder", settings, folder=found),
    )
    plan = TablePlan("starts", "Where a take starts", systems, "from noise", limit=len(court.items))
    return "\n".join(table_lines((yield from run_table(court.bench, plan))))


def _take(court: Court, item: Item, place: Path, number: int, variation: Variation | None) -> Steps[RecordingReference]:
    """Write one take of a picture: found, or rendered from a recording; gives the recording."""
    engine = court.bench.engine
    watch = Watch(engine.runtime)
    source = SourceKind.LIBRARY if variation is None else SourceKind.GENERATOR
    settings = replace(engine.bundle.card.defaults.settings(), source=source)
    order = GenerationOrder(settings, seed=64 * number + SEED, takes=1, variation=variation)
    [take] = yield from propose(engine, request_for(order, item.name, probe(item.picture), Span(Fraction(0), SECONDS)))
    path = clip_path(place, item, 1)
    note_costs(place, watch.costs([f"{path.parent.name}/{path.name}"], index_at(SECONDS, DELIVERY_RATE)))
    write_sound(output_folder(path.parent) / path.name, take.sound)
    reference = take.take.recipe.recording if variation is None else variation.recording
    assert reference is not None
    return reference
