"""What a worker is sent and what it sends back: the takes of one region."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field

from v2a_plugin import __version__
from v2a_plugin.generation.engines import EngineChoice, Engines
from v2a_plugin.media.probe import fingerprint
from v2a_plugin.model.embeddings import VisualEmbedding
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.media import MediaFile
from v2a_plugin.model.progress import finish
from v2a_plugin.model.recipe import SourceKind
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.zoo.store import Store

__all__ = ["Parcel", "Returned", "WorkerFacts", "WorkerFault", "facts_of", "render_parcel"]


class WorkerFault(V2AError):
    """A parcel whose worker died or failed for a reason of its own, or whose takes came back changed."""

    code = "worker-lost"


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """What must be the same on a worker as on the machine that keeps the project.

    Attributes:
        versions: Pairs (package, version): v2a-plugin and the plugins in use.
        bundle: Name of the bundle.
        lock: sha256 of the bundle's lock, hex.
        libraries: Pairs (library, number of recordings).
        host: What the machine is called; may differ.
    """

    versions: tuple[tuple[str, str], ...]
    bundle: str
    lock: str
    libraries: tuple[tuple[str, int], ...] = field(default=())
    host: str = ""

    def differs(self, other: WorkerFacts) -> str:
        """Why another machine may not render for this one, as a clause; "" where it may."""
        mine, its = dict(self.versions), dict(other.versions)
        for name in sorted(mine.keys() | its.keys()):
            if mine.get(name) != its.get(name):
                return f"it has {name} {its.get(name, 'not')}, and here is {mine.get(name, 'none')}"
        if self.lock != other.lock:
            return f"its bundle {self.bundle} has the lock {other.lock[:12]}, and here is {self.lock[:12]}"
        if self.libraries != other.libraries:
            return f"it finds in {_named(other.libraries)}, and here is {_named(self.libraries)}"
        return ""


def facts_of(bundle: str, source: SourceKind) -> WorkerFacts:
    """The facts of this machine.

    Args:
        bundle: Name of the bundle.
        source: Where takes come from: libraries count only where takes are found.

    Raises:
        BundleError: There is no such bundle here, or it does not match its lock.
    """
    libraries = [] if source is SourceKind.GENERATOR else [(each.name, _recordings(each)) for each in Libraries().all()]
    versions = (("v2a-plugin", __version__), *load_plugins().versions())
    return WorkerFacts(versions, bundle, Store().open(bundle).lock_digest, tuple(libraries), socket.gethostname())


@dataclass(frozen=True, slots=True)
class Parcel:
    """One region to render.

    Attributes:
        request: What it is asked for.
        choice: Which models run, and where.
        picture: What the visual encoder saw, for a worker that cannot read the media; None lets it look itself.
    """

    request: GenerateRequest
    choice: EngineChoice
    picture: VisualEmbedding | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """What came of a parcel.

    Attributes:
        worker: Address of the worker.
        takes: With their sounds, the closest to what was asked for first.
        away: The worker cannot read the media.
        error: Why there are no takes.
    """

    worker: str
    takes: tuple[RenderedTake, ...] = ()
    away: bool = False
    error: V2AError | None = None


def render_parcel(parcel: Parcel) -> Returned:
    """Render the takes of a region, on a worker. The bundle is loaded by the first parcel that a process gets."""
    worker = _address()
    with _RENDERING:  # an engine is for one thread at a time
        try:
            if parcel.picture is None and parcel.request.media is not None and not _readable(parcel.request.media):
                return Returned(worker, away=True)
            return Returned(worker, _propose(parcel))
        except V2AError as error:
            error.__cause__ = error.__context__ = error.__traceback__ = None  # it travels, and these may not
            return Returned(worker, error=error)
        except Exception as error:  # noqa: BLE001  # its memory, its disk, its libraries: named, so that another gets it
            name = parcel.request.name
            return Returned(worker, error=WorkerFault(f"{name} failed on a worker: {type(error).__name__}: {error}."))


_RENDERING = threading.Lock()
_ENGINES: list[Engines] = []


def _propose(parcel: Parcel) -> tuple[RenderedTake, ...]:
    from v2a_plugin.generation.pipeline import propose  # torch, which the machine that keeps the project need not load

    if not _ENGINES:
        _ENGINES.append(Engines())
    engine = finish(_ENGINES[0].load(parcel.choice))
    return finish(propose(engine, parcel.request, picture=parcel.picture))


def _readable(media: MediaFile) -> bool:
    """Whether this very file lies at the same path here."""
    with contextlib.suppress(OSError, V2AError):
        return fingerprint(media.path) == media.fingerprint
    return False


def _address() -> str:
    from distributed import get_worker

    address: str = get_worker().address
    return address


def _recordings(library: Library) -> int:
    with contextlib.suppress(V2AError), Index(library.index_file) as index:
        return index.counts().files
    return 0


def _named(libraries: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"'{name}' ({count} recordings)" for name, count in libraries) or "no library"
