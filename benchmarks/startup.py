"""How long a person waits before anything happens: imports and the help, against a bare interpreter in the same run.

python benchmarks/startup.py [--rounds 9]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

HELP = "from v2a_plugin.cli import main; main()"
CASES = {
    "bare interpreter": ["-c", "pass"],
    "import v2a_plugin": ["-c", "import v2a_plugin"],
    "load all plugins": ["-c", "from v2a_plugin.plugins.facade import load_plugins; load_plugins()"],
    "v2a --help": ["-c", HELP, "--help"],
    "v2a project --help": ["-c", HELP, "project", "--help"],
    "v2a plugins": ["-c", HELP, "plugins"],
}
GOALS = {"import v2a_plugin": 0.3, "v2a --help": 0.25, "v2a project --help": 0.25}


def seconds(arguments: list[str]) -> float:
    """Wall time of one interpreter."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    times = {name: [seconds(arguments) for _ in range(rounds)] for name, arguments in CASES.items()}
    bare = statistics.median(times["bare interpreter"])
    for name, found in times.items():
        median = statistics.median(found)
        goal = f"   goal {GOALS[name]} s: {'met' if median < GOALS[name] else 'MISSED'}" if name in GOALS else ""
        print(f"{name:<20} {median:6.3f} s   {median / bare:5.1f} × a bare interpreter{goal}")
    loaded = subprocess.run(
        [sys.executable, "-c", "import v2a_plugin, sys; print(*{'torch', 'av', 'numpy'} & set(sys.modules))"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    print("import v2a_plugin also loads:", loaded.stdout.strip() or "none of torch, av, numpy")


if __name__ == "__main__":
    main()
