"""Scripts in a host's folder: put there, found again, taken out, and nothing else touched."""

from __future__ import annotations

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
