"""Mappers on disk: a folder with config.json, model.safetensors and, for the bridge, captions.txt.

config.json says the kind, the spaces, the sizes and the sha256 of the weights. Nothing is unpickled.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from v2a_plugin.files import output_folder, read_text, replacing, sha256_of, write_text
from v2a_plugin.mapper.bridge import BridgeMapper
from v2a_plugin.mapper.diffusion import DiffusionMapper
from v2a_plugin.mapper.passthrough import PassthroughMapper
from v2a_plugin.mapper.prior import DiffusionPrior, PriorConfig
from v2a_plugin.mapper.protocol import Mapper
from v2a_plugin.mapper.regression import Regression, RegressionConfig, RegressionMapper
from v2a_plugin.model.config import PartSource, Runtime
from v2a_plugin.model.errors import BundleError, SpaceMismatch

__all__ = ["load_mapper", "save_mapper"]

CONFIG, WEIGHTS, CAPTIONS = "config.json", "model.safetensors", "captions.txt"
SCHEMA = 1
MEND = "Fit or pull the mapper again."

T = TypeVar("T")
Network = TypeVar("Network", bound=nn.Module)
BuiltIn = DiffusionMapper | RegressionMapper | BridgeMapper | PassthroughMapper


@dataclass(frozen=True, slots=True)
class BridgeSizes:
    """Sizes of a text bridge.

    Attributes:
        captions: Number of captions.
        clip_width: Components of their vectors in the picture's space.
        clap_width: In the sound's space.
        residual: Rows that a fit to pairs adds; 0 for none.
        ambience: How many of the captions are ambience, for pictures in which nothing is recognised; 0 when all are
            taken as they are seen.
    """

    captions: int
    clip_width: int
    clap_width: int
    residual: int = 0
    ambience: int = 0


@dataclass(frozen=True, slots=True)
class PassthroughSizes:
    """Sizes of "none"."""

    clip_width: int = 512
    clap_width: int = 512


def save_mapper(mapper: BuiltIn, folder: Path) -> str:
    """Write a mapper's folder, its config last, so that an unfinished one is not taken for whole.

    Returns:
        sha256 of the weights, hex.

    Raises:
        OutputError: The folder cannot be written, or the disk is full.
    """
    match mapper:
        case DiffusionMapper():
            sizes: Any = mapper.prior.config
            weights = mapper.prior.state_dict()
        case RegressionMapper():
            sizes, weights = mapper.network.config, mapper.network.state_dict()
        case BridgeMapper():
            sizes = _sizes(mapper)
            weights = {
                "in_clip": torch.from_numpy(mapper.in_clip),
                "in_clap": torch.from_numpy(mapper.in_clap),
                "temperature": torch.tensor([mapper.temperature]),
            }
            if mapper.residual is not None:
                weights["residual"] = torch.from_numpy(mapper.residual)
            if sizes.ambience:
                weights["ambience"] = torch.from_numpy(mapper.ambience.astype(np.float32))
                weights["sure"] = torch.tensor([mapper.sure])
        case PassthroughMapper():
            sizes, weights = PassthroughSizes(mapper.clip_width, mapper.clap_width), {}
    output_folder(folder)
    if isinstance(mapper, BridgeMapper):
        write_text(folder / CAPTIONS, "".join(f"{' '.join(caption.split())}\n" for caption in mapper.captions))
    with replacing(folder / WEIGHTS) as temporary:
        save_file({name: weight.contiguous().cpu() for name, weight in weights.items()}, temporary)
    digest = sha256_of(folder / WEIGHTS)
    config = {
        "schema": SCHEMA,
        "kind": mapper.name,
        "clip_space": mapper.clip_space,
        "clap_space": mapper.clap_space,
        "sizes": asdict(sizes),
        "weights_sha256": digest,
    }
    write_text(folder / CONFIG, json.dumps(config, indent=2, ensure_ascii=False) + "\n")
    return digest


def load_mapper(source: PartSource, runtime: Runtime) -> Mapper:
    """Read a mapper's folder, in fp32 on the runtime's device.

    Args:
        source: `folder` holds the mapper; `kind` is "diffusion", "regression", "bridge" or "none", or "" for what the
            folder says; `space_in` and `space_out` are the bundle's ("" for any). Kind "none" needs no folder: its
            widths are then the options "clip_width" and "clap_width", 512 each unless given.
        runtime: Where arithmetic runs.

    Raises:
        SpaceMismatch: The mapper leads from or to another space than the bundle's.
        BundleError: A file is missing, corrupt, or holds other weights than its config says.
    """
    if source.kind == PassthroughMapper.name and not (source.folder / CONFIG).is_file():
        widths = (int(source.option(name, "512")) for name in ("clip_width", "clap_width"))
        return PassthroughMapper(source.space_in, source.space_out, *widths)
    folder = source.folder
    config = _Config.read(folder / CONFIG)
    if source.kind and source.kind != config.kind:
        raise BundleError(f"{folder} holds a {config.kind} mapper, not a {source.kind} one.", "Choose another folder.")
    for side, bundle, own in (
        ("pictures", source.space_in, config.clip_space),
        ("sounds", source.space_out, config.clap_space),
    ):
        if bundle and bundle != own:
            raise SpaceMismatch(
                f"The mapper in {folder} was made for {side} of the space {own!r}, and the bundle's are of {bundle!r}.",
                "Choose the mapper that belongs to the bundle, or fit one to it.",
            )
    digest = _checked_digest(folder / WEIGHTS, config)
    device = torch.device(runtime.device)
    spaces = config.clip_space, config.clap_space
    match config.kind:
        case "diffusion":
            with torch.device("meta"):
                prior = DiffusionPrior(config.sized(PriorConfig))
            return DiffusionMapper(_filled(prior, folder / WEIGHTS).to(device), *spaces, digest=digest)
        case "regression":
            with torch.device("meta"):
                network = Regression(config.sized(RegressionConfig))
            return RegressionMapper(_filled(network, folder / WEIGHTS).to(device), *spaces, digest=digest)
        case "bridge":
            return _bridge(folder, config, digest)
        case "none":
            sizes = config.sized(PassthroughSizes)
            return PassthroughMapper(*spaces, sizes.clip_width, sizes.clap_width)
        case _:
            raise BundleError(f"{folder / CONFIG} names a kind of mapper that is unknown here: {config.kind!r}.", MEND)


@dataclass(frozen=True, slots=True)
class _Config:
    """config.json, as read."""

    path: Path
    kind: str
    clip_space: str
    clap_space: str
    weights_sha256: str
    sizes: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> _Config:
        try:
            raw = json.loads(read_text(path))
        except OSError as error:
            raise _unreadable(path, error) from error
        except ValueError as error:
            raise BundleError(f"{path} is not valid JSON: {error}.", MEND) from error
        words = ("kind", "clip_space", "clap_space", "weights_sha256")
        if not (
            isinstance(raw, dict)
            and all(isinstance(raw.get(word), str) for word in words)
            and isinstance(raw.get("sizes"), dict)
        ):
            raise BundleError(f"{path} does not describe a mapper.", MEND)
        if raw.get("schema") != SCHEMA:
            raise BundleError(f"{path} is of schema {raw.get('schema')}, and {SCHEMA} is read here.", "Update v2a.")
        return cls(path, sizes=raw["sizes"], **{word: raw[word] for word in words})

    def sized(self, kind: type[T]) -> T:
        """The sizes as a dataclass of numbers."""
        want = {field.name: field.type for field in fields(kind)}  # type: ignore[arg-type]
        shapes_fit = all(
            type(value) is int or (name == "dropout" and isinstance(value, float)) for name, value in self.sizes.items()
        )
        if set(self.sizes) != set(want) or not shapes_fit:
            raise BundleError(f"{self.path} does not give the sizes of a {self.kind} mapper: {', '.join(want)}.", MEND)
        try:
            return kind(**self.sizes)
        except ValueError as error:
            raise BundleError(f"{self.path} gives impossible sizes: {error}.", MEND) from error


def _unreadable(path: Path, error: OSError) -> BundleError:
    reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
    return BundleError(f"The mapper's file {path} {reason}.", MEND)


def _checked_digest(path: Path, config: _Config) -> str:
    try:
        digest = sha256_of(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    if digest != config.weights_sha256:
        raise BundleError(f"{path} is damaged: its sha256 is not the one in {CONFIG}.", MEND)
    return digest


def _tensors(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Tensor]:
    """The tensors of a file in fp32, if they are just those expected."""
    try:
        with safe_open(path, framework="pt") as file:
            found = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
            if found != dict(shapes):
                name = min(name for name in found.keys() | shapes.keys() if found.get(name) != shapes.get(name))
                raise BundleError(
                    f"{path} does not fit its config: {name} is {found.get(name, 'missing')}"
                    f" where {shapes.get(name, 'nothing')} was expected.",
                    MEND,
                )
            tensors = {name: file.get_tensor(name) for name in found}
    except (SafetensorError, OSError) as error:
        raise BundleError(f"{path} is not a whole safetensors file: {error}.", MEND) from error
    for name, tensor in tensors.items():
        if not tensor.is_floating_point() or not bool(tensor.isfinite().all()):
            raise BundleError(f"{path} is damaged: {name} holds values that are not numbers.", MEND)
    # A copy in memory of its own: the file may be replaced, and sums depend on where in memory a row begins.
    return {name: tensor.to(torch.float32, copy=True) for name, tensor in tensors.items()}


def _filled(network: Network, path: Path) -> Network:
    """A network built without memory of its own, with the weights of a file."""
    shapes = {name: tuple(weight.shape) for name, weight in network.state_dict().items()}
    network.load_state_dict(_tensors(path, shapes), assign=True)
    return network


def _sizes(mapper: BridgeMapper) -> BridgeSizes:
    residual = 0 if mapper.residual is None else len(mapper.residual)
    return BridgeSizes(
        len(mapper.captions), mapper.in_clip.shape[1], mapper.in_clap.shape[1], residual, int(mapper.ambience.sum())
    )


def _bridge(folder: Path, config: _Config, digest: str) -> BridgeMapper:
    sizes = replace(config, sizes={"residual": 0, "ambience": 0, **config.sizes}).sized(BridgeSizes)
    added: dict[str, tuple[int, ...]] = {"residual": (sizes.residual, sizes.clap_width)} if sizes.residual else {}
    if sizes.ambience:
        added |= {"ambience": (sizes.captions,), "sure": (1,)}
    try:
        captions = read_text(folder / CAPTIONS).splitlines()
    except OSError as error:
        raise _unreadable(folder / CAPTIONS, error) from error
    except UnicodeDecodeError as error:
        raise BundleError(f"{folder / CAPTIONS} is not UTF-8 text.", MEND) from error
    if len(captions) != sizes.captions:
        raise BundleError(
            f"{folder / CAPTIONS} holds {len(captions)} captions where {sizes.captions} were expected.", MEND
        )
    tensors = _tensors(
        folder / WEIGHTS,
        {
            "in_clip": (sizes.captions, sizes.clip_width),
            "in_clap": (sizes.captions, sizes.clap_width),
            "temperature": (1,),
            **added,
        },
    )
    arrays = {name: np.ascontiguousarray(tensor.numpy()) for name, tensor in tensors.items()}
    try:
        return BridgeMapper(
            captions,
            arrays["in_clip"],
            arrays["in_clap"],
            config.clip_space,
            config.clap_space,
            float(arrays["temperature"][0]),
            digest=digest,
            residual=arrays.get("residual"),
            sure=float(arrays.get("sure", np.zeros(1))[0]),
            ambience=arrays["ambience"] > 0 if sizes.ambience else None,
        )
    except ValueError as error:
        raise BundleError(f"{folder / WEIGHTS} cannot bridge: {error}.", MEND) from error
