"""The rival beside the bundle: the same validation pictures, judges and seeds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from safetensors import safe_open

from mini.rivalling import RIVAL
from mini.workshop import Workshop
from v2a_plugin.evaluation.items import Item, Items, chosen, read_items
from v2a_plugin.evaluation.making import ItemDescriber, Maker
from v2a_plugin.evaluation.pages import table_lines
from v2a_plugin.evaluation.plan import ItemPlan, StudyPlan, System, TablePlan
from v2a_plugin.evaluation.study import Bench, run_table
from v2a_plugin.files import output_folder
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.engines import Engines
from v2a_plugin.judges.registry import judge_of
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.time import index_at
from v2a_plugin.sources.finishing import DELIVERY_RATE
from v2a_plugin.zoo.bundle import open_folder

__all__ = ["SECONDS", "SEED", "Court", "open_court", "rivals_table"]

SECONDS = Fraction(128, 25)  # of a clip: the generator's window
_PICTURES, SEED = 48, 1
_JUDGES = ("yamnet", "aisfx")


@dataclass(frozen=True, slots=True, eq=False)
class Court:
    """What systems are compared with.

    Attributes:
        bench: Judges and real sounds, with the bundle's engine.
        items: The pictures that are used.
        folder: Of the clips.
    """

    bench: Bench
    items: tuple[Item, ...]
    folder: Path


def maker(engine: Engine, items: Items, folder: Path) -> Maker:
    """Makes clips of the pictures with an engine; whichever it is, the seeds are the same."""
    describer = ItemDescriber(engine, output_folder(folder / "videos"), items.items)
    samples = index_at(SECONDS, DELIVERY_RATE)
    return Maker(engine, describer, items.items, output_folder(folder / "clips"), samples, SEED)


def open_court(shop: Workshop, folder: Path, pictures: int = _PICTURES) -> Steps[Court]:
    """An even choice of the validation pictures, and both judges; their weights lie in the work folder's `packages`."""
    engine = yield from Engines().load_bundle(open_folder(shop.out))
    items = read_items(ItemPlan("corpus"), shop.folder, shop.out / "split.csv")
    labels, places = engine.bundle.labels(), shop.work / "packages"
    judges = [judge_of(name, engine.audio, labels, places, fetch=True) for name in _JUDGES]
    settings = engine.bundle.card.defaults.settings()
    plan = StudyPlan("rivals", "mini", SECONDS, SEED, _JUDGES, (), settings, ItemPlan("corpus"), ())
    return Court(
        Bench(engine, plan, items, maker(engine, items, folder), judges), chosen(items.items, pictures), folder
    )


def rivals_table(shop: Workshop) -> Steps[str]:
    """The rival, the bundle's default mapper, a trained one, no mapper, and a real sound's own vector."""
    court = yield from open_court(shop, shop.work / "rival" / "study")
    defaults = court.bench.engine.bundle.card.defaults
    rendered = {name: defaults.settings(name) for name in (defaults.mapper, "diffusion", "none")}
    other = yield from Engines().load_bundle(open_folder(shop.work / "rival" / "bundle"))
    place = yield from maker(other, court.bench.items, court.folder).make(
        System(RIVAL, "mapper", rendered["none"]), court.items, 1
    )
    systems = (
        System(RIVAL, "folder", rendered["none"], folder=place),
        System(defaults.mapper, "mapper", rendered[defaults.mapper]),
        System("diffusion", "mapper", rendered["diffusion"]),
        System("without mapper", "mapper", rendered["none"]),
        System("oracle", "oracle", rendered["none"]),
    )
    table = yield from run_table(court.bench, TablePlan("rivals", "The rival", systems, RIVAL, limit=_PICTURES))
    trained = {
        RIVAL: weights_in(shop.work / "rival" / "bundle" / "generator" / "unet"),
        "diffusion": weights_in(shop.out / "mappers" / "diffusion"),
    }
    lines = [
        f"Trained to lead from a picture to a sound: {', '.join(f'{k} {v:,}' for k, v in trained.items())} weights."
    ]
    return "\n".join([*table_lines(table), "", *lines])


def weights_in(folder: Path) -> int:
    """Numbers in the weights of a folder."""
    count = 0
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="numpy") as file:
            count += sum(int(np.prod(file.get_slice(name).get_shape())) for name in file.keys())  # noqa: SIM118
    return count
