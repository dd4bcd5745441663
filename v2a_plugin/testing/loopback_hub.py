"""A model hub in miniature on the loopback address, to test cards and pulls against over real HTTP.

It speaks what pulling needs: a repository's description with sizes and digests, and files with ranges and a redirect
for large ones. Switches make it misbehave.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Self
from urllib.parse import unquote, urlsplit

__all__ = ["LoopbackHub"]

_LARGE = 4096
_BLOCK = 1 << 14


@dataclass(frozen=True, slots=True)
class HubRequest:
    """One request: its path, and the byte it wanted to begin at."""

    path: str
    start: int


@dataclass(slots=True)
class LoopbackHub:
    """A hub that runs from `with` to its end.

    Attributes:
        repositories: Content by repository ("owner/name") and path. Changing it makes a new revision.
        licence: What every repository lists.
        swapped: Content by path that is served in place of what is announced.
        cut_after: Bytes of a file after which a connection breaks off; 0 for never.
        cuts: How often it breaks off; -1 for always.
        status: What every request is answered with; 0 for what is right.
        ranges: Whether a request for a part is honoured.
        pace: Seconds between blocks of 16 KiB.
        requests: Every request so far.
    """

    repositories: dict[str, Mapping[str, bytes]]
    licence: str = "apache-2.0"
    swapped: dict[str, bytes] = field(default_factory=dict)
    cut_after: int = 0
    cuts: int = -1
    status: int = 0
    ranges: bool = True
    pace: float = 0.0
    requests: list[HubRequest] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    @property
    def url(self) -> str:
        """What HF_ENDPOINT is set to."""
        if self._server is None:
            raise RuntimeError("the hub runs inside `with` only")
        return f"http://127.0.0.1:{self._server.server_port}"

    def revision(self, name: str) -> str:
        """The commit of a repository, 40 hex digits of its content."""
        content = self.repositories[name]
        parts = (path.encode() + b"\0" + content[path] for path in sorted(content))
        return hashlib.sha1(b"\0".join(parts), usedforsecurity=False).hexdigest()

    def describe(self, name: str) -> dict[str, object]:
        """What the hub's API says of a repository."""
        return {
            "id": name,
            "sha": self.revision(name),
            "tags": [f"license:{self.licence}"],
            "siblings": [_sibling(path, content) for path, content in sorted(self.repositories[name].items())],
        }


def _sibling(path: str, content: bytes) -> dict[str, object]:
    blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()
    described: dict[str, object] = {"rfilename": path, "size": len(content), "blobId": blob}
    if len(content) > _LARGE:
        sha256 = hashlib.sha256(content).hexdigest()
        described["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 130}
    return described


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: ClassVar[LoopbackHub]

    def do_GET(self) -> None:  # the name http.server calls
        path = unquote(urlsplit(self.path).path)
        wanted = self.headers.get("Range", "")
        start = int(wanted.removeprefix("bytes=").split("-")[0]) if wanted and self.hub.ranges else 0
        self.hub.requests.append(HubRequest(path, start))
        parts = path.strip("/").split("/")
        if self.hub.status:
            self._answer(self.hub.status, b"{}")
        elif parts[:2] == ["api", "models"]:
            self._describe("/".join(parts[2:4]), parts[5] if len(parts) > 5 else "main")
        elif parts[0] == "store":
            self._send("/".join(parts[1:3]), "/".join(parts[3:]), start)
        elif len(parts) > 4 and parts[2] == "resolve":
            self._resolve("/".join(parts[:2]), parts[3], "/".join(parts[4:]), start)
        else:
            self._missing("RepoNotFound")

    def _describe(self, name: str, revision: str) -> None:
        if name not in self.hub.repositories:
            self._missing("RepoNotFound")
        elif revision not in ("main", self.hub.revision(name)):
            self._missing("RevisionNotFound")
        else:
            self._answer(200, json.dumps(self.hub.describe(name)).encode())

    def _resolve(self, name: str, revision: str, path: str, start: int) -> None:
        if name not in self.hub.repositories:
            self._missing("RepoNotFound")
        elif revision not in ("main", self.hub.revision(name)):
            self._missing("RevisionNotFound")
        elif path not in self.hub.repositories[name]:
            self._missing("EntryNotFound")
        elif len(self.hub.repositories[name][path]) > _LARGE:  # the hub sends people to a store for large files
            self._answer(302, b"", {"Location": f"{self.hub.url}/store/{name}/{path}"})
        else:
            self._send(name, path, start)

    def _send(self, name: str, path: str, start: int) -> None:
        content = self.hub.swapped.get(path, self.hub.repositories[name][path])
        ranged = bool(self.headers.get("Range")) and self.hub.ranges
        self.send_response(206 if ranged else 200)
        if ranged:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        left = self.hub.cut_after if self.hub.cut_after and self.hub.cuts else len(content)
        try:
            for place in range(start, len(content), _BLOCK):
                block = content[place : place + _BLOCK][:left]
                self.wfile.write(block)
                left -= len(block)
                if not left:
                    break
                time.sleep(self.hub.pace)
        except OSError:  # the other side has hung up
            self.close_connection = True
        if not left and start + self.hub.cut_after < len(content):
            self.hub.cuts -= self.hub.cuts > 0
            self.close_connection = True

    def _missing(self, code: str) -> None:
        self._answer(404, b"{}", {"X-Error-Code": code})

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
