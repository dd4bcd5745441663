"""Run by test_laion.py in processes of their own: the package `laion_clap`, and our adapter.

    python laion_process.py upstream FOLDER
    python -W error laion_process.py adapter FOLDER

`upstream` expects HF_HOME to hold the three names that `import laion_clap` asks for. For both variants it writes a
checkpoint of random weights in the form LAION publishes (a training state, `module.` before every name, numpy scalars
beside it) and the package's own embeddings. `adapter` loads those checkpoints; any attempt to open a connection is
recorded and refused.
"""

from __future__ import annotations

import json
import logging
import socket
import sys
from pathlib import Path

import numpy as np

TEXTS = ["", "a dog barks", "rain on a tin roof " * 20]


def sounds() -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    noise = rng.standard_normal(480_000).astype(np.float32) * np.float32(0.3)
    tone = (np.sin(np.arange(70_000) * 0.03) * 1.2).astype(np.float32)  # beyond full scale, shorter than the window
    return [noise, tone, noise[:1]]


def upstream(home: Path, *, fusion: bool) -> None:
    import laion_clap
    import torch

    torch.manual_seed(1)
    module = laion_clap.CLAP_Module(enable_fusion=fusion, device="cpu", amodel="HTSAT-tiny")
    module.model.audio_branch.bn0.running_mean.uniform_(-30, -10)  # as if it had heard sound
    module.model.audio_branch.bn0.running_var.uniform_(50, 150)
    state = {f"module.{name}": value for name, value in module.model.state_dict().items()}
    state["module.text_branch.embeddings.position_ids"] = torch.arange(130)[None]
    home.mkdir()
    torch.save({"epoch": 45, "name": "x", "best": np.float64(0.5), "state_dict": state}, home / "weights.pt")
    module.load_ckpt(str(home / "weights.pt"), verbose=False)
    np.savez(
        home / "upstream.npz",
        sounds=np.concatenate([module.get_audio_embedding_from_data(x=[sound]) for sound in sounds()]),
        texts=module.get_text_embedding(TEXTS),
    )


CONNECTIONS: list[str] = []


def refuse(*address: object, **_: object) -> None:
    CONNECTIONS.append(str(address))
    raise OSError("no network in this test")


def adapter(home: Path) -> None:
    from v2a_plugin.encoders.laion import load_laion
    from v2a_plugin.model.config import PartSource, Runtime
    from v2a_plugin.model.errors import BundleError
    from v2a_plugin.model.sound import Sound

    setattr(socket.socket, "connect", refuse)  # noqa: B010 - mypy forbids the plain assignment
    setattr(socket, "getaddrinfo", refuse)  # noqa: B010
    paths = list(sys.path)
    for variant in ("plain", "fusion"):
        options = (("fusion", str(variant == "fusion").lower()),)
        source = PartSource("laion", home / variant, space_out="laion-test", model="HTSAT-tiny", options=options)
        encoder = load_laion(source, Runtime())
        np.savez(
            home / variant / "ours.npz",
            sounds=encoder.embed_sounds([Sound.mono(samples, 48_000) for samples in sounds()]),
            texts=encoder.embed_text(TEXTS),
            long=encoder.embed_sounds([Sound.mono(np.tile(sounds()[0], 3), 48_000)]),
            alone=encoder.embed_sounds([Sound.mono(sounds()[1], 48_000)]),
        )
    mismatch = ""
    try:
        load_laion(PartSource("laion", home / "plain", options=(("fusion", "true"),)), Runtime())
    except BundleError as error:
        mismatch = str(error)
    observed = {
        "connections": CONNECTIONS,
        "path_unchanged": sys.path == paths,
        "leaked": [name for name in sys.modules if name.split(".")[0] in ("laion_clap", "clap_module", "training")],
        "root_handlers": len(logging.getLogger().handlers),
        "mismatch": mismatch,
        "width": encoder.width,
        "space": encoder.clap_space,
    }
    (home / "observed.json").write_text(json.dumps(observed), encoding="utf-8")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    if sys.argv[1] == "adapter":
        adapter(folder)
    else:
        upstream(folder / "plain", fusion=False)
        upstream(folder / "fusion", fusion=True)
