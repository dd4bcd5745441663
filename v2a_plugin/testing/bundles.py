"""A whole bundle of random weights: it sounds like nothing, but every part loads and runs in milliseconds.

torch and the rooms that need it are imported inside the function.
"""

from __future__ import annotations

from pathlib import Path

from v2a_plugin.testing.tiny_audioldm import tiny_audioldm_folder
from v2a_plugin.testing.towers import tiny_clap_folder, tiny_open_clip_folder

__all__ = ["tiny_bundle"]

_TINY_CARD = """\
name = "{name}"
title = "Tiny"
summary = "Random weights in the real formats."
clip_space = "tiny-clip"
clap_space = "tiny-clap"
clip_width = 32
clap_width = 32
labels = "labels.txt"
captions = "labels.txt"

[licence]
name = "CC0-1.0"
url = "https://creativecommons.org/publicdomain/zero/1.0/"
commercial = true

[defaults]
mapper = "diffusion"
steps = 2
guidance = 2.0
window = "2"

[visual]
kind = "open_clip"
folder = "visual"

[audio]
kind = "clap"
folder = "clap"

[generator]
kind = "audioldm"
folder = "generator"

[mappers.diffusion]
kind = "diffusion"
folder = "mappers/diffusion"

[mappers.regression]
kind = "regression"
folder = "mappers/regression"
"""


def tiny_bundle(path: Path, name: str = "tiny") -> Path:
    """Save a whole bundle of random weights, locked: all parts, a diffusion and a regression mapper.

    Put it at `ROOT/bundles/NAME` and set `V2A_MODELS=ROOT`, and `v2a generate --bundle NAME` uses it.

    Args:
        path: Folder to make.
        name: What people type.

    Returns:
        The same path.
    """
    import torch

    from v2a_plugin.mapper.diffusion import DiffusionMapper
    from v2a_plugin.mapper.mapper_store import save_mapper
    from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
    from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper
    from v2a_plugin.model.progress import finish
    from v2a_plugin.zoo.lock import lock_folder, write_lock

    tiny_open_clip_folder(path / "visual")
    tiny_clap_folder(path / "clap")
    tiny_audioldm_folder(path / "generator")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        sizes = PriorConfig(32, 32, width=32, depth=2, heads=2, head_width=16, learned_tokens=4, timesteps=100)
        prior, network = DiffusionPrior(sizes), Regression(RegressionConfig(32, 32))
    save_mapper(DiffusionMapper(prior, "tiny-clip", "tiny-clap"), path / "mappers" / "diffusion")
    save_mapper(RegressionMapper(network, "tiny-clip", "tiny-clap"), path / "mappers" / "regression")
    (path / "labels.txt").write_text("a dog barking\nrain on a roof\na door closing\n", encoding="utf-8")
    (path / "card.toml").write_text(_TINY_CARD.format(name=name), encoding="utf-8")
    write_lock(path, finish(lock_folder(path, name)))
    return path
