"""The generator beside diffusers' AudioLDMPipeline, and the time and memory of the `mini` bundle.

    python benchmarks/audioldm.py [--steps 5] [--seconds 5] [--batch 4] [--rounds 3] [--threads 2]

Full-size AudioLDM-S with random weights: same weights, noise, steps, guidance, batch and precision (fp32); the two take
turns in one run. Processor seconds, so that other work on the machine counts little; the ratio is the median over the
rounds. Then `mini`: four takes of five seconds once loaded, in seconds of the clock, with the peak memory of the
process. Then mini's own networks through diffusers' pipeline with the paper's 200 steps of DDIM, beside the presets.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.embeddings import Conditioning, unit
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import SamplerName, Settings, Spacing
from v2a_plugin.sources.generators.audioldm import load_audioldm
from v2a_plugin.testing.tiny_audioldm import full_audioldm_folder
from v2a_plugin.zoo.bundle import open_folder

MINI = Path(__file__).parents[1] / "resources/v2a_resources/bundles/mini"


def seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start


def asked(takes: int, width: int, space: str) -> list[Conditioning]:
    random = np.random.default_rng(0)
    return [
        Conditioning(unit(random.standard_normal(width)), unit(random.standard_normal(width)), space)
        for _ in range(takes)
    ]


def pipeline_of(folder: Path, vocoder: object) -> Any:
    """The pipeline of diffusers from the parts in a folder; its text encoder has random weights and is not used."""
    from diffusers import AudioLDMPipeline, AutoencoderKL, DDIMScheduler, UNet2DConditionModel
    from transformers import ClapTextConfig, ClapTextModelWithProjection

    pipeline = AudioLDMPipeline(
        vae=AutoencoderKL.from_pretrained(folder / "vae"),
        text_encoder=ClapTextModelWithProjection(
            ClapTextConfig(hidden_size=32, intermediate_size=32, num_attention_heads=2, num_hidden_layers=1)
        ),
        tokenizer=None,
        unet=UNet2DConditionModel.from_pretrained(folder / "unet"),
        scheduler=DDIMScheduler.from_pretrained(folder / "scheduler"),
        vocoder=vocoder,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def beside_diffusers(options: argparse.Namespace, folder: Path) -> float:
    from transformers import SpeechT5HifiGan

    ours = load_audioldm(PartSource("audioldm", folder), Runtime())
    pipeline = pipeline_of(folder, SpeechT5HifiGan.from_pretrained(folder / "vocoder"))
    each = asked(options.batch, 512, "")
    how = Settings(steps=options.steps, guidance=2.5, scheduler=SamplerName.DDIM, spacing=Spacing.LEADING)
    frames = round(options.seconds * 25)
    noise = torch.randn(options.batch, 8, frames, 16, generator=torch.Generator().manual_seed(0))
    positive, negative = (
        torch.from_numpy(np.stack([getattr(one, name) for one in each])) for name in ("positive", "negative")
    )

    def render() -> np.ndarray:
        sounds = finish(ours.render(each, range(options.batch), frames * 640, how, noise=noise))
        return np.stack([sound.samples[0] for sound in sounds])

    def run_pipeline() -> np.ndarray:
        sound: np.ndarray = pipeline(
            audio_length_in_s=frames / 25,
            num_inference_steps=options.steps,
            guidance_scale=2.5,
            latents=noise,
            prompt_embeds=positive,
            negative_prompt_embeds=negative,
        ).audios
        return sound

    print(f"largest difference {np.abs(render() - run_pipeline()).max():.1e}", flush=True)
    pairs = []
    for _ in range(options.rounds):
        pairs.append((seconds(render, time.process_time), seconds(run_pipeline, time.process_time)))
        print(f"  ours {pairs[-1][0]:.1f} s, diffusers {pairs[-1][1]:.1f} s", flush=True)
    ratio = statistics.median(theirs / mine for mine, theirs in pairs)
    print(f"AudioLDM-S, {options.batch} takes of {frames / 25:.2f} s, {options.steps} steps: {ratio:.2f} times as fast")
    return ratio


def mini(rounds: int) -> float | None:
    if not (MINI / "card.toml").is_file():
        print("mini is not in place")
        return None
    source = open_folder(MINI).generator
    generator = load_audioldm(source, Runtime())
    each = asked(4, generator.parts.width, generator.clap_space)
    how = Settings()
    samples = 5 * generator.sample_rate
    taken = [
        seconds(lambda: finish(generator.render(each, range(4), samples, how)), time.perf_counter)
        for _ in range(rounds)
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    best = statistics.median(taken)
    print(f"mini, four takes of 5 s, {how.steps} steps of {how.scheduler}: {best:.1f} s, peak {peak / 2**30:.2f} GB")
    return best


def beside_paper(rounds: int) -> dict[str, float]:
    """How many times as fast mini makes a take as diffusers' pipeline does of the same networks with 200 steps of DDIM.

    The pipeline's vocoder is AudioLDM's with random weights, since it knows no other.
    """
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    folder = MINI / "generator"
    ours = load_audioldm(open_folder(MINI).generator, Runtime())
    vocoder = SpeechT5HifiGanConfig(
        model_in_dim=64, upsample_rates=[5, 4, 2, 2, 2], upsample_kernel_sizes=[16, 16, 8, 4, 4]
    )
    pipeline = pipeline_of(folder, SpeechT5HifiGan(vocoder))
    [one] = each = asked(1, ours.parts.width, ours.clap_space)
    positive, negative = (torch.from_numpy(getattr(one, name))[None] for name in ("positive", "negative"))
    noise = torch.randn(1, 16, 64, 8, generator=torch.Generator().manual_seed(0))
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        theirs = seconds(
            lambda: pipeline(
                audio_length_in_s=5.12,
                num_inference_steps=200,
                guidance_scale=3.5,
                latents=noise,
                prompt_embeds=positive,
                negative_prompt_embeds=negative,
            ),
            time.process_time,
        )
        taken.setdefault("diffusers, 200 steps of ddim", []).append(theirs)
        for scheduler, steps in (("dpm++", 5), ("dpm++", 10), ("dpm++", 25), ("ddim", 200)):
            how = Settings(steps=steps, scheduler=SamplerName(scheduler), spacing=Spacing.TRAILING)
            begun = time.process_time()
            finish(ours.render(each, [0], 81_920, how))
            taken.setdefault(f"mini, {steps} steps of {scheduler}", []).append(time.process_time() - begun)
    theirs = statistics.median(taken["diffusers, 200 steps of ddim"])
    ratios = {name: theirs / statistics.median(times) for name, times in taken.items()}
    for name, ratio in ratios.items():
        print(f"{name}: {statistics.median(taken[name]):.2f} s of CPU, {ratio:.1f} times as fast")
    return ratios


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where a full-size folder lies, or is made")
    parser.add_argument("--only", choices=("mini", "full", "paper"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    warnings.simplefilter("ignore")
    if options.only in (None, "mini"):
        mini(options.rounds)
    if options.only in (None, "paper"):
        beside_paper(options.rounds)
    if options.only in (None, "full"):
        with tempfile.TemporaryDirectory() as scratch:
            folder: Path = options.folder or Path(scratch) / "full"
            beside_diffusers(options, folder if folder.exists() else full_audioldm_folder(folder))


if __name__ == "__main__":
    main()
