"""What reaches the terminal: nothing that moves its cursor, and on standard output nothing but results."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import v2a_resources
from v2a_plugin.cli.console import Failure
from v2a_plugin.cli.table import TABLE, CommandLine, GroupLine
from v2a_plugin.cli.terminal import guarded, json_safe, visible
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.testing.command import Command

CLIP = v2a_resources.sample_path()
EVIL = "a\x1b[31mb\x9b2Jc\u202ed\ne\u2066f\x07.mp4"
RUN = [sys.executable, "-c", "from v2a_plugin.cli import main; main()"]

pytestmark = pytest.mark.usefixtures("own_store")


def hidden(text: str) -> set[str]:
    """Characters that a terminal obeys, or does not show."""
    joiners = {"\u200c", "\u200d"}
    return {one for one in text if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - joiners - {"\n", "\t"}


def commands(group: GroupLine = TABLE) -> list[list[str]]:
    """Every command as it is typed."""
    found = []
    for line in group.commands:
        if isinstance(line, CommandLine):
            found.append([line.name])
        else:
            found += [[line.name, *rest] for rest in commands(line)]
    return found


@given(st.text())
@example(EVIL)
@example("\udcff")
def test_what_hides_is_written_out(text: str) -> None:
    shown = visible(text)
    assert "\n" not in shown
    assert hidden(shown) == set()
    assert visible(shown) == shown
    if text.isprintable():
        assert shown == text


@given(st.text(st.characters()))
@example(EVIL)
def test_json_says_the_same_without_them(text: str) -> None:
    written = json_safe(to_json(Failure("x", text, "")))
    assert hidden(written) == set()
    assert from_json(Failure, written).message == text


def test_what_others_print_is_guarded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with guarded():
        print("two\tlines\nof \x1b[2Jtext", file=sys.stderr)
    assert stream.getvalue() == "two\tlines\nof \\x1b[2Jtext\n"


def test_a_stream_whose_number_leads_elsewhere_by_now(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with (tmp_path / "out.txt").open("w", encoding="utf-8") as file, os.fdopen(reading) as piped:
        os.dup2(writing, file.fileno())  # as --json does with standard output
        os.close(writing)
        monkeypatch.setattr(sys, "stdout", file)
        with guarded():
            print("a\x1bb")
        monkeypatch.undo()
        file.close()
        assert piped.read() == "a\\x1bb\n"


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_no_command_lets_a_name_through(v2a: Command, command: list[str], tmp_path: Path) -> None:
    if command in (["panel"], ["doctor"], ["plugins"], ["models", "list"], ["host", "list"]):
        pytest.skip("takes no name")
    evil = tmp_path / EVIL
    for words in ([str(evil)], [str(evil), str(evil)], [str(evil), str(evil), str(evil)], [EVIL, "--out", str(evil)]):
        v2a(*command, *words)
        assert hidden(v2a.out) == set()
        assert hidden(v2a.err) == set()
        assert "Traceback" not in v2a.err


def test_a_file_of_such_a_name_is_shown_and_given_to_machines(v2a: Command, tmp_path: Path) -> None:
    evil = tmp_path / EVIL
    shutil.copy(CLIP, evil)
    for command in (("probe",), ("shots",)):
        assert v2a(*command, evil) == 0
        assert hidden(v2a.out) == set()
        assert r"a\x1b[31mb\x9b2Jc\u202ed\ne\u2066f\x07.mp4" in v2a.out
    assert v2a("probe", evil, "--json") == 0
    assert hidden(v2a.out) == set()
    assert json.loads(v2a.out)["media"]["path"] == str(evil)


def test_a_name_that_is_no_text(v2a: Command, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.mp4"))
    shutil.copy(CLIP, odd)
    assert v2a("probe", odd) == 0
    assert r"b\xff.mp4" in v2a.out
    assert v2a.json("probe", odd)["media"]["path"] == str(odd)


# Refusals of the system


def test_names_and_links_that_the_system_refuses(v2a: Command, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    for bad in (tmp_path / ("a" * 300), tmp_path / "/".join(["folder"] * 900), tmp_path / "one"):
        for command in (
            ("probe", bad), ("shots", bad), ("project", "info", bad), ("project", "new", bad), ("cut", "import", bad),
            ("export", bad, "--to", "otio", "--out", bad), ("evaluate", bad, "--reference", bad), ("listen", bad, bad),
            ("study", bad), ("host", "run", bad), ("train", "cache", bad, "--out", bad), ("generate", "--recipe", bad),
            ("project", "verify", bad), ("watch", bad, "--out", bad), ("interpolate", bad, bad),
            ("train", "mapper", bad), ("generate", CLIP, "--out", bad), ("project", "copy", bad, bad),
        ):  # fmt: skip
            assert v2a(*command) in (1, 2), command
            assert len(v2a.err.strip().splitlines()) == 1, v2a.err
            assert "Traceback" not in v2a.err


@pytest.mark.parametrize(
    ("limit", "values", "says"),
    [(resource.RLIMIT_NOFILE, (3,), "too many"), (resource.RLIMIT_FSIZE, (0,), "")],
)
def test_limits_of_the_account_are_sentences(limit: int, values: tuple[int, ...], says: str, tmp_path: Path) -> None:
    """Too few open files, too large a file: wherever the program is when it meets the limit."""
    for value in values:
        program = (
            f"import resource, sys; from v2a_plugin.cli import main; import v2a_plugin.cli.project.new\n"
            f"sys.argv = ['v2a', 'project', 'new', {str(CLIP)!r}, '--whole', '--out', {str(tmp_path / str(value))!r}]\n"
            f"resource.setrlimit({limit}, ({value}, {value})); main()"
        )
        done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=120)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in (0, 1, 2)
        assert done.returncode == 0 or done.stderr.strip()
        assert value != min(values) or says in done.stderr.lower()


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def buffering(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a terminal has it, and as a shell may that sets it."""
    monkeypatch.setenv("PYTHONUNBUFFERED", request.param)


