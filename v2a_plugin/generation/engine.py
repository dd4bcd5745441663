"""A bundle, loaded: the frozen encoders, the generator, and mappers as they are asked for."""

from __future__ import annotations

import copy

from v2a_plugin.encoders.protocols import AudioEncoder, Encoders, VisualEncoder
from v2a_plugin.mapper.protocol import Mapper
from v2a_plugin.model.config import Runtime
from v2a_plugin.model.errors import SpaceMismatch
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.plugins.facade import Plugins
from v2a_plugin.sources.protocol import SoundGenerator
from v2a_plugin.sources.ranking import ClapRanker
from v2a_plugin.sources.taggers import NearestLabels, read_tagger
from v2a_plugin.zoo.bundle import Bundle

__all__ = ["Engine", "load_encoders", "load_engine"]


class Engine:
    """What `pipeline` works with; made by `load_engine`.

    Attributes:
        bundle: What was loaded.
        runtime: Where it runs.
        plugins: Who made the parts, and who is told what happens.
        visual: Encoder of pictures and words.
        audio: Encoder of sounds and words.
        generator: Renders sound.
        ranker: Ranks what came out, and says what it is heard as in the bundle's own words.
    """

    def __init__(
        self,
        bundle: Bundle,
        runtime: Runtime,
        plugins: Plugins,
        visual: VisualEncoder,
        audio: AudioEncoder,
        generator: SoundGenerator,
    ) -> None:
        self.bundle = bundle
        self.runtime = runtime
        self.plugins = plugins
        self.visual = visual
        self.audio = audio
        self.generator = generator
        trained = bundle.card.tagger
        tagger = read_tagger(bundle.root / trained, bundle.card.clap_width) if trained else None
        self.ranker = ClapRanker(audio, tagger or NearestLabels(audio, bundle.labels()))
        self._mappers: dict[str, Mapper] = {}

    def with_generator(self, generator: SoundGenerator) -> Engine:
        """The same engine with another generator of the same space; mappers are loaded once for both."""
        other = copy.copy(self)
        other.generator = generator
        return other

    def mapper(self, name: str) -> Steps[Mapper]:
        """The mapper of a name or folder, loaded once.

        Raises:
            BundleError: There is none, or its files are corrupt.
            SpaceMismatch: It was fitted to other encoders.
        """
        if name not in self._mappers:
            source = self.bundle.mapper(name)
            if source.kind == "bridge":
                from v2a_plugin.generation.bridging import fit_when_due

                encoders = Encoders(self.visual, self.audio)
                mapper: Mapper = yield from fit_when_due(source, self.bundle, encoders, self.runtime, self.plugins)
            else:
                mapper = self.plugins.mapper(source.kind)(source, self.runtime)
            check_spaces(mapper, self.bundle)
            self._mappers[name] = mapper
        return self._mappers[name]


def load_engine(bundle: Bundle, runtime: Runtime, plugins: Plugins) -> Steps[Engine]:
    """Load the parts of a bundle, each by the plugin that registered its kind.

    Args:
        bundle: Opened, its lock checked.
        runtime: Device, precision and threads.
        plugins: Who loads the parts.

    Raises:
        BundleError: A part is missing or corrupt, or no plugin knows its kind.
        OutOfMemory: The device cannot hold it.
    """
    encoders = yield from load_encoders(bundle, runtime, plugins)
    yield Progress(f"loading {bundle.card.name}", 2, 3, "generator")
    generator = plugins.generator(bundle.generator.kind)(bundle.generator, runtime)
    yield Progress(f"loading {bundle.card.name}", 3, 3)
    return Engine(bundle, runtime, plugins, encoders.visual, encoders.audio, generator)


def load_encoders(bundle: Bundle, runtime: Runtime, plugins: Plugins) -> Steps[Encoders]:
    """Load the encoders alone: what describing pictures and sounds needs. The arguments are those of `load_engine`.

    Raises:
        BundleError: A part is missing or corrupt, or no plugin knows its kind.
        OutOfMemory: The device cannot hold it.
    """
    yield Progress(f"loading {bundle.card.name}", 0, 3, "picture encoder")
    visual = plugins.visual_encoder(bundle.visual.kind)(bundle.visual, runtime)
    yield Progress(f"loading {bundle.card.name}", 1, 3, "sound encoder")
    audio = plugins.audio_encoder(bundle.audio.kind)(bundle.audio, runtime)
    return Encoders(visual, audio)


def check_spaces(mapper: Mapper, bundle: Bundle) -> None:
    """Nothing when a mapper fits a bundle.

    Raises:
        SpaceMismatch: It was fitted to other encoders.
    """
    for mine, theirs, side in (
        (mapper.clip_space, bundle.card.clip_space, "pictures"),
        (mapper.clap_space, bundle.card.clap_space, "sounds"),
    ):
        if mine != theirs:
            raise SpaceMismatch(
                f"The mapper {mapper.name} was fitted to {side} of the space {mine}, "
                f"and the bundle {bundle.card.name} uses {theirs}.",
                "Use a mapper that was trained for this bundle.",
            )
