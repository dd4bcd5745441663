"""Scripts in a host's folder: put there, found again, taken out, and nothing else touched."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from v2a_hooks.builtin.blender import BlenderHost
from v2a_hooks.builtin.reaper import ReaperHost
from v2a_hooks.builtin.resolve import ResolveHost
from v2a_plugin.hosts.installing import HostState, command_of_v2a, install, state, uninstall
from v2a_plugin.hosts.protocol import Host, written_into
from v2a_plugin.model.errors import OutputError
from v2a_plugin.testing.command import Command

HOSTS = [ResolveHost(), BlenderHost(), ReaperHost()]
ODD = ('/home/jörg/my "venv"/bin/v2a', "C:\\Program Files\\v2a.exe")


@pytest.fixture(params=HOSTS, ids=lambda host: host.name)
def host(request: pytest.FixtureRequest) -> Host:
    chosen: Host = request.param
    return chosen


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own, without any host in it."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "PROGRAMDATA"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_install_is_repeatable_and_reversible(host: Host, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("keep me")
    before = files(tmp_path)
    assert state(host, tmp_path) is HostState.READY
    first = install(host, tmp_path)
    assert [path.parent for path in first.files] == [tmp_path]
    assert first.next_step
    after = files(tmp_path)
    assert state(host, tmp_path) is HostState.INSTALLED
    assert install(host, tmp_path).files == ()
    assert files(tmp_path) == after
    assert uninstall(host, tmp_path).files == first.files
    assert files(tmp_path) == before
    assert uninstall(host, tmp_path).files == ()
    assert state(host, tmp_path) is HostState.READY


def test_a_changed_or_foreign_file_is_neither_overwritten_nor_removed(host: Host, tmp_path: Path) -> None:
    [path] = install(host, tmp_path).files
    path.write_text(path.read_text(encoding="utf-8") + "\n-- mine\n", encoding="utf-8")
    changed = files(tmp_path)
    assert state(host, tmp_path) is HostState.CHANGED
    for act in (install, uninstall):
        with pytest.raises(OutputError, match="not as v2a wrote it"):
            act(host, tmp_path)
    path.write_text("somebody else's")
    with pytest.raises(OutputError):
        install(host, tmp_path)
    path.write_bytes(changed[path.name])
    assert files(tmp_path) == changed


def test_windows_line_ends_are_no_change(host: Host, tmp_path: Path) -> None:
    [path] = install(host, tmp_path).files
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert state(host, tmp_path) is HostState.INSTALLED
    assert uninstall(host, tmp_path).files == (path,)


def test_an_older_script_of_ours_is_replaced(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that starts v2a from a place where it no longer is."""
    [path] = install(host, tmp_path).files
    monkeypatch.setattr("v2a_plugin.hosts.installing.command_of_v2a", lambda: ("/elsewhere/v2a",))
    assert state(host, tmp_path) is HostState.OUTDATED
    assert install(host, tmp_path).files == (path,)
    assert "/elsewhere/v2a" in path.read_text(encoding="utf-8")


def test_the_script_starts_this_v2a(host: Host) -> None:
    """The command is in the script, whatever the path looks like, and the rest is unchanged."""
    [file] = host.files(ODD)
    line = next(line for line in file.text.splitlines() if "V2A = " in line)
    words = line.partition("V2A = ")[2]
    if host.name == "reaper":
        import lupa  # type: ignore[import-untyped]

        assert tuple(lupa.LuaRuntime().eval(words).values()) == ODD
    else:
        assert tuple(ast.literal_eval(words)) == ODD
        compile(file.text, file.name, "exec")


def test_a_script_without_the_line_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no line"):
        written_into("print(1)\n", "V2A = ", ["v2a"])


def test_the_command_runs_from_anywhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [*command_of_v2a(), "--version"], check=False, capture_output=True, text=True, cwd=tmp_path,
        env={"PATH": os.defpath, "HOME": str(tmp_path), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize(
    ("system", "os_name", "host", "place", "folder"),
    [
        ("linux", "posix", HOSTS[0], ".local/share/DaVinciResolve", "Fusion/Scripts/Utility"),
        ("darwin", "posix", HOSTS[0], "Library/Application Support/Blackmagic Design/DaVinci Resolve", "Fusion/Scripts/Utility"),
        ("linux", "posix", HOSTS[1], ".config/blender/4.2", "scripts/addons"),
        ("darwin", "posix", HOSTS[1], "Library/Application Support/Blender/4.2", "scripts/addons"),
        ("linux", "posix", HOSTS[2], ".config/REAPER", "Scripts"),
        ("darwin", "posix", HOSTS[2], "Library/Application Support/REAPER", "Scripts"),
    ],
)  # fmt: skip
def test_the_hosts_own_folder_is_found(
    system: str, os_name: str, host: Host, place: str, folder: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Absent until the host has been here; then its script folder, made when needed."""
    monkeypatch.setattr(sys, "platform", system)
    assert state(host) is HostState.ABSENT
    (home / place).mkdir(parents=True)
    assert host.folders()[0] == home / place / folder
    assert install(host).folder == home / place / folder
    assert list(files(home)) == [f"{place}/{folder}/{host.files(())[0].name}"]
    uninstall(host)
    assert files(home) == {}


@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_the_folder_on_windows(host: Host, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are asked for as Windows has them, from its own variables."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "name", "nt", raising=True)
    roaming = home / "Roaming"
    monkeypatch.setenv("APPDATA", str(roaming))
    place = {
        "resolve": "Blackmagic Design/DaVinci Resolve/Support",
        "blender": "Blender Foundation/Blender/4.2",
        "reaper": "REAPER",
    }[host.name]
    posix = type(home)
    monkeypatch.setattr(f"v2a_hooks.builtin.{host.name}.Path", posix)  # pathlib looks at os.name
    (roaming / place).mkdir(parents=True)
    [folder] = host.folders()
    assert folder.is_relative_to(roaming / place)


def test_blender_is_found_in_its_newest_version(home: Path) -> None:
    for version in ("3.6", "4.10", "4.2"):
        (home / ".config/blender" / version).mkdir(parents=True)
    assert [folder.parts[-3] for folder in BlenderHost().folders()] == ["4.10", "4.2", "3.6"]


def test_the_commands(home: Path, tmp_path: Path, v2a: Command) -> None:
    listed = {each["name"]: each["state"] for each in v2a.json("host", "list")["hosts"]}
    expected = {"watch": "nothing to install", "resolve": "absent", "blender": "absent", "reaper": "absent"}
    assert {name: listed[name] for name in expected} == expected
    absent = v2a.json("host", "install", "resolve")
    assert (absent["exit"], absent["error"]) == (2, "no-such-file")
    assert "--to" in absent["hint"]
    done = v2a.json("host", "install", "resolve", "--to", tmp_path / "scripts")
    assert v2a("host", "uninstall", "resolve") == 0
    assert "give that with --to" in v2a.out
    assert (done["exit"], [Path(path).name for path in done["files"]]) == (0, ["v2a foley.py"])
    removed = v2a.json("host", "uninstall", "resolve", "--to", tmp_path / "scripts")
    assert removed["files"] == done["files"]
    assert v2a.json("host", "install", "watch")["files"] == []
    unknown = v2a.json("host", "install", "resolv")
    assert (unknown["exit"], "resolve" in unknown["hint"]) == (2, True)
    taken = tmp_path / "file"
    taken.write_text("")
    assert v2a.json("host", "install", "reaper", "--to", taken)["exit"] == 2