@pytest.mark.usefixtures("buffering")
def test_standard_output_on_a_full_disk() -> None:
    for arguments in (["plugins"], ["--help"], ["--version"], ["plugins", "--json"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([*RUN, *arguments], check=False, stdout=full, stderr=subprocess.PIPE, text=True)
        assert done.returncode == 2
        assert done.stderr.strip() == "No space left on device. Free some space."


@pytest.mark.usefixtures("buffering")
@pytest.mark.parametrize("arguments", [["plugins"], ["--help"], ["plugins", "--json"], ["project", "edits"]])
def test_a_closed_pipe_is_quiet(arguments: list[str]) -> None:
    with subprocess.Popen([*RUN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (0, 1, 141)


def test_closed_streams_harm_nothing(tmp_path: Path) -> None:
    """A number that is free would go to the next file that is opened, and prints into it."""
    out = tmp_path / "film"
    command = (
        f"{sys.executable} -c 'from v2a_plugin.cli import main; main()' project new {CLIP} --whole --out {out} >&- 2>&-"
    )
    assert subprocess.run(["sh", "-c", command], check=False, stdin=subprocess.DEVNULL).returncode == 0
    assert Command()("project", "verify", f"{out}.v2a") == 0


# Signals


@pytest.mark.parametrize(
    ("number", "wait"),
    [(signal.SIGINT, 0.1), (signal.SIGINT, 0.4), (signal.SIGTERM, 0.2), (signal.SIGHUP, 0.7), (signal.SIGINT, 1.2)],
)
def test_a_signal_while_the_program_starts(number: signal.Signals, wait: float) -> None:
    """Whatever is being imported at that moment: code 130, and not a word of Python."""
    program = "print(flush=True); from v2a_plugin.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "generate", str(CLIP), "--out", "/proc/no"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()  # the interpreter is there
    time.sleep(wait)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (130, 2)  # 2: it was quicker, and /proc cannot be written
    assert "Traceback" not in said
    assert "KeyboardInterrupt" not in said


def test_a_hangup_that_is_ignored_stays_ignored() -> None:
    program = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from v2a_plugin.cli.signals import interruptible, leave_at_once\n"
        "leave_at_once()\n"
        "with interruptible():\n    os.kill(os.getpid(), signal.SIGHUP)\n"
        "print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "still here\n"


def test_an_interrupt_that_python_drops_is_not_lost() -> None:
    """Raised inside a callback of the garbage collector it ends nothing; the next step of long work asks again."""
    program = (
        "import os, signal, weakref\n"
        "from v2a_plugin.cli.console import watch\n"
        "from v2a_plugin.cli.signals import interruptible, leave_at_once\n"
        "from v2a_plugin.model.errors import Cancelled\n"
        "from v2a_plugin.model.progress import Progress\n"
        "class Thing: pass\n"
        "def work():\n"
        "    thing = Thing()\n"
        "    weak = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGINT))\n"
        "    del thing\n"
        "    yield Progress('one', 0, 2)\n"
        "    print('it went on')\n"
        "leave_at_once()\n"
        "with interruptible():\n"
        "    try:\n        watch(work(), True)\n"
        "    except Cancelled:\n        print('cancelled')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("cancelled\n", "")


def test_a_fault_of_ours_is_a_sentence() -> None:
    program = (
        "import sys, v2a_plugin.cli.plugins as command; from v2a_plugin.cli import main\n"
        "def broken(): raise ZeroDivisionError('by \\x1b nought')\n"
        "command.load_plugins = broken; main()"
    )
    environment = {name: value for name, value in os.environ.items() if name != "V2A_TRACEBACK"}
    command = [sys.executable, "-c", program, "plugins"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert r"ZeroDivisionError: by \x1b nought" in done.stderr
    failed = subprocess.run([*command, "--json"], check=False, capture_output=True, text=True, env=environment)
    assert json.loads(failed.stdout)["error"] == "fault"
    shown = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment | {"V2A_TRACEBACK": "1"}
    )
    assert "Traceback" in shown.stderr
