"""Builds the `mini` bundle from a corpus: `python -m mini STAGE --corpus DIR --work DIR --out DIR`.

`all` runs the stages in order. Each resumes where it was stopped and does nothing when it is done; to do one again,
remove what it left in the work folder. `judge-vocoders` prints the table of a bundle's sound beside Griffin-Lim's.
Version 4 is made of version 3 by `ears`, `tagger`, `eyes`, `bridge`, `fourth`, `decoder` and `distil`, with `--corpus2`; `judge-eyes`,
`judge-ears`, `judge-far`, `judge-sources`, `judge-tagger`, `judge-takes`, `judge-candidates` and `judge-starts` are its tables; `judge-apart` writes the classes of the judge aisfx.
`pairs` and `rival`, with `--corpus2`, train what the mapper is compared with, and `judge-rivals` is that table. Other systems
are compared by `v2a study`.

Networks train, encode and hear on a GPU where torch has one; what is kept is the same, so a stage begun on one device goes
on on the other. Nothing of `fetch`, `bridge`, `bundle` and `fourth` runs there but texts' embeddings, and in the other
stages reading, resampling, mixing, the spectra that the sound tower is given, Griffin-Lim and what numpy does stay on the CPU.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

import torch

from mini import (
    assembling,
    bridges,
    decoding,
    distilling,
    ears,
    eyes,
    hearing,
    judging_vocoders,
    learning,
    pairing,
    preparing,
    rivalling,
    seeing,
    tagger,
)
from mini.tables import TABLES
from mini.workshop import Plans, Workshop
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.progress import Steps

__all__ = ["FOURTH", "RIVALS", "STAGES", "Stage", "device_of", "main", "run", "within"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name on the command line, what it does, and the work."""

    name: str
    does: str
    work: Callable[[Workshop], Steps[None]]


STAGES = (
    Stage("fetch", "download the teachers and check their digests", preparing.do_fetch),
    Stage("split", "make split.csv where there is none", preparing.do_split),
    Stage("autoencoder", "train the mel autoencoder", learning.do_autoencoder),
    Stage("sharpen", "train its decoder once more, for grain", learning.do_sharpen),
    Stage("look", "trunk features of pictures", preparing.do_look),
    Stage("listen", "versions of sounds, heard by the teacher; the sound space", preparing.do_listen),
    Stage("words", "tokenizer, sentence vectors, the word space", preparing.do_words),
    Stage("scenes", "windows of sound for the denoiser", preparing.do_scenes),
    Stage("clap", "train the sound tower and its text tower", hearing.do_clap),
    Stage("versions", "training sounds mixed and changed, heard by the teacher", hearing.do_versions),
    Stage("relisten", "train the sound tower on them", hearing.do_relisten),
    Stage("clip", "train the picture head and its text tower", seeing.do_clip),
    Stage("folds", "what heads make of pictures they have not learned from", pairing.do_folds),
    Stage("latents", "encode the windows", learning.do_latents),
    Stage("denoiser", "train the denoiser", learning.do_denoiser),
    Stage("refiner", "train what mends Griffin-Lim's sound", learning.do_refiner),
    Stage("mappers", "train both mappers", pairing.do_mappers),
    Stage("bundle", "write the bundle and move it into place", assembling.do_bundle),
)

FOURTH = (
    Stage("ears", "version 4: YAMNet, its projection, and version 3's text tower with new phrases", ears.do_ears),
    Stage("tagger", "version 4: kinds of sound over the ears, for what a take is heard as", tagger.do_tagger),
    Stage("eyes", "version 4: a head on a larger trunk, beside the trunk's own names", eyes.do_eyes),
    Stage("bridge", "version 4: phrases of all classes with their exact places", bridges.do_bridge),
    Stage("fourth", "version 4: move them into the bundle, and lock it", assembling.do_fourth),
    Stage("decoder", "version 4: train the decoder once more, on both corpora", decoding.do_decoder),
    Stage("distil", "version 4: train both mappers anew, on the bridge and both corpora", distilling.do_distil),
)
"""What makes version 4 of version 3's bundle, in this order; they need the second corpus."""

