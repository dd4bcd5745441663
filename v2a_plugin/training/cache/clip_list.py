"""The list of a cache's clips, for a person who chooses which are good to train on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from v2a_plugin.training.cache.shard_records import ClipNote, LeftOut

__all__ = ["clip_list"]


def clip_list(clips: Iterable[ClipNote], left_out: Iterable[LeftOut]) -> str:
    """A CSV with a row a clip: `clip,start,seconds,use,heard,hits,detail`; times in seconds, three digits.

    Args:
        clips: Those that are used.
        left_out: Those that are not, and why: their rows have no times, which stand in their names.
    """
    with io.StringIO(newline="") as text:
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(("clip", "start", "seconds", "use", "heard", "hits", "detail"))
        for clip in clips:
            times = (f"{float(clip.start):.3f}", f"{float(clip.duration):.3f}")
            rows.writerow((clip.name, *times, "used", clip.heard or "", clip.hits, ""))
        for left in left_out:
            rows.writerow((left.name, "", "", left.reason, "", "", left.detail))
        return text.getvalue().encode(errors="replace").decode()  # a name that is no UTF-8 has a "?"
