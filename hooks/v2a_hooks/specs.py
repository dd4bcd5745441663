"""Every hook of v2a-plugin.

A plugin is a module, or any object, with functions that carry the name of a hook and are marked with
`v2a_hooks.hookimpl`. A distribution names it in its entry points, group `v2a`; what is built in takes the same way.
There are two kinds of hook:

- `register_*` is called once, when plugins are loaded, and returns what the plugin adds.
- `before_*` and events in the past tense are called while work runs; they adjust, veto or observe.

An implementation may leave out arguments it does not need. Plugins are called in the order they were loaded: what
is built in first, then by name; `hookimpl(tryfirst=True)` and `hookimpl(trylast=True)` move one. An implementation
that raises is reported with the plugin's name, and the work goes on as if it had not been there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from v2a_hooks import hookspec
from v2a_hooks.entries import CutReader, Entry, PanelAction, PanelDock

if TYPE_CHECKING:
    from v2a_plugin.delivery.protocol import CutExporter, Delivery, Exporter
    from v2a_plugin.encoders.captioning import Captioner, CaptionerContext
    from v2a_plugin.encoders.protocols import AudioEncoder, VisualEncoder
    from v2a_plugin.hosts.protocol import Host
    from v2a_plugin.mapper.protocol import Mapper
    from v2a_plugin.model.config import PartSource, Runtime
    from v2a_plugin.model.request import GenerateRequest
    from v2a_plugin.model.sound import Sound
    from v2a_plugin.model.takes import RenderedTake
    from v2a_plugin.model.timeline import Cue, Timeline, Track
    from v2a_plugin.shots.protocol import ShotDetector
    from v2a_plugin.sources.protocol import SoundGenerator

__all__ = [
    "AudioEncoderFactory",
    "CaptionerFactory",
    "GeneratorFactory",
    "MapperFactory",
    "Processor",
    "ShotDetectorFactory",
    "VisualEncoderFactory",
    "before_generate",
    "cue_placed",
    "delivery_written",
    "job_failed",
    "register_audio_encoders",
    "register_captioners",
    "register_cut_readers",
    "register_exporters",
    "register_generators",
    "register_hosts",
    "register_mappers",
    "register_panel_actions",
    "register_panel_docks",
    "register_processors",
    "register_shot_detectors",
    "register_visual_encoders",
    "take_rendered",
]

VisualEncoderFactory: TypeAlias = "Callable[[PartSource, Runtime], VisualEncoder]"
"""Loads a visual encoder from the files of a bundle onto a device."""
AudioEncoderFactory: TypeAlias = "Callable[[PartSource, Runtime], AudioEncoder]"
"""Loads an encoder of sound and words."""
MapperFactory: TypeAlias = "Callable[[PartSource, Runtime], Mapper]"
"""Loads a mapper."""
GeneratorFactory: TypeAlias = "Callable[[PartSource, Runtime], SoundGenerator]"
"""Loads a generator of sound."""
ShotDetectorFactory: TypeAlias = "Callable[[], ShotDetector]"
"""Makes a shot detector with its own defaults."""
CaptionerFactory: TypeAlias = "Callable[[CaptionerContext], Captioner]"
"""Loads a captioner; what it may use of the bundle comes with the call."""
Processor: TypeAlias = "Callable[[Sound], Sound]"
"""Changes a rendered sound; keeps its rate and its length to the sample."""


@hookspec
def register_visual_encoders() -> Sequence[Entry[VisualEncoderFactory]]:  # type: ignore[empty-body]
    """Encoders of pictures, under the `kind` that a bundle's card gives its visual part.

    The entry is called with the part's files and options and with the device; see
    `v2a_plugin.encoders.protocols.VisualEncoder` for what it must give back. Vectors are numpy, unit length, in
    the space the card names.
    """


@hookspec
def register_audio_encoders() -> Sequence[Entry[AudioEncoderFactory]]:  # type: ignore[empty-body]
    """Encoders of sound and words, under the `kind` of a card's audio part.

    They rank takes, tell what a take is heard as, and turn prompts into conditionings; see
    `v2a_plugin.encoders.protocols.AudioEncoder`.
    """


@hookspec
def register_mappers() -> Sequence[Entry[MapperFactory]]:  # type: ignore[empty-body]
    """Mappers from what the picture shows to what it may sound like, under the kind their folder names.

    A mapper says which two spaces it joins, and refuses a picture of another one; see
    `v2a_plugin.mapper.protocol.Mapper`. The name is what `v2a generate --mapper` takes.
    """


@hookspec
def register_generators() -> Sequence[Entry[GeneratorFactory]]:  # type: ignore[empty-body]
    """Generators of sound, under the `kind` of a card's generator part.

    A generator renders sounds of exactly the length asked for, each from its own seed, and yields progress at
    every step; see `v2a_plugin.sources.protocol.SoundGenerator`.
    """


@hookspec
def register_shot_detectors() -> Sequence[Entry[ShotDetectorFactory]]:  # type: ignore[empty-body]
    """Detectors of cuts, under the name `v2a shots --detector` takes.

    The entry is called without arguments; see `v2a_plugin.shots.protocol.ShotDetector`.
    """


@hookspec
def register_captioners() -> Sequence[Entry[CaptionerFactory]]:  # type: ignore[empty-body]
    """Captioners, which say in words what frames show; `v2a study` compares the way through words with the mappers.

    The entry is called with the bundle's picture encoder, its captions and the device; see
    `v2a_plugin.encoders.captioning.Captioner`.
    """


@hookspec
def register_processors() -> Sequence[Entry[Processor]]:  # type: ignore[empty-body]
    """Changes to every take after it was rendered and before it is measured.

    The entry is called with one `Sound` and returns one of the same rate and length, in the order of loading. It
    must be deterministic, or a recipe no longer makes the same take. One that raises, or returns anything else, is
    reported and left out for that take.
    """


@hookspec
def register_exporters() -> Sequence[Exporter | CutExporter]:  # type: ignore[empty-body]
    """Exporters, which write takes or whole cuts as files; ready to use, so these are objects and not entries.

    See `v2a_plugin.delivery.protocol`: an `Exporter` writes the takes of one region, a `CutExporter` a timeline; one
    object may be both. `v2a_plugin.delivery.package.Package` and `v2a_plugin.delivery.cut.CutPackage` do what all of
    them need: files that appear together or not at all, digests and the manifest.
    """


@hookspec
def register_cut_readers() -> Sequence[CutReader]:  # type: ignore[empty-body]
    """Formats of cuts that can be read: by `v2a cut`, the panel and the watch folder.

    A reader gives the picture of a cut as a `v2a_plugin.formats.cut.EditorsCut`. It is called in a process of its own,
    with limits on memory and time, when it is a function that another process can import; so it may not keep anything.
    """


@hookspec
def register_hosts() -> Sequence[Host]:  # type: ignore[empty-body]
    """Editors that v2a can be reached from; ready to use, so these are objects and not entries.

    A host says where its scripts belong on this computer and what they are; `v2a host install` puts them there and
    `v2a host uninstall` takes them out. See `v2a_plugin.hosts.protocol.Host`, and `docs/hosts/README.md` for the job
    that such a script hands to `v2a host run`.
    """


@hookspec
def register_panel_actions() -> Sequence[PanelAction]:  # type: ignore[empty-body]
    """Commands for the panel: they appear in a menu and in the command palette, enabled when what they need is there.

    The action is called on the main thread with a `v2a_plugin.plugins.panel.Panel`: the project, the cut, the selection, and
    ways to edit, to speak and to queue long work. One that raises is reported with the plugin's name, and the panel
    goes on. Nothing here needs Qt, and without the panel the actions are only listed.
    """


@hookspec
def register_panel_docks() -> Sequence[PanelDock]:  # type: ignore[empty-body]
    """Parts of the panel's window, under View, Docks; hidden until somebody asks for them, and remembered.

    `make` is called with a `v2a_plugin.plugins.panel.Panel` that stays true to what is open and selected, and gives a Qt
    widget. A dock that raises, when it is made or later while it paints or answers a click, is taken out with a
    sentence that names the plugin, and the panel goes on.
    """


@hookspec
def before_generate(request: GenerateRequest) -> GenerateRequest | None:
    """Adjust what is about to be rendered, or veto it.

    Return a changed copy (`dataclasses.replace(request, …)`), or None to leave it. The next plugin sees what the
    one before it returned. To veto, raise a `v2a_plugin.model.errors.V2AError`: its sentence is what the person
    reads, and nothing is rendered. Any other exception is a fault of the plugin: reported, and the request stays
    as it was.

    Args:
        request: Media, region, settings, seed and number of takes.
    """


@hookspec
def take_rendered(request: GenerateRequest, take: RenderedTake) -> None:
    """A take is finished: rendered, processed, measured and scored.

    Called once a take, in the order of the takes, before any file of it is written.

    Args:
        request: What was asked for, after every `before_generate`.
        take: The take and its samples; both are read only.
    """


@hookspec
def cue_placed(timeline: Timeline, track: Track, cue: Cue) -> None:
    """A take was put on a track: by a person, by `v2a project place`, or by the watch folder.

    Called once a cue, after the project has written it. Cues that are moved, copied, or follow a changed cut do not
    count.

    Args:
        timeline: The cut with the cue in it.
        track: The track it is on.
        cue: The cue; it names its take and its region.
    """


@hookspec
def delivery_written(delivery: Delivery) -> None:
    """An exporter has finished, and all its files lie in place.

    Args:
        delivery: The files with their digests, the exporter's name and the manifest.
    """


@hookspec
def job_failed(job: str, error: Exception) -> None:
    """A job ended with an error; one that was cancelled did not fail.

    Args:
        job: What was being done, in a few words ("generate Shot 3").
        error: Why it ended. A `V2AError` carries a sentence and a hint for a person.
    """