RIVALS = (
    Stage("pairs", "rival: pairs of picture and sound from both corpora", rivalling.do_pairs),
    Stage("rival", "rival: a denoiser on the picture's own vector, trained on them", rivalling.do_rival),
)
"""What the mapper is compared with in the study; nothing of it ships. They need the finished bundle and the second corpus."""


def run(stage: Stage, shop: Workshop, say: Callable[[str], None] = print) -> None:
    """Run one stage and say how it goes, a line each time there is something to say."""
    begun, last = time.monotonic(), ""
    for progress in stage.work(shop):
        line = f"{progress.stage} {progress.done}/{progress.total} {progress.note}".rstrip()
        if line != last:
            say(f"[{time.strftime('%H:%M:%S')}] {line}")
            last = line
    say(f"[{time.strftime('%H:%M:%S')}] {stage.name} done in {time.monotonic() - begun:.0f} s")


def _watched(steps: Steps[T]) -> T:
    """The result; says what is judged meanwhile."""
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
        print(
            f"[{time.strftime('%H:%M:%S')}] {progress.stage} {progress.done}/{progress.total} {progress.note}",
            flush=True,
        )


def within(minutes: float) -> Plans:
    """The plans of the bundle's size, with another limit of time for each training.

    Heads of pictures and of the tagger, which take seconds, have none. The text tower of `ears` is kept as it is then; every
    other training can go on another time.
    """
    plans = Plans()
    timed = {each.name: getattr(plans, each.name) for each in fields(plans)}
    changed = {k: replace(v, minutes=minutes) for k, v in timed.items() if hasattr(v, "minutes")}
    return replace(plans, retell_minutes=minutes, **changed)


def device_of(name: str) -> str:
    """The device to run on: with "auto", a GPU where torch has one.

    Raises:
        BadInput: There is none.
    """
    here = torch.cuda.is_available()
    if name == "cuda" and not here:
        raise BadInput("Torch finds no CUDA device here.", "Leave --device out, or give --device cpu.")
    return ("cuda" if here else "cpu") if name == "auto" else name


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m mini", description=__doc__)
    listed = "; ".join(f"{stage.name}: {stage.does}" for stage in (*STAGES, *FOURTH, *RIVALS))
    parser.add_argument(
        "stage",
        choices=[*(stage.name for stage in (*STAGES, *FOURTH, *RIVALS)), "all", "judge-vocoders", *TABLES],
        help=listed,
        metavar="STAGE",
    )
    parser.add_argument("--corpus", type=Path, required=True, help="folder with sounds.csv, images.csv and pairs.csv")
    parser.add_argument("--corpus2", type=Path, default=None, help="folder of the second corpus, for version 4")
    parser.add_argument("--far", type=Path, default=None, help="folder of pictures named after their class, judge-far")
    parser.add_argument("--work", type=Path, default=Path(".work/mini"), help="folder for what can be made again")
    parser.add_argument("--out", type=Path, required=True, help="the bundle's folder")
    parser.add_argument("--minutes", type=float, default=None, help="time for each training; it goes on another time")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads")
    places = ("auto", "cpu", "cuda")
    parser.add_argument(
        "--device", choices=places, default="auto", help="where networks run; auto: a GPU if there is one"
    )
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """0 when done, otherwise what the error asks for."""
    arguments = _arguments(sys.argv[1:] if words is None else words)
    torch.set_num_threads(arguments.threads)
    plans = Plans() if arguments.minutes is None else within(arguments.minutes)
    try:
        device = device_of(arguments.device)
        shop = Workshop(arguments.corpus, arguments.work, arguments.out, plans, second=arguments.corpus2, device=device)
        if arguments.stage == "judge-vocoders":
            print(judging_vocoders.vocoder_table(_watched(judging_vocoders.judge_vocoders(shop))))
            return 0
        if arguments.stage in TABLES:
            print(_watched(TABLES[arguments.stage](shop, arguments.far)))
            return 0
        for stage in (*STAGES, *FOURTH, *RIVALS):
            if arguments.stage == stage.name or (arguments.stage == "all" and stage in STAGES):
                run(stage, shop, lambda line: print(line, flush=True))
    except V2AError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
