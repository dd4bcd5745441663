"""What is derived from the open project's media in the background: small copies to scrub in, and signatures."""

from __future__ import annotations

from PySide6.QtCore import QObject

from v2a_gui.models.proxies import Proxies
from v2a_gui.models.session import Session
from v2a_gui.models.signature_jobs import SignatureJobs
from v2a_gui.playback.player import Player
from v2a_plugin.model.media import MediaFile

__all__ = ["MediaCopies"]


class MediaCopies(QObject):
    """Requests proxies and signatures of the media a session shows, and gives the proxies to the player."""

    def __init__(self, session: Session, player: Player, proxies: Proxies, signatures: SignatureJobs) -> None:
        super().__init__(session)
        self._session, self._player = session, player
        self._proxies, self._signatures = proxies, signatures
        self._requested: tuple[MediaFile, ...] = ()
        proxies.ready.connect(player.show_instead)
        session.changed.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        """Request what belongs to the media that are shown now."""
        project, media = self._session.project, self._session.media
        if project is not None and not project.read_only and media != self._requested:
            self._requested = media
            self._proxies.want(media, project.layout.cache)
            self._signatures.want(media, project.layout)

    def forget(self) -> None:
        """Play from the files themselves until copies are written anew."""
        self._player.show_instead("", None)
        self._requested = ()
