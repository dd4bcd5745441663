"""What every host keeps: scripts that are put there, found again and taken out, and nothing else touched."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from v2a_hooks.builtin.blender import BlenderHost
from v2a_hooks.builtin.reaper import ReaperHost
from v2a_hooks.builtin.resolve import ResolveHost
from v2a_hooks.builtin.watch import WatchHost
from v2a_plugin.hosts.installing import HostState, install, state, uninstall
from v2a_plugin.hosts.protocol import Host
from v2a_plugin.model.errors import OutputError

HOSTS: list[Host] = [ResolveHost(), BlenderHost(), ReaperHost(), WatchHost()]
"""Add yours, and it is tested."""
ODD = ('/home/jörg/my "venv"/bin/v2a', "C:\\Program Files\\v2a.exe")


@pytest.fixture(params=HOSTS, ids=lambda host: host.name)
def any_host(request: pytest.FixtureRequest) -> Host:
    chosen: Host = request.param
    return chosen


@pytest.fixture
def host(any_host: Host) -> Host:
    """One that has a script."""
    if not any_host.files(("v2a",)):
        pytest.skip(f"{any_host.name} needs no script")
    return any_host


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_says_what_it_is(any_host: Host) -> None:
    assert isinstance(any_host, Host)
    assert any_host.name == any_host.name.strip().lower() != ""
    assert any_host.title
    assert any_host.next_step().endswith(".")
    for file in any_host.files(ODD):
        assert Path(file.name).name == file.name
        assert file.text.isprintable() or "\n" in file.text
        assert file.comment


def test_looking_for_its_folders_makes_none(any_host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    assert all(not folder.exists() for folder in any_host.folders())
    assert list(tmp_path.rglob("*")) == []


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
