"""What the entry point names: one function a hook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from v2a_hooks import Entry, hookimpl

from .csv_list import CsvExporter
from .knocks import load_knocks
from .motion import load_motion

if TYPE_CHECKING:
    from v2a_hooks.specs import GeneratorFactory
    from v2a_plugin.delivery.protocol import Exporter


@hookimpl
def register_generators() -> Sequence[Entry[GeneratorFactory]]:
    return [
        Entry("knocks", "Knocks on wood from the seed alone; does not look at the picture", load_knocks),
        Entry("motion", "Noise as loud as the picture moves; looks at the frames itself", load_motion),
    ]


@hookimpl
def register_exporters() -> Sequence[Exporter]:
    return [CsvExporter()]
