"""Content credentials, verified with the Reader of c2pa-python."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import soundfile
from wavinfo import WavInfoReader

from v2a_plugin.delivery.certificates import local_certificate
from v2a_plugin.delivery.commit import COMMIT
from v2a_plugin.delivery.manifest import MANIFEST, read_delivery
from v2a_plugin.delivery.protocol import CutRequest
from v2a_plugin.files import partial_beside
from v2a_plugin.model.progress import finish
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.testing.command import Command
from v2a_plugin.testing.cuts import MemoryTakes, film_of, small_cut

c2pa = pytest.importorskip("c2pa", reason="the extra c2pa is not installed")

F = Fraction
GENERATED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    takes = MemoryTakes()
    request = CutRequest(small_cut(F(25), "01:00:00:00", takes), (film_of(F(25), F(10)),), takes)
    finish(load_plugins(disabled=["*"]).export("bwf", request, tmp_path / "out"))
    return tmp_path / "out"


def verified(path: Path) -> dict[str, Any]:
    with path.open("rb") as file, c2pa.Reader("audio/wav", file) as reader:
        found: dict[str, Any] = json.loads(reader.json())
    return found


def failures(found: dict[str, Any]) -> set[str]:
    return {each["code"] for each in found["validation_results"]["activeManifest"]["failure"]}


def test_a_signed_delivery_is_verified_by_the_library_itself(v2a: Command, delivery: Path) -> None:
    waves = sorted(delivery.rglob("*.wav"))
    sound = {path: path.read_bytes() for path in waves}
    reference = {path: WavInfoReader(str(path)).bext.time_reference for path in waves}
    signed = v2a.json("sign", delivery, "--local")
    assert signed["exit"] == 0
    assert sorted(map(Path, signed["files"])) == waves
    for path in waves:
        found = verified(path)
        assert (found["validation_state"], failures(found)) == ("Valid", {"signingCredential.untrusted"})
        manifest = found["manifests"][found["active_manifest"]]
        [action] = manifest["assertions"][0]["data"]["actions"]
        assert (action["action"], action["digitalSourceType"]) == ("c2pa.created", GENERATED)
        assert action["softwareAgent"]["name"] == "v2a-plugin"
        assert manifest["title"] == path.name
        assert WavInfoReader(str(path)).bext.time_reference == reference[path]
        before, after = (data[data.index(b"data") :] for data in (sound[path], path.read_bytes()))
        assert after.startswith(before)
        assert soundfile.info(path).subtype == "PCM_24"
    read_delivery(delivery).verify()
    again = v2a.json("sign", delivery, "--local")
    assert (again["files"], len(again["before"])) == ([], len(waves))
    assert not [path for path in delivery.rglob("*") if "partial" in path.name or "commit" in path.name]


def test_another_sample_is_found_out(v2a: Command, delivery: Path) -> None:
    assert v2a("sign", delivery, "--local") == 0
    path = min(delivery.rglob("*.wav"))
    data = bytearray(path.read_bytes())
    data[data.index(b"data") + 5000] ^= 1
    path.write_bytes(data)
    found = verified(path)
    assert found["validation_state"] == "Invalid"
    assert "assertion.dataHash.mismatch" in failures(found)


def test_the_local_certificate_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = local_certificate()
    assert local_certificate() == first
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == ["chain.pem", "key.pem"]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}
    assert "this machine" in first.subject


def test_the_users_own_certificate(v2a: Command, delivery: Path, tmp_path: Path) -> None:
    own, other = local_certificate(), tmp_path / "data" / "v2a-plugin"
    (other / "certificate").rename(tmp_path / "first")
    stranger = local_certificate()
    chain, key = tmp_path / "own.pem", tmp_path / "own.key"
    chain.write_bytes(own.chain)
    key.write_bytes(stranger.key)
    assert v2a("sign", delivery, "--certificate", chain, "--key", key) == 2
    assert "own.key is not the key of the certificate in own.pem" in v2a.err
    key.write_bytes(b"nothing")
    assert v2a("sign", delivery, "--certificate", chain, "--key", key) == 2
    assert "own.key holds no private key that can be used" in v2a.err
    assert v2a("sign", delivery, "--certificate", key, "--key", key) == 2
    assert "own.key holds no certificate" in v2a.err
    assert v2a("sign", delivery) == 2
    assert v2a("sign", tmp_path / "first", "--local") == 2
    assert "holds no delivery" in v2a.err
    read_delivery(delivery).verify()
    assert b"C2PA" not in min(delivery.rglob("*.wav")).read_bytes()
    key.write_bytes(own.key)
    assert v2a("sign", delivery, "--certificate", chain, "--key", key) == 0
    assert verified(min(delivery.rglob("*.wav")))["validation_state"] == "Valid"


def test_a_delivery_whose_writer_was_killed_is_ended_and_signed(v2a: Command, delivery: Path) -> None:
    waiting = partial_beside(delivery / MANIFEST)
    (delivery / MANIFEST).rename(waiting)
    left = {"renamings": [{"source": waiting.name, "target": MANIFEST, "backup": ""}]}
    (delivery / COMMIT).write_text(json.dumps(left), encoding="utf-8")
    assert v2a("sign", delivery, "--local") == 0, v2a.err
    read_delivery(delivery).verify()


def test_a_file_that_was_changed_is_not_signed(v2a: Command, delivery: Path) -> None:
    path = min(delivery.rglob("*.wav"))
    path.write_bytes(path.read_bytes() + b"\0")
    assert v2a("sign", delivery, "--local") == 2
    assert "has changed since it was written" in v2a.err
