"""Makes the set of recordings that ships: `python -m mini.recordings --corpus DIR --corpus2 DIR`.

`recordings.csv` chooses recordings and names them: from the originals of the second corpus, and where those have none of a
kind, from the sounds of both corpora, which have 16 kHz and one channel. Left out are recordings whose licence would
bind what they are used in (GPL, CC-BY-SA: a sound under a moving picture makes an adaptation of it, section 1a of
CC-BY-SA-3.0), and those whose author is to be named and is not known. FLAC stays as it is; what was lossy before becomes
Opus at its own channels.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from v2a_plugin.files import output_folder, write_text
from v2a_plugin.generation.engines import Engines
from v2a_plugin.model.errors import V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.sources.library.embedding import embed_library
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import INDEX, Libraries
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.zoo.store import Store
from v2a_resources import library_path

__all__ = ["main"]

_RATE = 48_000
_OPUS = 0.75
"""Compression level of libsndfile, which means about 68 kb/s a channel."""
_BINDING = ("GPL", "-SA", "-NC", "-ND")
COLUMNS = ("file", "title", "CatID", "keywords", "licence", "author", "source", "address")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A recording that ships, as a row of its table, and the file that it is made of."""

    origin: Path
    file: str
    title: str
    category: str
    keywords: str
    licence: str
    author: str
    source: str
    address: str


def _known(corpus: Path, corpus2: Path) -> dict[str, tuple[Path, dict[str, str]]]:
    """The recordings of both corpora by their keys: the file, and its row with the columns of the second corpus."""
    found = {}
    with (corpus / "sounds.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            address = f"debian:{row['source_package']}"
            more = {
                "author": "",
                "source": row["source_package"],
                "source_address": address,
                "path_in_source": row["name"],
            }
            found[Path(row["sound"]).stem] = (corpus / row["sound"], row | more)
    for table in ("sounds.csv", "library.csv"):  # originals in the place of what was made of them
        with (corpus2 / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[Path(row["file"]).stem.rpartition("__")[2]] = (corpus2 / row["file"], row)
    return found


def chosen(corpus: Path, corpus2: Path) -> tuple[Shipped, ...]:
    """What ships, by file name.

    Raises:
        ValueError: A licence would bind what the recording is used in, or wants an author named who is not known.
    """
    known = _known(corpus, corpus2)
    with Path(__file__).with_name("recordings.csv").open(encoding="utf-8", newline="") as file:
        names = list(csv.DictReader(file))
    found = []
    for name in names:
        origin, row = known[name["key"]]
        licence, author = name["licence"] or row["licence"], name["author"] or row["author"]
        if any(word in licence for word in _BINDING) or (licence.startswith("CC-BY") and not author):
            raise ValueError(f"{origin} cannot ship: {licence}, author '{author}'")
        suffix = "flac" if origin.suffix == ".flac" else "opus"
        parts = (name["CatID"], name["title"].title(), author or "unknown", row["source"])
        plain = "_".join(re.sub(r"[^A-Za-z0-9 ]", "", part) for part in parts)
        address = f"{row['source_address']} {row['path_in_source']}"
        found.append(
            Shipped(
                origin, f"{plain}.{suffix}", name["title"], name["CatID"], name["keywords"], licence, author,
                row["source"], address,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.file))


def write_set(recordings: Sequence[Shipped], folder: Path) -> None:
    """Write the recordings, their table and their attribution; what else was in the folder stays."""
    for each in recordings:
        target = folder / each.file
        if target.suffix == ".flac":
            shutil.copyfile(each.origin, target)
            continue
        samples, rate = soundfile.read(each.origin, dtype="float32", always_2d=True)
        samples = np.clip(soxr.resample(samples, rate, _RATE, quality="VHQ"), -1, 1)
        with soundfile.SoundFile(
            target, "w", _RATE, samples.shape[1], "OPUS", format="OGG", compression_level=_OPUS
        ) as file:
            file.title, file.license = each.title, each.licence
            if each.author:
                file.artist = each.author
            file.write(samples)
    with (folder / "library.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for each in recordings:
            writer.writerow(
                (each.file, each.title, each.category, each.keywords, each.licence, each.author, each.source,
                 each.address)
            )  # fmt: skip
    lines = [f"| {each.title} | {each.author or '–'} | {each.licence} | {each.source} |" for each in recordings]
    write_text(folder / "ATTRIBUTION.md", "\n".join([*_HEAD, *lines, ""]))


_HEAD = (
    "# The recordings that ship",
    "",
    "Real recordings by the people named here, each under its own licence; `library.csv` has the address of each original,",
    "and `LICENSES.md` the licences. They were cut to at most 45 s; those in Opus were encoded anew, at 48 kHz. All of them",
    "may be used in films, for money too; those under CC-BY want their author named, and what v2a delivers names them.",
    "",
    "Left out of the collections they come from is what is under the GPL or CC-BY-SA, which would bind the film.",
    "The set is made by `python -m mini.recordings --corpus DIR --corpus2 DIR`, which also builds its index.",
    "",
    "| recording | author | licence | collection |",
    "|---|---|---|---|",
)


def write_index(folder: Path) -> None:
    """Build the index of the set with the vectors of mini, and put it into the folder's own `index`."""
    with tempfile.TemporaryDirectory() as home:
        library = Libraries(Path(home), shipped=False).add(folder, "v2a")
        finish(scan(library))
        encoders = finish(Engines().encoders(Store().open("mini")))
        finish(embed_library(library, encoders.audio))
        with Index(library.index_file) as index:
            with index.writing() as base:
                base.execute("UPDATE files SET modified = 0")  # of no meaning on another machine
            index.rows("VACUUM")
        inside = output_folder(folder / INDEX)
        for path in inside.iterdir():
            path.unlink()
        for path in (library.index_file, *sorted(library.home.glob("*.vectors"))):
            shutil.copyfile(path, inside / path.name)
            print(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()[:12])


def main(words: Sequence[str] | None = None) -> int:
    """0 when done, otherwise what the error asks for."""
    parser = argparse.ArgumentParser(prog="python -m mini.recordings", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=None, help="folder of the first corpus")
    parser.add_argument("--corpus2", type=Path, default=None, help="of the second; without both, the index alone")
    arguments = parser.parse_args(words)
    folder = library_path()
    try:
        if arguments.corpus is not None and arguments.corpus2 is not None:
            for path in (*folder.glob("*.flac"), *folder.glob("*.opus")):
                path.unlink()
            write_set(chosen(arguments.corpus, arguments.corpus2), output_folder(folder))
        write_index(folder)
    except V2AError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
