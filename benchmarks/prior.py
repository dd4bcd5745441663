"""Training and sampling of the diffusion prior beside the public implementation it equals.

    python benchmarks/prior.py [--batch 16] [--rounds 3] [--steps 20]

Same weights, batch, precision (fp32) and threads; the two take turns in one run. Processor seconds, so that other work
on the machine counts little; the ratio is the median over the rounds.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import time
import warnings
from collections.abc import Callable

import torch
from torch.nn import functional

from v2a_plugin.mapper.diffusion import corrupt, prior_loss, sample
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.model.progress import finish


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(title: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> None:
    ours(), theirs()  # the first call of each sets up what later ones reuse
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(theirs / ours for ours, theirs in pairs)
    print(f"{title:<34} ours {mine:7.2f} s   dalle2-pytorch {other:7.2f} s   {ratio:5.1f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=20, help="denoising steps")
    options = parser.parse_args()
    batch, steps = options.batch, options.steps
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from dalle2_pytorch import dalle2_pytorch as reference
        except ImportError:
            print("dalle2-pytorch is not installed: nothing to compare with.")
            return

    torch.manual_seed(0)
    config = PriorConfig(dropout=0.0)
    ours = DiffusionPrior(config)
    network = reference.DiffusionPriorNetwork(
        dim=512, depth=12, heads=12, dim_head=64, ff_mult=4, normformer=True, num_timesteps=1000, max_text_len=77
    )
    theirs = reference.DiffusionPrior(
        net=network, image_embed_dim=512, timesteps=1000, cond_drop_prob=0.1, condition_on_text_encodings=False
    )
    picture, sound = (functional.normalize(torch.randn(batch, 512), dim=-1) for _ in range(2))

    def our_training() -> None:
        ours.zero_grad()
        prior_loss(ours, picture, sound, corrupt(config, batch)).backward()  # type: ignore[no-untyped-call]

    def their_training() -> None:
        theirs.zero_grad()
        theirs(text_embed=picture, image_embed=sound.clone()).backward()

    compare(f"training step, batch {batch}", our_training, their_training, options.rounds)
    ours.eval(), theirs.eval()

    def their_sampling(scale: float) -> None:
        with torch.no_grad(), open(os.devnull, "w") as quiet, contextlib.redirect_stderr(quiet):  # noqa: PTH123
            # It walks one step less than it is asked for.
            theirs.p_sample_loop((4, 512), text_cond={"text_embed": picture[:4]}, timesteps=steps + 1, cond_scale=scale)

    for guidance in (1.0, 2.0):
        compare(
            f"4 draws, {steps} steps, guidance {guidance:g}",
            lambda guidance=guidance: finish(sample(ours, picture[:4], range(4), steps, guidance)),  # type: ignore[misc]
            lambda guidance=guidance: their_sampling(guidance),  # type: ignore[misc]
            options.rounds,
        )


if __name__ == "__main__":
    main()
