"""Two hosts in namespaces of the network, with a cable between them that can be drawn out."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

__all__ = ["Host", "Hosts"]


class Host:
    """One of them.

    Attributes:
        space: Name of its namespace.
        address: Its own, on the cable.
        port: Its end of the cable.
    """

    def __init__(self, space: str, address: str, port: str) -> None:
        self.space, self.address, self.port = space, address, port

    @property
    def inside(self) -> list[str]:
        """What comes before a command that is to run there."""
        return [_ip(), "netns", "exec", self.space]


class Hosts:
    """`shop`, which keeps the project, and `other`."""

    def __init__(self) -> None:
        name = f"v2a{os.getpid()}"
        self.shop, self.other = Host(f"{name}s", "10.99.0.1", "s0"), Host(f"{name}o", "10.99.0.2", "o0")

    def make(self) -> None:
        """Set them up; skips the test where this machine has no `ip`, or its kernel refuses."""
        if not _ip():
            pytest.skip("two hosts need the program 'ip' (package iproute2)")
        for host in (self.shop, self.other):
            _set_up("netns", "add", host.space)
        ends = ("dev", self.shop.port, "netns", self.shop.space), (self.other.port, "netns", self.other.space)
        _set_up("link", "add", *ends[0], "type", "veth", "peer", "name", *ends[1])
        for host in (self.shop, self.other):
            _set_up("-n", host.space, "addr", "add", f"{host.address}/32", "dev", "lo")
            for port in ("lo", host.port):
                _set_up("-n", host.space, "link", "set", port, "up")
        self._lay(self.shop, self.other)
        self._lay(self.other, self.shop)

    def draw(self) -> None:
        """Draw the cable out of `shop`; each still reaches itself by its address."""
        _set_up("-n", self.shop.space, "link", "set", self.shop.port, "down")

    def plug(self) -> None:
        """Put it in again."""
        _set_up("-n", self.shop.space, "link", "set", self.shop.port, "up")
        self._lay(self.shop, self.other)

    def remove(self) -> None:
        """Take both away, the cable with them."""
        there = {line.split()[0] for line in _run("netns", "list").stdout.splitlines() if line} if _ip() else ()
        for host in (self.shop, self.other):
            if host.space in there:
                subprocess.run([_ip(), "netns", "del", host.space], check=True)

    def _lay(self, one: Host, other: Host) -> None:
        _set_up("-n", one.space, "route", "add", f"{other.address}/32", "dev", one.port, "src", one.address)


def _ip() -> str:
    return shutil.which("ip", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([_ip(), *words], check=False, capture_output=True, text=True)


def _set_up(*words: str) -> None:
    done = _run(*words)
    if done.returncode:
        pytest.skip(f"two hosts need namespaces of the network: {done.stderr.strip()}")
