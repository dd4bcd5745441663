"""`v2a project`: a cut, its takes, and every change kept in one folder."""

from __future__ import annotations

import typer

from v2a_plugin.cli.project.copy import copy
from v2a_plugin.cli.project.edit_take import edit_take, preview
from v2a_plugin.cli.project.generate import generate
from v2a_plugin.cli.project.hits import align, hits
from v2a_plugin.cli.project.info import info, log
from v2a_plugin.cli.project.level import level
from v2a_plugin.cli.project.listing import listing
from v2a_plugin.cli.project.named_edits import edit, edits
from v2a_plugin.cli.project.new import new
from v2a_plugin.cli.project.placing import place, redo, undo
from v2a_plugin.cli.project.recipe import recipe
from v2a_plugin.cli.project.shots import shots
from v2a_plugin.cli.project.takes import between, clear, like
from v2a_plugin.cli.project.upkeep import gc, relink, verify

__all__ = ["project"]

project = typer.Typer(
    name="project", help="A cut with its takes and every change, kept in one folder.", no_args_is_help=True
)
project.command()(new)
project.command()(info)
project.command()(generate)
project.command()(between)
project.command("edit-take")(edit_take)
project.command()(preview)
project.command()(like)
project.command()(place)
project.command("list")(listing)
project.command()(hits)
project.command()(align)
project.command()(level)
project.command()(clear)
project.add_typer(shots, name="shots")
project.command(context_settings={"ignore_unknown_options": True})(edit)
project.command()(edits)
project.command()(undo)
project.command()(redo)
project.command()(log)
project.command()(recipe)
project.command()(copy)
project.command()(relink)
project.command()(gc)
project.command()(verify)
