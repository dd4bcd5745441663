"""What CONTRIBUTING says of adding an exporter is done as it stands there, in a copy of the source."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIST = "hooks/v2a_hooks/builtin/formats.py"


def files_of_the_text() -> dict[str, str]:
    """The blocks under "An exporter", by the path in their first line."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text.partition("**An exporter.**")[2].partition("**A reader of cuts.**")[0]
    blocks = re.findall(r"^```(?:python|text)\n(.*?)^```", part, re.MULTILINE | re.DOTALL)
    return {block.partition("\n")[0].removeprefix("# "): block.partition("\n")[2] for block in blocks}


def test_an_exporter_is_three_files(tmp_path: Path) -> None:
    for folder in ("v2a_plugin", "hooks", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    files = files_of_the_text()
    assert len(files) == 3
    for name, code in files.items():
        path = tmp_path / name
        if name == LIST:
            text = path.read_text(encoding="utf-8")
            last = [line for line in text.splitlines(keepends=True) if line.startswith("        _Writer(")][-1]
            code = text.replace(last, f"{last}        {code}")
        path.parent.mkdir(exist_ok=True)
        path.write_text(code, encoding="utf-8")
    tests = (
        "tests/hooks/test_export_lines.py", "tests/contracts/test_exporter_contract.py",
        "tests/hooks/test_export_names.py", "tests/hooks/test_export_golden.py",
    )  # fmt: skip
    places = (tmp_path, tmp_path / "hooks", ROOT / "resources", ROOT / "gui")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places)), "V2A_PLUGINS_DISABLED": "*"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rN",
        "-p",
        "no:cacheprovider",
        "-k",
        "lines or all_files",
        *tests,
    ]
    done = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split(" passed")[0].split()[-1]) > 15  # its own, the contract's, those of names
    run = "from v2a_plugin.cli import main; main()"
    listed = subprocess.run(
        [sys.executable, "-c", run, "export", "--list"], check=True, cwd=tmp_path, env=environment, capture_output=True, text=True
    )  # fmt: skip
    assert "lines     A text with a line a stem" in listed.stdout
