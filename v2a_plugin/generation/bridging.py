"""The text bridge of a bundle that has no mapper of its own: fitted when it is first needed, and kept.

It takes both text towers and a list of captions, no pictures and no sounds: minutes on a CPU. What is kept is used as
long as the bundle's weights and its captions are those it was fitted to.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_plugin.encoders.protocols import Encoders
from v2a_plugin.files import output_folder, read_text, write_text
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BadInput, OutputError
from v2a_plugin.model.progress import Steps
from v2a_plugin.model.serial import from_json, to_json

if TYPE_CHECKING:
    from v2a_plugin.mapper.protocol import Mapper
    from v2a_plugin.plugins.facade import Plugins
    from v2a_plugin.zoo.bundle import Bundle

__all__ = ["FITTED_TO", "fit_when_due"]

FITTED_TO = "fitted_to.json"


@dataclass(frozen=True, slots=True)
class FittedTo:
    """What an automatic bridge was made of.

    Attributes:
        lock_digest: sha256 over the bundle's files.
        captions_digest: sha256 of the captions.
    """

    lock_digest: str
    captions_digest: str


def fitted_to(bundle: Bundle) -> FittedTo:
    """What a bridge that is fitted now would be made of."""
    captions = "\n".join(bundle.captions())
    return FittedTo(bundle.lock_digest, hashlib.sha256(captions.encode()).hexdigest())


def fit_when_due(
    source: PartSource, bundle: Bundle, encoders: Encoders, runtime: Runtime, plugins: Plugins
) -> Steps[Mapper]:
    """The bridge that was asked for, fitted first when there is none yet or when the one that is kept is of other weights.

    A bundle with mappers of its own gets one for this session; one without gets a folder in the store too, if that
    can be written.

    Args:
        source: The bridge as the bundle names it: a folder, or the bundle's root for none.
        bundle: Whose captions it speaks.
        encoders: The bundle's.
        runtime: Where the mapper will run.
        plugins: Who loads it.

    Raises:
        BundleError: A bridge's folder is corrupt.
    """
    if source.folder != bundle.root and not _outdated(source.folder, bundle):
        return plugins.mapper(source.kind)(source, runtime)
    from v2a_plugin.mapper.bridge import build_bridge

    bridge = yield from build_bridge(bundle.captions(), encoders.visual, encoders.audio)
    if bundle.fitted is None or bundle.card.mappers:
        return bridge
    from v2a_plugin.mapper.mapper_store import save_mapper

    folder = bundle.fitted / bridge.name
    try:
        output_folder(folder)
        (folder / "config.json").unlink(missing_ok=True)  # no mapper until all of it is there
        write_text(folder / FITTED_TO, to_json(fitted_to(bundle)))
        save_mapper(bridge, folder)
    except OutputError:  # a store that is only read: it is fitted again next time
        return bridge
    kept = PartSource(bridge.name, folder, bundle.card.clip_space, bundle.card.clap_space)
    return plugins.mapper(bridge.name)(kept, runtime)


def _outdated(folder: Path, bundle: Bundle) -> bool:
    """Whether a folder holds an automatic bridge that was fitted to something else; a bridge made by hand never is."""
    path = folder / FITTED_TO
    try:
        return from_json(FittedTo, read_text(path), path.name) != fitted_to(bundle)
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError, BadInput):
        return True
