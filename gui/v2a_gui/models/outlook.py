"""How far a generation has come as a whole, and what it will still take: over all its stages, learnt from those before."""

from __future__ import annotations

from dataclasses import dataclass, field

from v2a_plugin.model.progress import Progress
from v2a_plugin.model.takes import TakeReady

__all__ = ["Forecast", "Outlook"]

_BEFORE = {
    "finding hits": 0.4, "loading": 3.0, "looking": 0.3, "describing frames": 1.3, "reading the words": 0.1,
    "mapping": 0.1, "finding recordings": 0.4,
}  # fmt: skip
_EACH = {"sampling": 1.7, "decoding": 0.4, "finding phases": 0.5, "vocoding": 0.2, "refining": 0.1, "listening": 0.3}
"""Seconds that stages take until something better is known: before the first rendering, and of each batch of takes. Those
of the models that ship, on one core; what counts is how they compare."""
_BATCH = 2
"""Takes that are rendered side by side, unless more was seen."""
_SURE = 0.25
"""Share of a generation from which its rest is told in seconds."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected of a generation.

    Attributes:
        fraction: Share done, 0 to 1; never falls.
        left: Seconds still to go; None while nobody can tell.
        rows: Share done of each take that is not there yet, in order.
    """

    fraction: float
    left: float | None
    rows: tuple[float, ...]


@dataclass(slots=True)
class _Run:
    """What was seen of one generation.

    Attributes:
        takes: How many were asked for.
        usual: Seconds of each stage as it took before.
        measured: Seconds of each stage as it took in this one.
        done: Stages that are over, of those before the first batch or of the present one.
        came: Takes that are there.
        stage: The present one.
        begun: When it began.
        seconds: How long the job has run.
        share: Of the present stage.
        first: When the first stage began: what came before, as reading the program, comes once.
        batch: When the present batch began, what is done before the first one with it.
        same: Takes that are still to come of a batch that is rendered.
        rendering: Whether the first batch has begun.
        fraction: What was told last.
    """

    takes: int
    usual: dict[str, float]
    measured: dict[str, float] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    came: int = 0
    stage: str = ""
    begun: float = 0.0
    seconds: float = 0.0
    share: float = 0.0
    first: float = 0.0
    batch: float = 0.0
    same: int = 0
    rendering: bool = False
    fraction: float = 0.0

    def expected(self, stage: str) -> float:
        """Seconds of a stage: as measured, else as usual, as much slower as what was measured."""
        known = dict(self.measured)
        if self.stage in self.usual and self.share > 0.1:
            known[self.stage] = (self.seconds - self.begun) / self.share
        if stage in known:
            return known[stage]
        usual = sum(self.usual[name] for name in known)
        return self.usual[stage] * (sum(known.values()) / usual if usual else 1.0)

    def go_to(self, stage: str, seconds: float) -> None:
        """Another stage begins."""
        if self.stage in self.usual:
            self.measured[self.stage] = seconds - self.begun
            self.done.add(self.stage)
        if not self.stage:
            self.first = self.batch = seconds
        if stage == "sampling":
            self.rendering, self.done, self.same = True, set(), 0
        self.stage, self.begun = stage, seconds

    def to_the_next_takes(self) -> float:
        """Seconds until the present batch is there."""
        so_far = self.seconds - self.begun
        here = max(0.0, self.expected(self.stage) - so_far) if self.stage in self.usual else 0.0
        if self.stage == "take finished":
            return sum(self.expected(name) for name in _EACH)
        names = [*_EACH] if self.rendering else [*_BEFORE, *_EACH]
        place = names.index(self.stage) + 1 if self.stage in names else 0
        return here + sum(self.expected(name) for name in names[place:] if name not in self.done)


class Outlook:
    """Watches generations; what their stages took is what is expected of the next ones."""

    def __init__(self) -> None:
        self._usual = _BEFORE | _EACH
        self._known = False
        self._runs: dict[int, _Run] = {}

    def begin(self, job: int, takes: int) -> None:
        """A generation of some takes is queued; nothing for one that is known."""
        self._runs.setdefault(job, _Run(takes, dict(self._usual)))

    def end(self, job: int) -> None:
        """It is over, one way or another."""
        run = self._runs.pop(job, None)
        if run is not None:
            self._usual |= run.measured
            self._known |= "sampling" in run.measured
            if "loading" in run.measured:
                self._usual["loading"] = 0.0  # models stay

    def see(self, job: int, progress: Progress, seconds: float) -> None:
        """Take note of a report.

        Args:
            job: Number of the job.
            progress: Of its present stage.
            seconds: How long the job has run.
        """
        run = self._runs.get(job)
        if run is None:
            return
        stage = "loading" if progress.stage.startswith("loading ") else progress.stage
        if isinstance(progress, TakeReady):
            if progress.stage == "take finished":
                run.same = run.same - 1 if run.same else min(_BATCH, run.takes - run.came) - 1
                run.stage, run.batch = "take finished", seconds
            run.came += 1
        elif stage != run.stage:
            run.go_to(stage, seconds)
        run.seconds, run.share = seconds, progress.fraction or 0.0

    def forecast(self, job: int) -> Forecast | None:
        """What is to be expected of a generation; None of one that is not there."""
        run = self._runs.get(job)
        if run is None:
            return None
        missing = max(0, run.takes - run.came - run.same)
        batch = sum(run.expected(name) for name in _EACH)
        near = run.to_the_next_takes() if missing else 0.0
        left = near + max(0, -(-missing // _BATCH) - 1) * batch
        gone = run.seconds - run.first
        run.fraction = max(run.fraction, min(gone / (gone + left), 1.0) if gone else 0.0)
        whole = run.seconds - run.batch + near
        row = 1 - near / whole if gone and whole else 0.0
        rows = (1.0,) * run.same + tuple(row if place < _BATCH else 0.0 for place in range(missing))
        sampled = "sampling" in run.measured or (run.stage == "sampling" and run.share > 0.1)
        sure = missing and (sampled or (self._known and run.fraction >= _SURE))
        return Forecast(run.fraction, left if sure else None, rows)
