"""Recipes: written beside every take, and read to make it again."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from v2a_plugin import __version__
from v2a_plugin.files import read_text
from v2a_plugin.model.errors import BadInput, BundleError, NoSuchFile
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.recipe import SCHEMA, MediaReference, Recipe, SourceKind
from v2a_plugin.model.serial import from_json

if TYPE_CHECKING:
    from v2a_plugin.generation.engine import Engine
    from v2a_plugin.mapper.protocol import Mapper
    from v2a_plugin.model.request import GenerateRequest
    from v2a_plugin.zoo.bundle import Bundle

__all__ = ["check_bundle", "check_mapper", "check_media", "differences", "read_recipe", "recipe_of"]

_SHAPING = ("torch", "diffusers", "transformers", "open_clip_torch", "av", "soxr", "numpy")
"""Packages whose version can change a sample."""
_LONGEST = 1_000_000
_OTHER_WEIGHTS = "Only the same weights make the same sound; render new takes instead."


def recipe_of(engine: Engine, request: GenerateRequest, mapper_digest: str) -> Recipe:
    """The recipe of a request's first take; the others differ in their seed only.

    Args:
        engine: What renders it.
        request: What was asked for; its words and knobs are kept, its number of takes is not.
        mapper_digest: sha256 of the mapper's weights, hex; "" for none.
    """
    media, settings = request.media, replace(request.settings, source=SourceKind.GENERATOR)
    return Recipe(
        media=MediaReference(media.path.absolute(), media.fingerprint) if media else None,
        used=request.used,
        handle=request.handle,
        rate=request.rate,
        timecode=media.timecode if media else None,
        settings=settings,
        seed=request.seed,
        bundle=engine.bundle.card.name,
        lock_digest=engine.bundle.lock_digest,
        mapper_digest=mapper_digest,
        device=engine.runtime.device,
        precision=engine.runtime.precision,
        threads=engine.runtime.threads,
        batch=request.side_by_side,
        generator_rate=engine.generator.sample_rate,
        versions=_versions(engine),
        between=request.between,
        place=request.place,
        edits=request.edits,
        time_map=request.time_map,
        guide=request.guide,
        variation=request.variation,
        mend=request.mend,
    )


def read_recipe(path: Path) -> Recipe:
    """Read a recipe's file.

    Raises:
        NoSuchFile: It is missing or may not be read.
        BadInput: It is no recipe, or one of a newer program.
    """
    try:
        if path.stat().st_size > _LONGEST:
            raise BadInput(f"{path.name} is too long for a recipe.", "Give the recipe.json beside a take.")
        text = read_text(path)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is no text.", "Give the recipe.json beside a take.") from error
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise NoSuchFile(
            f"The recipe {path} cannot be read: {reason}.", "Give the recipe.json beside a take."
        ) from error
    recipe = from_json(Recipe, text, path.name)
    if recipe.schema > SCHEMA:
        raise BadInput(f"{path.name} was written by a newer program.", "Update v2a-plugin.")
    return recipe


def check_media(recipe: Recipe, media: MediaFile | None) -> None:
    """Nothing when this is the picture that the recipe was made from.

    Raises:
        BadInput: It is another one, or has changed since.
    """
    if recipe.media is not None and media is not None and media.fingerprint != recipe.media.fingerprint:
        raise BadInput(
            f"{media.path.name} is not the file that the recipe was made from, or it has changed since.",
            "Give the right file as INPUT.",
        )


def check_bundle(recipe: Recipe, bundle: Bundle) -> None:
    """Nothing when the bundle is the one that the recipe was made with.

    Raises:
        BundleError: It has changed since.
    """
    if bundle.lock_digest != recipe.lock_digest:
        locks = f"its lock was {recipe.lock_digest[:12] or 'none'} and is {bundle.lock_digest[:12] or 'none'}"
        raise BundleError(f"The bundle {recipe.bundle} has changed since the recipe was made: {locks}.", _OTHER_WEIGHTS)


def check_mapper(recipe: Recipe, mapper: Mapper) -> None:
    """Nothing when the mapper is the one that the recipe was made with.

    Raises:
        BundleError: It has changed since.
    """
    if mapper.digest != recipe.mapper_digest:
        raise BundleError(f"The mapper {recipe.settings.mapper} has changed since the recipe was made.", _OTHER_WEIGHTS)


def differences(recipe: Recipe, engine: Engine) -> tuple[str, ...]:
    """What is not as it was when a recipe was made, though its bundle is: programs, plugins, where it runs.

    Args:
        recipe: What was recorded.
        engine: What makes the take again.

    Returns:
        A sentence for each kind; none when the take comes out bit for bit.
    """
    was, now = dict(recipe.versions), dict(_versions(engine))
    programs = ("v2a-plugin", *_SHAPING)
    changed = [f"{name} {was[name]} (here {now[name]})" for name in was if name in now and now[name] != was[name]]
    changed += [f"{name} {was[name]} (not here)" for name in was if name not in now]
    added = [f"{name} {now[name]}" for name in now if name not in was and name not in programs]
    runtime = engine.runtime
    places = [
        f"{device} in {precision} with {threads} thread{'s' if threads != 1 else ''}"
        for device, precision, threads in (
            (recipe.device, recipe.precision, recipe.threads),
            (runtime.device, runtime.precision, runtime.threads),
        )
    ]
    found = []
    if changed:
        found.append(f"The recipe was made with {', '.join(changed)}: the take may differ.")
    if added:
        found.append(f"When the recipe was made, {', '.join(added)} took no part: the take may differ.")
    if places[0] != places[1]:
        found.append(f"The take was rendered on {places[0]} and now is on {places[1]}: it may differ in its last bits.")
    return tuple(found)


def _versions(engine: Engine) -> tuple[tuple[str, str], ...]:
    found = {("v2a-plugin", __version__), *engine.plugins.versions()}
    for name in _SHAPING:
        try:
            found.add((name, version(name)))
        except PackageNotFoundError:  # part of another distribution here
            continue
    return tuple(sorted(found))
