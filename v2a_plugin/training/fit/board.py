"""The curves for TensorBoard, where it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from v2a_plugin.model.errors import MissingDependency
from v2a_plugin.training.fit.training_state import Checked, Point

__all__ = ["Board"]


class Board:
    """Writes points and checks as scalars."""

    def __init__(self, folder: Path) -> None:
        """Open a log in a folder.

        Raises:
            MissingDependency: TensorBoard is not installed.
        """
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise MissingDependency("TensorBoard is not installed.", "pip install tensorboard") from error
        self._writer: Any = SummaryWriter(str(folder))

    def point(self, point: Point) -> None:
        """A point of the training curve."""
        self._writer.add_scalar("train/loss", point.loss, point.step)
        self._writer.add_scalar("train/rate", point.rate, point.step)

    def check(self, checked: Checked) -> None:
        """A check on held-out pairs."""
        metrics = checked.metrics
        for name in ("cosine", "recall_1", "recall_5", "loss"):
            self._writer.add_scalar(f"held out/{name}", getattr(metrics, name), checked.step)
        for level in metrics.levels:
            self._writer.add_scalar(f"loss by noise level/{level.step}", level.loss, checked.step)

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()
