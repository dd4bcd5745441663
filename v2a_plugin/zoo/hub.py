"""Talking to the hub: what a repository holds, and its bytes from any place on. Everything goes through huggingface_hub.

The endpoint is read from HF_ENDPOINT at each call, not once at import. Bytes are read with huggingface_hub's own
session rather than its download functions, because those cannot be cancelled and start a broken file from nothing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huggingface_hub import HfApi, get_session, hf_hub_url, hf_raise_for_status
from huggingface_hub.errors import (  # type: ignore[attr-defined]  # HTTPError is its HTTP library's
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    HTTPError,
    OfflineModeIsEnabled,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

from v2a_plugin.model.errors import BundleError, HubError

__all__ = ["RemoteFile", "Repository", "describe", "hub_errors", "is_offline", "reading"]

_TIMEOUT = 30.0
"""Seconds without an answer, or without a byte, before a connection counts as lost."""


_ENVIRONMENT = ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "HF_ENDPOINT")
"""Variables that HTTP clients obey, in capitals or not."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a repository.

    Attributes:
        path: Inside the repository, with '/'.
        size: Bytes.
        sha256: Hex, where the hub knows it (large files); else "".
        blob: Git's sha1 of the content, hex, where the hub knows it; else "".
    """

    path: str
    size: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at one commit.

    Attributes:
        name: "owner/name".
        revision: The commit, hex.
        licence: As the hub lists it ("cc-by-nc-sa-4.0"); "" when it does not say.
        files: All of them.
    """

    name: str
    revision: str
    licence: str
    files: tuple[RemoteFile, ...]


def endpoint() -> str:
    """Address of the hub: HF_ENDPOINT, else the public one."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def is_offline() -> bool:
    """Whether HF_HUB_OFFLINE forbids the network."""
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")


def describe(name: str, revision: str) -> Repository:
    """Ask the hub for a repository's commit, licence and files.

    Raises:
        HubError: The hub cannot be reached or refuses.
        BundleError: No such repository or revision.
    """
    with hub_errors(name):
        session()
        try:
            info = HfApi(endpoint=endpoint()).model_info(
                name, revision=revision or None, files_metadata=True, timeout=_TIMEOUT
            )
            files = tuple(
                RemoteFile(
                    path=found.rfilename,
                    size=found.size or 0,
                    sha256=found.lfs.sha256 if found.lfs else "",
                    blob="" if found.lfs else found.blob_id or "",
                )
                for found in info.siblings or ()
            )
        except (HTTPError, HFValidationError, OSError):
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # a login page, a proxy's notice
            raise HubError(
                f"{endpoint()} did not answer like a model hub when asked for {name}.",
                "Check HF_ENDPOINT, and whether the network asks for a login in the browser.",
            ) from error
    if not info.sha:
        raise HubError(f"{endpoint()} did not say which revision of {name} is the newest.", "Check HF_ENDPOINT.")
    licences = [tag.removeprefix("license:") for tag in info.tags or () if tag.startswith("license:")]
    return Repository(name, info.sha, licences[0] if licences else "", files)


def session() -> Any:
    """The HTTP client, which is made from the environment when it is first needed.

    Raises:
        HubError: What the environment says cannot be followed; names the variables, never what they hold.
    """
    try:
        return get_session()
    except Exception as error:
        named = [name for name in _ENVIRONMENT for name in (name, name.lower()) if os.environ.get(name)]
        reason = str(error).partition("\n")[0].partition(". ")[0].rstrip(".") or type(error).__name__
        hint = f"Check {', '.join(named) or 'the environment'}."
        if "SOCKS" in reason:
            hint = (
                f"{hint[:-1]}: give a proxy that speaks HTTP, or install what SOCKS needs: pip install 'httpx2[socks]'."
            )
        raise HubError(f"{endpoint()} cannot be reached as the environment says: {reason}.", hint) from error


@contextlib.contextmanager
def reading(name: str, revision: str, path: str, start: int) -> Iterator[Any]:
    """The answer to a request for a file of a repository from byte `start` on, streamed.

    Its status is 206 when the server begins there, and 200 when it begins at 0 whatever was requested.

    Args:
        name: Repository, "owner/name".
        revision: Commit.
        path: Of the file in it.
        start: Bytes that are here already.

    Raises:
        huggingface_hub.errors.HTTPError: Translate it with `hub_errors`.
    """
    url = hf_hub_url(name, path, revision=revision, endpoint=endpoint())
    headers = {**build_hf_headers(library_name="v2a-plugin"), "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    with session().stream("GET", url, headers=headers, timeout=_TIMEOUT) as response:
        if response.status_code >= 400:
            response.read()
        hf_raise_for_status(response)
        yield response


@contextlib.contextmanager
def hub_errors(name: str) -> Iterator[None]:
    """Turns what can go wrong with the hub into one sentence.

    Raises:
        HubError: The hub cannot be reached, broke off or refuses.
        BundleError: The repository, the revision or the file is not there.
    """
    try:
        yield
    except OfflineModeIsEnabled as error:
        raise BundleError(f"{name} cannot be pulled: HF_HUB_OFFLINE forbids it.", "Unset it and try again.") from error
    except GatedRepoError as error:
        raise HubError(
            f"{name} is given out only to people who accepted its terms.",
            f"Accept them on {endpoint()}/{name}, then log in with `hf auth login`.",
        ) from error
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise BundleError(
            f"{endpoint()} has no repository {name}, or does not show it to you.",
            "Check the card, HF_ENDPOINT and your login.",
        ) from error
    except (RevisionNotFoundError, RemoteEntryNotFoundError) as error:
        raise BundleError(
            f"{name} has changed on {endpoint()} while it was being pulled.", "Pull the bundle again."
        ) from error
    except HfHubHTTPError as error:
        status = error.response.status_code
        raise HubError(
            f"{endpoint()} answered {status} when asked for {name}.",
            "Pull again later: what has arrived is kept.",
            transient=status >= 500 or status in (408, 429),
        ) from error
    except HTTPError as error:
        reason = str(error) or type(error).__name__
        raise HubError(
            f"{endpoint()} cannot be reached for {name}: {reason}.",
            "Check the network and HF_ENDPOINT, then pull again: what has arrived is kept.",
            transient=True,
        ) from error
