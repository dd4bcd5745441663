"""Auditioning: which takes of the present shot are in the mix, against its picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import QObject, QTimer, Signal

from v2a_gui.models.peaks import Peaks
from v2a_gui.models.session import Session
from v2a_gui.models.sounds import Samples, Sounds
from v2a_gui.playback.mixer import RATE, Voice
from v2a_gui.playback.player import Player
from v2a_plugin.model.sound import Levels
from v2a_plugin.model.time import Span, index_at
from v2a_plugin.model.timeline import Cue, KeptTake, PictureClip
from v2a_plugin.timeline.lookup import cues_between
from v2a_plugin.timeline.placing import cue_for

__all__ = ["Audition"]

_MATCHED, _CEILING = -23.0, -1.0
"""LUFS that takes are matched to (EBU R 128), and the dBTP that none of them goes over."""
_POLL = 10
"""Milliseconds between looks at whether a cue can be played."""
_PREVIEW = "preview"
"""Key of a recording that is no take yet."""


class Audition(QObject):
    """The takes of one shot, ready to be switched while playing.

    Signals:
        switched: Ids of what is heard now.
        outlined: Id of a take whose outline is there now.
        measured: Id of a take whose levels are there now.
    """

    switched = Signal(object)
    outlined = Signal(str)
    measured = Signal(str)

    def __init__(self, session: Session, player: Player, sounds: Sounds) -> None:
        super().__init__()
        self._session, self._player, self._sounds = session, player, sounds
        self._clip: PictureClip | None = None
        self._takes: tuple[KeptTake, ...] = ()
        self._heard: frozenset[str] = frozenset()
        self.muted: frozenset[str] = frozenset()
        """What is not heard, whatever is picked."""
        self.soloed: frozenset[str] = frozenset()
        """What is heard in the place of what is picked, when there is any."""
        self._gains: dict[str, float] = {}
        self._waiting: str = ""
        self._only: Cue | None = None
        self._begin = QTimer(self, interval=_POLL)
        self._begin.timeout.connect(self._begin_cue)
        player.played.connect(self._played)
        self._recent: tuple[str, ...] = ()
        sounds.loaded.connect(self._arrived)
        sounds.outlined.connect(self.outlined)
        sounds.measured.connect(self._measured)
        self.matched = False
        """Whether takes are heard equally loud."""

    @property
    def heard(self) -> frozenset[str]:
        """Ids of what is heard."""
        return (self.soloed or self._heard) - self.muted

    @property
    def takes(self) -> tuple[KeptTake, ...]:
        """The takes of the shot, in the order of their number keys."""
        return self._takes

    def numbered(self, region: str) -> tuple[KeptTake, ...]:
        """The takes of any shot in the order of its number keys: for the one shown as they stand, for others best first."""
        shown = self._clip is not None and self._clip.region.id == region
        return self._takes if shown else self._session.takes(region)

    @property
    def clip(self) -> PictureClip | None:
        """The shot."""
        return self._clip

    @property
    def rate(self) -> Fraction:
        """Frames a second of the cut."""
        return self._player.rate

    def placed(self) -> Mapping[str, tuple[tuple[float, float], ...]]:
        """The parts of the shot in which the cut plays each take, shares of the shot's length."""
        clip, timeline = self._clip, self._session.timeline
        found: dict[str, tuple[tuple[float, float], ...]] = {}
        if clip is None or timeline is None:
            return found
        shot, length = clip.span, clip.region.span.duration
        for track in timeline.tracks:
            for cue in cues_between(track, shot.start, shot.end):
                start, end = max(cue.start, shot.start), min(cue.end, shot.end)
                part = float((start - shot.start) / length), float((end - shot.start) / length)
                found[cue.take] = (*found.get(cue.take, ()), part)
        return found

    def pair(self) -> tuple[str, ...]:
        """Ids of the two takes that a person most likely means: the chosen one, else the one that was auditioned last,
        and beside it the one auditioned before, else the best one left. Fewer where there are not two takes."""
        there = {take.id for take in self._takes}
        chosen = self._clip.chosen if self._clip else None
        best = [take.id for take in sorted(self._takes, key=lambda take: (take.rejected, take.silent, -take.score))]
        wanted = ((chosen or ""), *self._recent, *best)
        return tuple(dict.fromkeys(one for one in wanted if one in there))[:2]

    def show(self, clip: PictureClip | None) -> None:
        """Turn to a shot, or to its takes as they are now."""
        region = clip.region.id if clip else ""
        other = self._clip is None or self._clip.region.id != region
        older = {take.id for take in self._takes}
        self._clip = clip
        takes = self._session.takes(region) if clip else ()
        known = {take.id: take for take in takes}
        order = [] if other else [known[take.id] for take in self._takes if take.id in known]
        self._takes = (*order, *(take for take in takes if take.id not in {kept.id for kept in order}))
        if other:
            self._player.mixer.drop(*older, _PREVIEW)
            self.muted = self.soloed = frozenset()
            self.hear()
            self._waiting = ""
        elif gone := older - known.keys():
            self._player.mixer.drop(*gone)  # discarded: its samples need not stay
        for take in self._takes:
            self._load(take.id)

    def outline(self, take: str) -> Peaks | None:
        """The outline of a take, when it is loaded."""
        return self._sounds.peaks(take)

    def audition(self, take: str) -> None:
        """Hear one take alone from the in-point; while that plays, switch to it in place."""
        if self._clip is None:
            return
        if self._only is not None:
            self.only(None)
        self._recent = (take, *(one for one in self._recent if one != take))
        self._load(take)  # its sound may be there and its voice not yet
        self.muted, self.soloed = self.muted - {take}, frozenset()
        self.hear(take)
        marked = self._player.marked_span
        span = (marked.intersection(self._clip.span) if marked else None) or self._clip.span
        if self._player.speed and span.start <= self._player.at < span.end:
            return
        if self._sounds.take(take) is None:
            self._waiting = take  # plays as soon as it is there
            return
        self._player.audition(span)

    def preview(self, samples: Samples) -> None:
        """Hear a recording that is no take yet in the place of the takes, from the first frame of the shot.

        Args:
            samples: At the mixer's rate.
        """
        if self._clip is None:
            return
        self._player.mixer.put(Voice(_PREVIEW, samples, index_at(self._clip.record, RATE)))
        self.soloed = frozenset()
        self.hear(_PREVIEW)
        start = self._clip.record
        self._player.audition(Span(start, start + max(self._clip.span.duration, Fraction(len(samples), RATE))))

    def toggle(self, take: str) -> None:
        """Add a take to what is heard, or leave it out."""
        self._load(take)
        self.muted, self.soloed = self.muted - {take}, frozenset()
        self.hear(*(self._heard ^ {take}))

    def hear(self, *keys: str) -> None:
        """Hear these and nothing else."""
        self._heard = frozenset(keys)
        self._switch()

    def mute(self, key: str, on: bool) -> None:
        """Leave something out of what is heard, or no longer."""
        self.muted = self.muted | {key} if on else self.muted - {key}
        self._switch()

    def solo(self, key: str, on: bool) -> None:
        """Hear this and what else is soloed, and nothing else, or no longer."""
        self.soloed = self.soloed | {key} if on else self.soloed - {key}
        self._switch()

    def gain(self, key: str, db: float) -> None:
        """Set the level of a take for auditioning, in dB."""
        self._gains[key] = 10 ** (db / 20)
        self._turn()

    def gain_db(self, key: str) -> float:
        """The level of a take for auditioning, in dB."""
        return 20 * math.log10(self._gains.get(key, 1.0))

    def levels(self, take: str) -> Levels | None:
        """Loudness and peaks of a take, when they are read."""
        return self._sounds.levels(take)

    def match(self, on: bool) -> None:
        """Hear takes equally loud, or as loud as they are."""
        self.matched = on
        self._turn()

    def _matching(self, take: str) -> float:
        """What makes a take as loud as the others without going over full scale, linear."""
        levels = self._sounds.levels(take) if self.matched else None
        if levels is None or levels.integrated_lufs is None:
            return 1.0
        return float(10 ** (min(_MATCHED - levels.integrated_lufs, _CEILING - levels.true_peak_dbtp) / 20))

    def _measured(self, take: str) -> None:
        self._turn()
        self.measured.emit(take)

    def only(self, cue: Cue | None) -> None:
        """Play one cue of the cut and nothing else, from its start; None hears the cut again."""
        self._only = cue
        self._player.cut.only(cue.id if cue else "")
        self.soloed = frozenset()
        self.hear()
        if cue is not None:
            self._player.pause()
            self._player.locate(max(Fraction(0), cue.start))
            self._begin.start()

    def _begin_cue(self) -> None:
        """Play the cue once its first second is rendered."""
        cue = self._only
        if cue is None or self._player.cut.ready(max(Fraction(0), cue.start)):
            self._begin.stop()
            if cue is not None:
                self._player.audition(cue.span)

    def _played(self, on: bool) -> None:
        if not on and self._only is not None and not self._begin.isActive():
            self.only(None)

    def _switch(self) -> None:
        self._turn()
        auditioned = bool(self._heard or self.soloed)
        self._player.cut.turn(0.0 if auditioned else 1.0)
        self._player.production.duck(auditioned, off=self._only is not None)
        self.switched.emit(self.heard)

    def _load(self, key: str) -> None:
        clip = self._clip
        if clip is None:
            return
        heard = self._sounds.take(key)
        take = next((take for take in self._takes if take.id == key), None)
        cue = cue_for(take, clip, Span(Fraction(0), take.length)) if take else None
        if heard is not None and cue is not None:
            self._player.mixer.put(Voice(key, heard, index_at(cue.start, RATE)))
            self._turn()

    def _turn(self) -> None:
        keys = (_PREVIEW, *(take.id for take in self._takes))
        heard = self.heard
        self._player.mixer.turn(
            {key: self._gains.get(key, 1.0) * self._matching(key) if key in heard else 0.0 for key in keys}
        )

    def _arrived(self, identifier: str) -> None:
        if self._clip is None:
            return
        self._load(identifier)
        if identifier == self._waiting:
            self._waiting = ""
            self.audition(identifier)
