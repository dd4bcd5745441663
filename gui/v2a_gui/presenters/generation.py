"""Requests for takes: what they would be for, and what each shot is asked for with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from v2a_gui.models.orders import QueuedGeneration
from v2a_gui.models.session import Session
from v2a_gui.models.shot_guides import ShotGuides
from v2a_gui.playback.player import Player
from v2a_gui.presenters.current import Current, Target
from v2a_gui.views.generate import FormSettings, Generate
from v2a_plugin.model.request import GenerationOrder
from v2a_plugin.model.timeline import PictureClip, ShotSettings
from v2a_plugin.timeline.guide_edits import part_of
from v2a_plugin.timeline.shot_edits import set_shot_settings

__all__ = ["Generation"]

_NAME = 20
"""Letters of a shot's name on the button."""
_PROMPTS = 30
"""Prompts of earlier takes that are offered."""


class Generation(QObject):
    """Shows in the form what takes are asked for with, keeps in the project what is changed there, and queues them."""

    def __init__(
        self, session: Session, player: Player, current: Current, generate: Generate, guides: ShotGuides
    ) -> None:
        super().__init__(session)
        self._session, self._current, self._generate, self._guides = session, current, generate, guides
        self._regions: tuple[str, ...] = ()
        self._shown: tuple[str, ShotSettings | None] | None = None
        generate.requested.connect(self.request)
        generate.edited.connect(self._keep)
        generate.prompts = self._prompts
        player.marked.connect(self.refresh)
        session.opened.connect(self._forget)

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What each command does."""
        return {
            "generate": self._generate.request,
            "generate-all": self.request_all,
            "next-seed": self.next_seed,
            "copy-settings": self.copy_settings,
        }

    def refresh(self) -> None:
        """Show what takes would be for, and what that is asked for with."""
        if _regions(self._current.targets) != self._regions:
            self._generate.flush()  # what was typed belongs to the shots of before
        targets = self._current.targets
        regions = self._regions = _regions(targets)
        shown = (regions[0], targets[0].clip.settings) if targets else None
        if shown is not None and shown != self._shown:
            self._generate.show_settings(shown[1])
        self._shown = shown
        self._generate.button.setText(self._request_text(targets))

    def request(self, form: FormSettings) -> None:
        """Takes for what is marked, or the selected shots."""
        for target in self._current.targets:
            self._queue(target, form)

    def request_all(self) -> None:
        """Takes for every shot that has none."""
        timeline = self._session.timeline
        if timeline is None:
            return
        with_takes = {take.region for take in timeline.takes}
        form = self._generate.form_settings()
        for clip in timeline.picture:
            if clip.region.id not in with_takes:
                self._queue(Target(clip), form)

    def next_seed(self) -> None:
        """The same once more, with the seeds that follow."""
        self._generate.next_seed()
        self._generate.request()

    def copy_settings(self) -> None:
        """Ask for the takes of all selected shots with what the form says."""
        regions = [clip.region.id for clip in self._current.shots]
        settings = self._generate.shot_settings()
        if self._session.edit(lambda timeline: set_shot_settings(timeline, regions, settings)):
            self._session.noted.emit(self.tr("{n} shots have these settings now.").format(n=len(regions)))

    def _queue(self, target: Target, form: FormSettings) -> None:
        clip = target.clip
        order, bundle = self._order(clip, form)
        guides, part = self._guides, target.part
        guide = guides.followed(clip)
        if part is not None and guide is not None:
            guide = part_of(replace(clip, guide=guide), part).guide
        self._session.orders.generate(
            QueuedGeneration(clip.region.id, order, bundle, form.device, guide, guides.unknown(clip), part)
        )

    def _order(self, clip: PictureClip, form: FormSettings) -> tuple[GenerationOrder, str]:
        """What a shot is asked for: what the form shows for it, else what it has itself, else the form without words."""
        own = clip.settings
        if self._regions[:1] == (clip.region.id,):
            return form.order, form.bundle
        if own is None:
            return replace(form.order, settings=replace(form.order.settings, prompt="", negative="")), form.bundle
        seed = form.order.seed if own.seed is None else own.seed
        return GenerationOrder(own.settings, seed, own.takes, own.handle), own.bundle

    def _keep(self, settings: ShotSettings) -> None:
        project = self._session.project
        if project is None or project.read_only or not self._regions:
            return
        self._shown = (self._regions[0], settings)
        self._session.edit(lambda timeline: set_shot_settings(timeline, self._regions, settings))

    def _forget(self) -> None:
        self._regions, self._shown = (), None
        self._generate.drop_edits()

    def _prompts(self) -> tuple[tuple[str, bool], ...]:
        """Prompts of the takes there are, and whether one of them is starred: those first, then the latest."""
        takes = self._session.timeline.takes if self._session.timeline else ()
        starred = dict.fromkeys(take.prompt for take in reversed(takes) if take.prompt and take.star)
        others = dict.fromkeys(take.prompt for take in reversed(takes) if take.prompt and take.prompt not in starred)
        return tuple((prompt, prompt in starred) for prompt in (*starred, *others))[:_PROMPTS]

    def _request_text(self, targets: tuple[Target, ...]) -> str:
        if not targets:
            return self.tr("Generate takes")
        length = f"{sum(target.length for target in targets):.1f}"
        if len(targets) > 1:
            return self.tr("Generate · {n} shots, {length} s").format(n=len(targets), length=length)
        name = targets[0].clip.region.name
        name = name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
        text = (
            self.tr("Generate · {shot}, {length} s")
            if targets[0].part is None
            else self.tr("Generate · {shot} in to out, {length} s")
        )
        return text.format(shot=name, length=length)


def _regions(targets: tuple[Target, ...]) -> tuple[str, ...]:
    return tuple(target.clip.region.id for target in targets)
