"""A project's takes as a job of Open Job Description, which AWS Deadline Cloud and others run.

The template follows specification "jobtemplate-2023-09" with the extension TASK_CHUNKING (RFC 1): a task renders some
shots into a folder of its own, and a last step merges the folders into the project.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from v2a_plugin.files import output_folder, write_text

__all__ = ["write_job"]

_TEMPLATE, _VALUES = "template.json", "parameter_values.json"


def write_job(
    folder: Path, project: Path, name: str, shots: int, seed: int, options: Sequence[str], chunk: int
) -> Path:
    """Write a job bundle.

    Args:
        folder: To make; the takes of each chunk go into its folder "parts".
        project: The folder of the project, on storage that every machine reaches.
        name: What the job is called.
        shots: How many clips the cut has, at least one.
        seed: Seed of the first take of each region: the same whatever the chunks.
        options: Further options of 'v2a project generate'.
        chunk: Shots a task.

    Returns:
        The template; `parameter_values.json` beside it names the project, for programs that submit such bundles.

    Raises:
        OutputError: The folder may not be written.
    """
    folder = output_folder(folder.absolute())
    values = {"parameterValues": [{"name": "Project", "value": str(project.absolute())}]}
    for path, content in (
        (folder / _VALUES, values),
        (folder / _TEMPLATE, _template(name, shots, seed, options, chunk)),
    ):
        write_text(path, json.dumps(content, indent=2) + "\n")
    return folder / _TEMPLATE


def _template(name: str, shots: int, seed: int, options: Sequence[str], chunk: int) -> dict[str, Any]:
    given = [_literal(option) for option in options]
    render = ["project", "generate", "{{Param.Project}}", "--shot", "{{Task.Param.Shots}}", "--seed", "{{Param.Seed}}"]
    render += ["--into", "{{Param.Parts}}/{{Task.Param.Shots}}", *given]
    shots_space = {
        "name": "Shots",
        "type": "CHUNK[INT]",
        "range": f"1-{shots}",
        "chunks": {"defaultTaskCount": "{{Param.ShotsAChunk}}", "rangeConstraint": "CONTIGUOUS"},
    }
    merge = ["project", "merge", "{{Param.Project}}", "{{Param.Parts}}"]
    return {
        "specificationVersion": "jobtemplate-2023-09",
        "extensions": ["TASK_CHUNKING"],
        "name": _literal(f"Takes for {name}")[:128],
        "parameterDefinitions": [
            _folder("Project", "The project; every machine reaches it and its media."),
            _folder("Parts", "Where chunks put their takes until they are merged.") | {"default": "parts"},
            _parameter("ShotsAChunk", "INT", "Shots a task renders.") | {"default": chunk},
            _parameter("Seed", "STRING", "Seed of the first take of each region.") | {"default": str(seed)},
            _parameter("Program", "STRING", "The command, as it is called on the machines.") | {"default": "v2a"},
        ],
        "steps": [
            {
                "name": "Render",
                "parameterSpace": {"taskParameterDefinitions": [shots_space]},
                "script": _script(render),
            },
            {
                "name": "Merge",
                "dependencies": [{"dependsOn": "Render"}],
                "script": _script(merge),
            },
        ],
    }


def _script(arguments: Sequence[str]) -> dict[str, Any]:
    return {"actions": {"onRun": {"command": "{{Param.Program}}", "args": list(arguments)}}}


def _folder(name: str, description: str) -> dict[str, Any]:
    return _parameter(name, "PATH", description) | {"objectType": "DIRECTORY", "dataFlow": "INOUT"}


def _parameter(name: str, kind: str, description: str) -> dict[str, Any]:
    return {"name": name, "type": kind, "description": description}


def _literal(text: str) -> str:
    """A text that the format takes letter for letter: "{{" would begin an expression."""
    return text.replace("{{", "{ {")
