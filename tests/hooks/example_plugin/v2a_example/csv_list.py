"""An exporter: the takes as a table, for a spreadsheet or a spotting list."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from v2a_plugin.delivery.package import Package
from v2a_plugin.delivery.protocol import Delivery, DeliveryRequest
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.time import Timecode


class CsvExporter:
    name = "csv"
    title = "Table of takes, CSV"
    carries = ("timecode in and out", "seeds", "scores", "what each take is heard as")

    def write(self, request: DeliveryRequest, folder: Path) -> Steps[Delivery]:
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(["take", "in", "out", "seed", "score", "heard as"])
        with Package(self.name, request, folder) as package:
            for number, rendered in enumerate(request.takes, start=1):
                yield Progress("listing takes", number - 1, len(request.takes))
                take = rendered.take
                start, end = (Timecode.at(at, request.rate) for at in (take.used.start, take.used.end))
                tags = "; ".join(tag.label for tag in take.heard_as)
                table.writerow([number, start, end, take.recipe.seed, f"{take.score:.3f}", tags])
            package.write("takes.csv", text.getvalue())
        return package.delivery
