"""Makes docs/demo: sounds of the bundle that ships, each beside the one command that makes it.

python benchmarks/demo.py [--out docs/demo] [--work FOLDER]

The plan, `demo.toml` beside the page, says what is shown and what is to be said of it. Every command is run as it stands
there, in the root of the repository; what was made already is not made again. Sounds become Opus at 16 kHz, which is all
the band that mini has.
"""

from __future__ import annotations

import argparse
import base64
import json
import shlex
import subprocess
import sys
import tomllib
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr

ROOT = Path(__file__).parents[1]
RATE = 16_000
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #22262e }
h2 { margin-top: 2.5rem } code { background: #f0f2f5; padding: .1rem .3rem; border-radius: 3px; font-size: .85em }
.part { display: flex; gap: 1rem; margin: 1.2rem 0 } .part img { width: 8rem; height: 8rem; object-fit: contain }
.part > div { flex: 1; min-width: 0 } figure { margin: .6rem 0 } figcaption { font-size: .85rem; color: #555 }
svg { width: 100%; height: 48px; background: #f7f8fa; display: block } audio { width: 100%; height: 2rem }
.wrong figcaption::before { content: "Wrong: "; color: #b03a2e; font-weight: 600 }
"""


def wave(samples: np.ndarray, bins: int = 240) -> str:
    """The outline of a sound as SVG, its loudest sample as high as the picture."""
    parts = np.array_split(np.abs(samples), bins)
    heights = np.array([part.max(initial=0.0) for part in parts]) / max(1e-6, float(np.abs(samples).max()))
    path = "".join(f"M{place} {24 - 23 * high:.1f}V{24 + 23 * high:.1f}" for place, high in enumerate(heights))
    return f'<svg viewBox="0 0 {bins} 48" preserveAspectRatio="none"><path d="{path}" stroke="#2f7fb8"/></svg>'


def made(words: str, place: Path) -> list[Path]:
    """The sounds of a command, in their order; those that lie in `place` already are taken."""
    if not (place / "done").is_file():
        place.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-c", "from v2a_plugin.cli import main; main()", *shlex.split(words)[1:]]
        subprocess.run([*command, "--out", str(place)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        (place / "done").touch()
    return sorted(path for path in place.rglob("*") if path.suffix in (".wav", ".flac"))


def heard(source: Path) -> np.ndarray:
    """The samples of a sound, folded."""
    samples, rate = soundfile.read(source, always_2d=True)
    return np.asarray(soxr.resample(samples.mean(1), rate, RATE))


def joined(sources: list[Path]) -> np.ndarray:
    """Clips one after the other, half a second of silence between."""
    pause = np.zeros(RATE // 2)
    return np.concatenate([piece for source in sources for piece in (heard(source), pause)][:-1])


def opus(samples: np.ndarray, target: Path) -> None:
    """Samples as Opus, their peak at 0.95 at most."""
    samples = samples * min(1.0, 0.95 / max(1e-6, float(np.abs(samples).max())))
    soundfile.write(target, samples, RATE, format="OGG", subtype="OPUS", compression_level=0.93)


def part_of(part: dict[str, Any], name: str, out: Path, work: Path) -> str:
    """A row of the page: pictures, the command, and each sound with what is said of it."""
    pictures = "".join(
        f'<img alt="{escape(picture)}" src="data:image/jpeg;base64,'
        f'{base64.b64encode((out / "pictures" / picture).read_bytes()).decode()}">'
        for picture in part.get("pictures", [])
    )
    rows = [f"<p><code>{escape(part['command'])}</code></p>"]
    if part.get("text"):
        rows.append(f"<p>{escape(part['text'])}</p>")
    files = made(part["command"], work / name)
    sounds = [joined(files)] if part["command"].startswith("v2a interpolate") else [heard(file) for file in files]
    for number, (samples, said) in enumerate(zip(sounds, part["said"], strict=True), 1):
        file = out / f"{name}-{number}.opus"
        opus(samples, file)
        wrong = ' class="wrong"' if said.startswith("wrong: ") else ""
        rows.append(
            f"<figure{wrong}>{wave(samples)}<audio controls preload=none src={file.name}></audio>"
            f"<figcaption>{escape(said.removeprefix('wrong: '))}</figcaption></figure>"
        )
    return f'<div class="part"><div style="flex:0 0 auto">{pictures}</div><div>{"".join(rows)}</div></div>'


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "demo")
    parser.add_argument("--work", type=Path, default=ROOT / ".work" / "demo")
    options = parser.parse_args()
    plan = tomllib.loads((options.out / "demo.toml").read_text(encoding="utf-8"))
    for old in options.out.glob("*.opus"):
        old.unlink()
    body = [f"<h1>{escape(plan['title'])}</h1>", *(f"<p>{escape(text)}</p>" for text in plan["text"])]
    for show in plan["show"]:
        body += [f"<h2>{escape(show['title'])}</h2>", f"<p>{escape(show['text'])}</p>"]
        body += [
            part_of(part, f"{show['name']}-{number}", options.out, options.work)
            for number, part in enumerate(show["part"], 1)
        ]
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(plan["title"])}</title>'
        f"<style>{STYLE}</style>{''.join(body)}</html>\n"
    )
    (options.out / "index.html").write_text(page, encoding="utf-8")
    size = sum(path.stat().st_size for path in options.out.rglob("*") if path.is_file())
    print(json.dumps({"sounds": len(list(options.out.glob("*.opus"))), "bytes": size}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
