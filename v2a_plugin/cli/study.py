"""`v2a study`: systems side by side on the same items, as tables, figures and JSON."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, say, show, warn, watch
from v2a_plugin.cli.evaluate import Fetch, Judges, Weights, weights_of
from v2a_plugin.cli.options import Device
from v2a_plugin.evaluation.plan_file import read_plan
from v2a_plugin.files import output_folder, write_text
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.model.errors import BadInput, MissingDependency
from v2a_plugin.zoo.store import Store
from v2a_resources import study_example_path

__all__ = ["study"]


def study(
    plan: Path | None = typer.Argument(None, help="TOML file that declares systems, tables and items."),
    example: bool = typer.Option(False, "--plan-example", help="Print a plan to begin with, and do nothing else."),
    items: Path | None = typer.Option(None, "--items", help="Folder of the items, when the plan does not say."),
    out: Path = typer.Option(Path("study"), "--out", help="Folder for clips, tables, figures and study.json."),
    page: Path | None = typer.Option(
        None, "--page", help="Markdown file whose marks are filled; figures go to img/study beside it."
    ),
    quick: bool = typer.Option(False, "--quick", help="Few items: minutes, to see that everything works."),
    only: list[str] = typer.Option([], "--only", help="Name of a table, or gap or interpolations; may be repeated."),
    judge: list[str] = Judges,
    weights: list[str] = Weights,
    fetch: bool = Fetch,
    bundle: str = typer.Option("", "--bundle", help="Another bundle than the plan's."),
    device: str = Device,
    as_json: bool = Json,
) -> None:
    """Run a declared set of systems over a declared set of items; what is done already is not done again."""
    from v2a_plugin.evaluation.figures import draw_figures
    from v2a_plugin.evaluation.pages import check_page, fill_page, parts
    from v2a_plugin.evaluation.run_study import run_study
    from v2a_plugin.judges.registry import judge_of

    if example:
        for line in study_example_path().read_text(encoding="utf-8").splitlines():
            say(line)
        return
    if plan is None:
        raise BadInput("There is no plan.", "Give a TOML file; 'v2a study --plan-example' prints one to begin with.")
    first = read_plan(plan)
    opened = Store().open(bundle or first.bundle)
    declared = replace(read_plan(plan, opened.card.defaults), judges=tuple(judge) or first.judges)
    places = dict(weights_of(weights))
    if page is not None:
        check_page(page)
    output_folder(out)
    engine = watch(Engines().load_bundle(opened, EngineChoice(device=device).runtime), as_json)
    judges = [judge_of(name, engine.audio, opened.labels(), places.get(name), fetch) for name in declared.judges]
    drawn = watch(run_study(engine, declared, judges, out, items, quick, only), as_json)
    text = "\n".join(line for name, lines in parts(drawn.result).items() for line in (f"## {name}", "", *lines, ""))
    write_text(out / "study.md", f"# {drawn.result.title}\n\n{text}")
    try:
        draw_figures(drawn, page.parent / "img" / "study" if page else out / "figures")
    except MissingDependency as error:
        warn(str(error))
    if page is not None:
        for name in fill_page(page, drawn.result):
            warn(f"{page.name} has no mark for '{name}'.")
    if not as_json:
        say(*text.splitlines())
    show(drawn.result, as_json, [f"Written to {page or out}; {drawn.result.spent / 60:.1f} minutes."])
