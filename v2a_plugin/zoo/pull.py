"""Pulling a bundle: files arrive in a folder beside the target, which takes its place when all of it is right.

Cut short anywhere, a pull leaves the store as it was; what has arrived is kept and the next pull of the same
revisions goes on from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from filelock import BaseFileLock, Timeout

from v2a_plugin.files import output_folder, sha256_of, sync_file, sync_folder, write_text, writing_errors
from v2a_plugin.model.bundle_lock import Lock, LockedFile
from v2a_plugin.model.errors import BundleError, OutputError, V2AError
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.zoo.bundle import Bundle, open_folder
from v2a_plugin.zoo.card_files import card_to_toml, read_card
from v2a_plugin.zoo.cards import CARD_FILE, Card
from v2a_plugin.zoo.fetching import fetch_file, partial_of
from v2a_plugin.zoo.lock import hash_file, read_lock, write_lock
from v2a_plugin.zoo.pull_plan import PullPlan
from v2a_plugin.zoo.store import Store

__all__ = ["pull"]


def pull(plan: PullPlan, store: Store, *, pause: float = 1.0) -> Steps[Bundle]:
    """Fetch what a plan names, lock it and put it in the store.

    Progress is in bytes. Where the same revisions are in the store already, nothing is fetched.

    Args:
        plan: From `plan`, shown to the person and confirmed.
        store: Where to.
        pause: Seconds before a lost connection is tried again; doubles each time.

    Raises:
        HubError: The hub cannot be reached or broke off too often.
        BundleError: What arrives is not what the plan names, or is refused.
        OutputError: The disk is full, or the store may not be written.
    """
    name = plan.card.name
    target = store.target(name)
    between = store.lock(name)
    with writing_errors(target):
        yield from _acquire(between, name)
    try:
        with writing_errors(target):
            if _is_here(plan, target):
                _refresh_card(plan.card, target)
                store.clear(name)
                yield Progress("already here", plan.size, plan.size, f"{name} is in {target} at these revisions.")
                return store.open(name)
            work = target.with_name(f".{name}.pull.{plan.digest[:12]}")
            for stale in store.leftovers(name):
                if stale != work:
                    shutil.rmtree(stale)
            output_folder(work)
            _check_space(plan, work)
            locked = yield from _fetch(plan, work, pause)
            locked.append(_write_card(plan.card, work))
            notes = yield from _notes(plan, work)
            write_lock(work, Lock(name, plan.revisions, _by_path(locked), notes))
            open_folder(work)
            _swap(work, store, name)
    finally:
        between.release()
    yield Progress("pulled", plan.size, plan.size, " ".join(notes))
    return store.open(name)


def _acquire(between: BaseFileLock, name: str) -> Steps[None]:
    """Wait until no other process changes the bundle."""
    while True:
        try:
            between.acquire(timeout=0.2)
        except Timeout:
            yield Progress("waiting", 0, 0, f"{name} is being pulled by another process.")
        else:
            return


def _is_here(plan: PullPlan, target: Path) -> bool:
    """Whether the store holds these very revisions, whole at a glance."""
    try:
        lock = open_folder(target).lock
    except BundleError:
        return False
    return lock.revisions == plan.revisions and {file.kept for file in plan.files} <= {file.path for file in lock.files}


def _refresh_card(card: Card, target: Path) -> None:
    """Put a newer card beside files that are still the right ones."""
    if read_card(target / CARD_FILE) != card:
        lock = read_lock(target)
        others = [file for file in lock.files if file.path != CARD_FILE]
        write_lock(target, replace(lock, files=_by_path([*others, _write_card(card, target)])))


def _check_space(plan: PullPlan, work: Path) -> None:
    """Refuse what cannot fit before fetching it; pickles lie beside what is made of them for a while."""
    missing, largest = 0, 0
    for file in plan.files:
        if not (work / file.kept).exists():
            partial = partial_of(work / file.target)
            missing += file.remote.size - (partial.stat().st_size if partial.exists() else 0)
            largest = max(largest, file.remote.size if file.converted else 0)
    free = shutil.disk_usage(work).free
    if missing + largest > free:
        raise OutputError(
            f"The disk of {work.parent} has {_megabytes(free)} free, and {plan.card.name} needs"
            f" {_megabytes(missing + largest)} more.",
            "Free some space, or set V2A_MODELS to a folder on another disk.",
        )


def _fetch(plan: PullPlan, work: Path, pause: float) -> Steps[list[LockedFile]]:
    """Every file of a plan, whole, converted and hashed in the work folder."""
    total, done, locked = plan.size, 0, []
    for part in plan.parts:
        for file in part.files:
            kept = work / file.kept
            output_folder(kept.parent)
            if not (file.converted and kept.exists()):
                sha256 = yield from fetch_file(part.repository, file, work, Progress("pulling", done, total), pause)
            done += file.remote.size
            if file.converted:
                yield Progress("converting", done, total, file.remote.path)
                _convert(work / file.target, kept)
                sha256 = yield from hash_file(kept, "hashing", done, total)
            locked.append(LockedFile(file.kept, kept.stat().st_size, sha256))
    return locked


def _convert(pickled: Path, safe: Path) -> None:
    """Keep safetensors in place of a pickle; nothing to do where an earlier pull has done so."""
    if not safe.exists():
        from v2a_plugin.encoders.convert import to_safetensors  # loads torch

        to_safetensors(pickled, safe)
        sync_file(safe)
    pickled.unlink(missing_ok=True)


def _write_card(card: Card, folder: Path) -> LockedFile:
    path = folder / CARD_FILE
    write_text(path, card_to_toml(card))
    return LockedFile(CARD_FILE, path.stat().st_size, sha256_of(path))


def _by_path(files: Iterable[LockedFile]) -> tuple[LockedFile, ...]:
    return tuple(sorted(files, key=lambda file: file.path))


def _notes(plan: PullPlan, work: Path) -> Steps[tuple[str, ...]]:
    """What comparing the two text towers says, where a bundle has two."""
    card = plan.card
    if not card.text_tower:
        return ()
    yield Progress("comparing text towers", plan.size, plan.size)
    from v2a_plugin.encoders.text_towers import compare_text_towers  # loads torch

    try:
        found = compare_text_towers(work / card.audio.folder, work / card.text_tower)
    except V2AError as error:
        return (f"The text towers could not be compared: {error.message}",)
    return (str(found),)


def _swap(work: Path, store: Store, name: str) -> None:
    """Put the work folder in the bundle's place; the old one goes only when the new one stands."""
    target = store.target(name)
    old = store.set_aside(target, name) if target.exists() else None
    try:
        work.rename(target)
    except OSError:
        if old:
            old.rename(target)
        raise
    sync_folder(target.parent)
    store.clear(name)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 1e9 else f"{size / 1e9:.2f} GB"
