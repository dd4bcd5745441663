"""Variables of the environment that HTTP clients obey: what cannot be followed is one sentence that names them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

RUN = [sys.executable, "-c", "from v2a_plugin.cli import main; main()"]
PLAIN = {
    name: value for name, value in os.environ.items() if "proxy" not in name.lower() and not name.startswith("HF_")
}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ALL_PROXY", "socks5://user:secret@127.0.0.1:9"),
        ("all_proxy", "socks5h://127.0.0.1:9"),
        ("HTTPS_PROXY", "socks4://user:secret@127.0.0.1:9"),
        ("https_proxy", "http://[::1"),
        ("SSL_CERT_FILE", "/not/there.pem"),
        ("HF_ENDPOINT", "no address"),
        ("HF_HUB_DOWNLOAD_TIMEOUT", "soon"),
        ("HF_HUB_ETAG_TIMEOUT", "1.5"),
    ],
)
def test_it_is_one_sentence_that_names_the_variable(variable: str, value: str) -> None:
    environment = PLAIN | {"HTTP_PROXY": "http://127.0.0.1:9", variable: value}
    command = [*RUN, "models", "pull", "audioldm-s", "--yes"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=120)
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert variable in done.stderr
    assert "secret" not in done.stderr
    assert "fault of its own" not in done.stderr
    assert "socks" not in value or value.startswith("socks4") or "pip install" in done.stderr


@pytest.mark.parametrize("variable", ["ALL_PROXY", "HTTPS_PROXY", "SSL_CERT_FILE"])
def test_what_needs_no_network_does_not_ask(variable: str) -> None:
    environment = PLAIN | {variable: "socks5://127.0.0.1:9"}
    done = subprocess.run(
        [*RUN, "models", "list"], check=False, capture_output=True, text=True, env=environment, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
