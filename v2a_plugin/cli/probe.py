"""`v2a probe`: what a file holds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import typer

from v2a_plugin.cli.console import Json, show, warn
from v2a_plugin.cli.results import Probed
from v2a_plugin.media.probe import probe as probe_media
from v2a_plugin.model.media import MediaFile, PictureStream
from v2a_plugin.model.time import clock

__all__ = ["probe"]


def probe(file: Path = typer.Argument(..., help="A video or a picture."), as_json: bool = Json) -> None:
    """Show what a file holds: pictures, sounds, rate, timecode."""
    media = probe_media(file)
    for warning in media.warnings:
        warn(warning)
    show(Probed(media, float(media.duration)), as_json, _lines(media))


def rate_label(rate: Fraction) -> str:
    """25, or 23.976 (24000/1001): the nickname beside the exact rate."""
    if rate.denominator == 1:
        return str(rate.numerator)
    return f"{float(rate):.3f} ({rate.numerator}/{rate.denominator})"


def _lines(media: MediaFile) -> list[str]:
    length = "still" if media.still else clock(media.duration)
    start = f", first frame {media.timecode}" if media.timecode else ""
    lines = [f"{media.path.name}: {media.container}, {length}{start}"]
    for number, stream in enumerate(media.pictures):
        used = " (used)" if number == media.picture_index and len(media.pictures) > 1 else ""
        lines.append(f"  picture {stream.index}{used}: {_picture(stream, media.still)}")
    for sound in media.sounds:
        used = " (used)" if sound is media.sound and len(media.sounds) > 1 else ""
        offset = f", starts at {float(sound.start):.3f} s" if sound.start else ""
        lines.append(f"  sound {sound.index}{used}: {sound.codec}, {sound.sample_rate} Hz, {sound.layout}{offset}")
    lines.extend(f"  {other.kind} {other.index}: {other.codec}" for other in media.others)
    return lines


def _picture(stream: PictureStream, still: bool) -> str:
    facts = [stream.codec, f"{stream.width}×{stream.height}"]
    if not still:
        facts.append(f"{rate_label(stream.rate)} frames/s")
    facts.append(f"{stream.pixel_format}, {stream.bit_depth} bit")
    for said, words in (
        (stream.variable_rate, "variable frame rate, conformed to that of its densest second"),
        (stream.interlaced, "interlaced"),
        (stream.alpha, "alpha"),
        (stream.mirrored, "mirrored"),
        (stream.rotation != 0, f"rotated {stream.rotation}°"),
        (stream.range != "SDR", f"high dynamic range ({stream.range}), shown as SDR"),
        (stream.pixel_aspect != 1, f"pixel aspect {stream.pixel_aspect}"),
        (stream.cover_art, "cover art"),
        (stream.start != 0, f"starts at {float(stream.start):.3f} s"),
    ):
        if said:
            facts.append(words)
    return ", ".join(facts)
