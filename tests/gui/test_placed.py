"""Plugins hear of every cue that is placed in the panel, by whatever command, and of none that only moves."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

from tests.gui.conftest import Panel
from v2a_hooks import hookimpl
from v2a_plugin.model.timeline import Cue, Timeline, Track
from v2a_plugin.plugins.facade import load_plugins
from v2a_plugin.timeline.edits import nudge


def test_plugins_hear_of_every_take_that_is_placed(opened: Panel) -> None:
    heard: list[tuple[str, str]] = []

    def cue_placed(timeline: Timeline, track: Track, cue: Cue) -> None:
        assert cue in next(one for one in timeline.tracks if one.id == track.id).cues
        heard.append((track.name, cue.take))

    window, session = opened.window, opened.window.session
    assert session.project is not None
    session.project.plugins = load_plugins([SimpleNamespace(__name__="listener", cue_placed=hookimpl(cue_placed))])
    timeline = session.timeline
    assert timeline is not None
    first, second, third, fourth = (clip.region for clip in timeline.picture)
    takes = [opened.add_takes(region, 1, seed)[0] for seed, region in enumerate((first, second, third, fourth))]
    window.filmstrip.pick(first.id)
    opened.do("place")
    window.timeline.drop_take(takes[1], timeline.tracks[2].id, Fraction(2))
    assert heard == [(timeline.tracks[0].name, takes[0]), (timeline.tracks[2].name, takes[1])]
    opened.do("place-best")
    assert [take for _, take in heard[2:]] == [takes[2], takes[3]]
    assert session.timeline is not None
    [cue, *_] = session.timeline.tracks[0].cues
    assert session.edit(lambda t: nudge(t, cue.id, Fraction(-1, 25)))
    opened.do("undo")
    window.timeline.canvas.choose(frozenset([cue.id]))
    opened.do("delete")
    opened.do("undo")
    assert len(heard) == 4
