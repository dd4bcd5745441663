"""Opens media files, and turns what FFmpeg and the system say into sentences an editor understands."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.logging
from av.container import InputContainer
from av.video.stream import VideoStream

from v2a_plugin.files import open_regular
from v2a_plugin.model.errors import MediaError, NoSuchFile

__all__ = ["MAX_PIXELS", "check_readable", "open_media", "prepare", "seconds", "translating"]

MAX_PIXELS = 1 << 27
"""Largest picture that is decoded, in pixels (134 million: 16k × 8k). It bounds the memory of one frame."""

_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mxf,mxf_opatom,mpeg,mpegts,mpegtsraw,mpegvideo,asf,asf_o,flv,ogg,nut,"
    "gif,apng,dv,gxf,ivf,lxf,rm,wtv,swf,h264,hevc,vvc,m4v,av1,obu,mjpeg,dirac,vc1,yuv4mpegpipe,dnxhd,avs,bink,smk,nsv,"
    "wav,w64,aiff,caf,mp3,aac,ac3,eac3,flac,ape,wv,tta,amr,au,dts,truehd,loas,tak"
)
"""Formats that hold their own picture or sound. Play lists are left out: they make FFmpeg open other files."""
_DAMAGED = "It may be damaged or not finished; try to open it in a player, or copy it again."
_TOO_LARGE = "Save a smaller copy and open that."


@functools.cache
def _quiet() -> None:
    """FFmpeg's own log stays off: its callback can deadlock with Python's lock (PyAV issues 367 and 909)."""
    av.logging.set_level(None)


def check_readable(path: Path) -> None:
    """Refuse what is no readable, regular, non-empty file.

    Raises:
        NoSuchFile: Missing, a folder, something else that is no file, or not permitted.
        MediaError: Empty.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NoSuchFile(f"{path} is a folder, not a media file.", "Give the path of one file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise NoSuchFile(f"{path} is not a regular file.", "Give the path of a media file on disk.")
        with open_regular(path):
            pass
    except NoSuchFile:
        raise
    except OSError as error:
        raise _refused(path, error) from error
    except ValueError as error:  # a zero byte in the name
        raise NoSuchFile(f"{str(path)!r} is not a file name.", "Check the path.") from error
    if status.st_size == 0:
        raise MediaError(f"{path.name} is empty.", "The copy or recording did not finish; copy it again.")


def _refused(path: Path, error: OSError) -> NoSuchFile:
    if error.errno in (errno.EACCES, errno.EPERM):
        return NoSuchFile(f"{path} may not be read: permission denied.", "Change its permissions or copy it elsewhere.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return NoSuchFile(f"{path} does not exist.", "Check the path and the drive.")
    reason = (error.strerror or "the system refused").lower()
    return NoSuchFile(f"{path} cannot be read: {reason}.", "Check the path and the drive.")


@contextlib.contextmanager
def translating(path: Path, doing: str = "read as video", hint: str = _DAMAGED) -> Iterator[None]:
    """Turns errors of FFmpeg and of the system into ours, naming the file.

    Args:
        path: The file.
        doing: What cannot be done with it when FFmpeg fails.
        hint: What helps then.

    Raises:
        MediaError: FFmpeg cannot use the file.
        NoSuchFile: The system does not give the file.
    """
    try:
        yield
    except (av.error.PermissionError, av.error.FileNotFoundError) as error:
        raise _refused(path, OSError(error.errno, os.strerror(error.errno or errno.ENOENT))) from error
    except av.error.DecoderNotFoundError as error:
        raise MediaError(
            f"{path.name} uses a codec that cannot be decoded here.", "Transcode it to H.264 or ProRes."
        ) from error
    except (av.error.MemoryError, MemoryError) as error:
        raise MediaError(f"{path.name} needs more memory than there is.", _TOO_LARGE) from error
    except av.error.FFmpegError as error:
        raise MediaError(f"{path.name} cannot be {doing}: {_reason(error)}.", hint) from error
    except UnicodeDecodeError as error:
        raise MediaError(f"{path.name} carries labels that are not text.", _DAMAGED) from error


def _reason(error: av.error.FFmpegError) -> str:
    if isinstance(error, av.error.InvalidDataError):
        return "its contents are not valid media"
    return (error.strerror or "unknown reason").lower().rstrip(".")


@contextlib.contextmanager
def open_media(path: Path, doing: str = "read as video") -> Iterator[InputContainer]:
    """An open container, closed at the end of the block; all errors inside come out as ours.

    Args:
        path: The file.
        doing: What it is opened for, as `translating` says it.

    Raises:
        MediaError: FFmpeg cannot use the file.
        NoSuchFile: The path is missing, a folder, or may not be read.
    """
    _quiet()
    check_readable(path)
    with (
        translating(path, doing),
        av.open(
            f"file:{path}",  # so that a name such as "a:b.mp4" is never taken for a protocol
            "r",
            options={
                "max_pixels": str(MAX_PIXELS),
                "format_whitelist": _FORMATS,
                "protocol_whitelist": "file",
                "enable_drefs": "0",  # a QuickTime file may name others on disk
            },
            metadata_errors="replace",
        ) as container,
    ):
        yield container


def prepare(stream: VideoStream, threads: str = "SLICE", rough: bool = False) -> None:
    """Set a picture stream up for decoding, within the memory bound.

    Args:
        stream: Not decoded yet.
        threads: "SLICE" for single frames after seeks, "AUTO" for reading straight through.
        rough: Leave the edges of blocks as they are in frames that no other is decoded from: a twelfth quicker.

    Raises:
        MediaError: There is no decoder for it here.
    """
    if stream.codec_context is None:
        raise MediaError(
            f"{Path(stream.container.name).name} uses a picture codec that cannot be decoded here.",
            "Transcode it to H.264 or ProRes.",
        )
    skipped = {"skip_loop_filter": "noref"} if rough else {}
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)} | skipped
    stream.codec_context.thread_type = threads


def seconds(ticks: int, time_base: Fraction | None) -> Fraction:
    """Ticks of a stream's clock as exact seconds."""
    return ticks * (time_base or Fraction(1, 1_000_000))
