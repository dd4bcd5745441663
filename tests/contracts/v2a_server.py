"""Runs commands of `v2a` in forked copies of itself, so that each needs no imports of its own.

Run by the campaigns, with `tests/delivery/fault_injection.c` preloaded. Each line of its input is an order in JSON:

    run: arguments of a command
    env: variables of its environment
    learn: import here what that command imported, so that the next ones need not
    read: a file of a cut, which its reader reads with the limits of a process of its own
    place, call: the folder, and which call that changes it ends the process, from 0
    after: seconds after which the process is killed
    limit: seconds after which a process counts as hanging; then it is killed

The answer is the exit status (below 0 a signal), the seconds it took, the calls there were, and what was said.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import psutil

import v2a_plugin
from v2a_plugin.cli.app import program
from v2a_plugin.formats import child
from v2a_plugin.formats.reading import read_cut
from v2a_plugin.model.errors import V2AError
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.plugins.loading import BUILT_IN

FAULTS = ctypes.CDLL(None)
READERS = load_plugins(disabled=["*"]).cut_readers()


def import_all(names: Iterable[str]) -> None:
    for name in sorted(set(names) - sys.modules.keys()):
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001 - what is optional, or made up by a library
            continue


def do(order: dict[str, Any]) -> int:
    """What the forked process does; gives its exit status."""
    if "read" in order:
        child._MEMORY += psutil.Process().memory_info().vms  # what is imported here
        child._limit()
        try:
            read_cut(Path(order["read"]), READERS, Fraction(25), apart=False)
        except V2AError as error:
            print(error, file=sys.stderr)
            return 2
        return 0
    if "place" in order:
        FAULTS.v2a_arm(os.fsencode(order["place"]), ctypes.c_long(order.get("call", 10**9)), 0)
    os.environ.update(order.get("env", {}))
    sys.argv = ["v2a", *order["run"]]
    try:
        program()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def fork(order: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as imported:
        report, counted = os.pipe()
        begun = time.monotonic()
        number = os.fork()
        if not number:
            os.setsid()
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            status = 70
            try:
                status = do(order)
                sys.stdout.flush()
                sys.stderr.flush()
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is said
                os.write(2, f"Traceback of {error!r}".encode())
            os.write(imported.fileno(), "\n".join(sys.modules).encode())
            os.write(counted, str(FAULTS.v2a_calls()).encode())
            os._exit(status)
        os.close(counted)
        status = wait(number, begun, order.get("after"), order.get("limit", 300))
        took = time.monotonic() - begun
        calls = int(os.read(report, 20) or 0)
        os.close(report)
        if order.get("learn"):
            imported.seek(0)
            import_all(imported.read().decode().split("\n"))
        said.seek(0)
        return {"status": status, "seconds": took, "calls": calls, "said": said.read().decode(errors="replace")[-4000:]}


def wait(number: int, begun: float, after: float | None, limit: float) -> int:
    """How it ended. What hangs is killed, and counts as SIGALRM."""
    while True:
        ended, status = os.waitpid(number, os.WNOHANG)
        spent = time.monotonic() - begun
        if ended:
            return os.waitstatus_to_exitcode(status)
        if spent > limit or (after is not None and spent >= after):
            with contextlib.suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(number, signal.SIGKILL)
            os.kill(number, signal.SIGKILL)
            _, status = os.waitpid(number, 0)
            return -signal.SIGALRM if spent > limit else os.waitstatus_to_exitcode(status)
        time.sleep(0.001)


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import_all(module.name for module in pkgutil.walk_packages(v2a_plugin.__path__, "v2a_plugin."))
    import_all(BUILT_IN)
    for line in sys.stdin:
        print(json.dumps(fork(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
