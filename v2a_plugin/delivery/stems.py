"""Stems: the sound of a cut as broadcast wave files of whole video frames."""

from __future__ import annotations

import math

from v2a_plugin.delivery.cut import CutPackage
from v2a_plugin.delivery.protocol import CutRequest, StemDepth
from v2a_plugin.delivery.stem import Stem
from v2a_plugin.delivery.stem_plan import cut_before, plan_stems
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["write_stems"]


def write_stems(request: CutRequest, package: CutPackage, muted: bool = False) -> Steps[tuple[Stem, ...]]:
    """Write the planned stems into a package: `bext`, `iXML` and loudness in each, a note for each that clips.

    Levels are kept as they are mixed, so that stems still add up to the mix: what does not fit 24 bits is cut off,
    and a note says by how much. The same cut gives the same bytes, except for the time of writing in the header,
    which `SOURCE_DATE_EPOCH` fixes.

    Args:
        request: The cut and the settings of its stems.
        package: Where they go.
        muted: As for `plan_stems`.

    Raises:
        BadInput: No cue is heard, or the common start does not fit the timeline.
        NoSuchFile: The sound of a cue is gone.
        OutputError: The disk is full, or the folder may not be written.
    """
    from v2a_plugin.delivery.stem_writer import StemWriter  # loads av

    stems = plan_stems(request, muted)
    writer, rate = StemWriter(request), request.stems.rate
    total, done = sum(stem.samples for stem in stems) // rate, 0
    for stem in stems:
        yield Progress("writing stems", done // rate, total, stem.name)
        with package.file(stem.file, writer.source(stem)) as path:
            peak = yield from writer.write(stem, path, Progress("writing stems", done // rate, total, stem.name))
        done += stem.samples
        if peak > 1 and request.stems.depth is StemDepth.PCM24:
            over = 20 * math.log10(peak)
            package.note(f"{stem.file} goes {over:.1f} dB beyond full scale and is cut off there; write it as 32f.")
    if early := cut_before(request):
        start = request.stems.start
        many = f"{early} cues begin before {start} and are cut off there."
        package.note(many if early > 1 else f"1 cue begins before {start} and is cut off there.")
    package.stems = stems
    return stems
