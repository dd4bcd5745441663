"""The report of an evaluation: one HTML page without anything outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from v2a_plugin.evaluation.clip_files import read_clip
from v2a_plugin.evaluation.measures import Measured
from v2a_plugin.evaluation.metric_cards import CARDS, card
from v2a_plugin.evaluation.picturing import histogram, player, spectrogram, thumbnail
from v2a_plugin.evaluation.results import ClipResult, Evaluation
from v2a_plugin.files import write_text
from v2a_plugin.model.progress import Progress, Steps

__all__ = ["STYLE", "report", "text_table"]

_SHOWN = 6
STYLE = """
:root { color-scheme: light dark; --soft: #6b7280; --line: #d7dae0; --bar: #3b82b6; --panel: #f4f5f7 }
@media (prefers-color-scheme: dark) { :root { --soft: #9aa2b1; --line: #3a3f4a; --bar: #6bb3e0; --panel: #23262d } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1080px; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.2rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .7rem .3rem 0 }
td, th { border-bottom: 1px solid var(--line); vertical-align: top } td.number { font-variant-numeric: tabular-nums; white-space: nowrap }
.soft { color: var(--soft) } .caution { background: var(--panel); padding: .7rem 1rem; border-left: 3px solid var(--bar) }
.spreads { display: flex; flex-wrap: wrap; gap: 1.2rem } .spread { margin: 0; width: 320px } .spread rect { fill: var(--bar) }
.spread line { stroke: #d9480f; stroke-width: 1.5 } .ends { display: flex; justify-content: space-between; font-size: .8rem; color: var(--soft) }
figcaption { font-size: .9rem } .clip { display: grid; grid-template-columns: 230px 1fr 1fr; gap: 1rem; padding: 1rem 0; border-bottom: 1px solid var(--line) }
.clip img { max-width: 100%; height: auto; display: block } .clip audio { width: 100%; margin-top: .3rem } .clip h3 { margin: 0 0 .3rem; font-size: 1rem }
"""


def report(evaluation: Evaluation, path: Path) -> Steps[Path]:
    """Write the page, whole or not at all.

    Raises:
        OutputError: The place cannot be written.
        MediaError: A clip that is shown can no longer be read.
    """
    best_first = ordered(evaluation.clips)
    shown = min(_SHOWN, (len(best_first) + 1) // 2)
    parts = []
    chosen = [("Best", best_first[:shown]), ("Worst", best_first[shown:][-shown:][::-1])]
    total, done = sum(len(clips) for _, clips in chosen), 0
    for title, clips in chosen:
        sections = []
        for clip in clips:
            yield Progress("writing the report", done, total)
            sections.append(_clip(clip))
            done += 1
        if sections:
            parts.append(f"<h2>{title} clips{_by(evaluation.clips)}</h2>{''.join(sections)}")
    body = "".join(
        (_head(evaluation), _measures(evaluation.measures), _spreads(evaluation.clips), *parts, _cards(evaluation))
    )
    title = escape(_compared(evaluation))
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>{body}</body></html>\n'
    )
    write_text(path, page)
    return path


def ordered(clips: Sequence[ClipResult]) -> list[ClipResult]:
    """Best first: those that agree, then by divergence, else by similarity."""

    def key(clip: ClipResult) -> tuple[bool, float, float, str, int]:
        divergence = clip.divergence if clip.divergence is not None else 0.0
        return (clip.agrees is False, divergence, -(clip.similarity or 0.0), clip.item, clip.take)

    return sorted(clips, key=key)


def value_of(measured: Measured) -> str:
    """The number with its interval, or a dash."""
    if measured.value is None:
        return "–"
    text = _number(measured.value)
    if measured.low is None or measured.high is None:
        return text
    return f"{text} ({_number(measured.low)} to {_number(measured.high)})"


def text_table(evaluation: Evaluation) -> list[str]:
    """The measures as lines for a terminal, cautions last."""
    rows = [
        (
            f"{each.metric} {card(each.metric).better.arrow}".rstrip(),
            f"by {each.judge}" if each.judge else "",
            value_of(each),
            f"{card(each.metric).unit}{'; ' if card(each.metric).unit and each.note else ''}{each.note}",
        )
        for each in evaluation.measures
    ]
    wide = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [f"{len(evaluation.clips)} clips of {evaluation.items} items; 95 % intervals in brackets"]
    lines += [f"  {a:<{wide[0]}}  {b:<{wide[1]}}  {c:<{wide[2]}}  {d}".rstrip() for a, b, c, d in rows]
    return [*lines, *evaluation.caution]


def _number(value: float) -> str:
    size = abs(value)
    if size and size < 0.0995:
        return f"{value:.4f}" if size >= 0.001 else f"{value:.2e}"
    return f"{value:.3f}" if size < 10 else f"{value:.1f}"


def _compared(evaluation: Evaluation) -> str:
    other = evaluation.reference or evaluation.pictures
    return f"{evaluation.generated.name} against {other.name}" if other else evaluation.generated.name


def _head(evaluation: Evaluation) -> str:
    cautions = "".join(f"<div>{escape(sentence)}</div>" for sentence in (*evaluation.caution, *evaluation.left_out))
    return (
        f"<h1>{escape(_compared(evaluation))}</h1>"
        f'<p class="soft">{len(evaluation.clips)} clips of {evaluation.items} items; judged by '
        f"{escape(', '.join(evaluation.judges))}; encoders of the bundle {escape(evaluation.bundle)}.</p>"
        + (f'<div class="caution">{cautions}</div>' if cautions else "")
    )


def _measures(measures: Sequence[Measured]) -> str:
    rows = "".join(
        f"<tr><td>{escape(card(each.metric).title)} <b>{escape(each.metric)}</b> {card(each.metric).better.arrow}</td>"
        f'<td>{escape(each.judge)}</td><td class="number">{value_of(each)}</td>'
        f'<td class="soft">{escape(card(each.metric).unit)}</td><td class="soft">{escape(each.note)}</td></tr>'
        for each in measures
    )
    head = "<tr><th>Measure</th><th>Judge or route</th><th>Value (95 %)</th><th>Unit</th><th>Note</th></tr>"
    return f"<h2>Measures</h2><table>{head}{rows}</table>"


def _spreads(clips: Sequence[ClipResult]) -> str:
    drawings = (
        histogram("Divergence of class shares (KL)", [c.divergence for c in clips if c.divergence is not None], "nats"),
        histogram(
            "Picture-sound similarity (CS)", [c.similarity * 100 for c in clips if c.similarity is not None], "× 100"
        ),
        histogram(
            "Loudness",
            [c.condition.levels.integrated_lufs for c in clips if c.condition.levels.integrated_lufs is not None],
            "LUFS",
        ),
        histogram("True peak", [c.condition.levels.true_peak_dbtp for c in clips], "dBTP"),
        histogram("Length", [c.condition.seconds for c in clips], "s"),
    )
    return f'<h2>Distributions</h2><div class="spreads">{"".join(drawings)}</div>'


def _by(clips: Sequence[ClipResult]) -> str:
    if any(clip.divergence is not None for clip in clips):
        return " (by class agreement, then KL)"
    return " (by CS)" if any(clip.similarity is not None for clip in clips) else " (in order of name)"


def _clip(clip: ClipResult) -> str:
    sound = read_clip(clip.file)
    tags = ", ".join(f"{tag.label} {tag.score:.2f}" for tag in clip.heard_as)
    state = clip.condition
    loudness = "" if state.levels.integrated_lufs is None else f"{state.levels.integrated_lufs:.1f} LUFS"
    facts = [
        *(["class agrees" if clip.agrees else "class does not agree"] if clip.agrees is not None else []),
        *([f"KL {clip.divergence:.2f}"] if clip.divergence is not None else []),
        *([f"CS {clip.similarity * 100:.1f}"] if clip.similarity is not None else []),
        f"{state.seconds:.2f} s",
        *([loudness] if loudness else []),
        *(["silent"] if state.silent else ["too short for a loudness"] if state.short else []),
    ]
    take = f", take {clip.take}" if clip.take > 1 else ""
    label = f' <span class="soft">{escape(clip.label)}</span>' if clip.label else ""
    mine = (
        f"<div><h3>{escape(clip.item)}{take}{label}</h3>{spectrogram(sound, 'spectrogram of the generated clip')}"
        f'{player(sound)}<div class="soft">{escape(", ".join(facts))}</div>'
        f'<div class="soft">heard as {escape(tags)}</div></div>'
    )
    theirs = "<div></div>"
    if clip.reference is not None:
        real = read_clip(clip.reference)
        theirs = f"<div><h3>Reference</h3>{spectrogram(real, 'spectrogram of the reference')}{player(real)}</div>"
    picture = thumbnail(clip.picture) if clip.picture else ""
    return f'<div class="clip"><div>{picture}</div>{mine}{theirs}</div>'


def _cards(evaluation: Evaluation) -> str:
    used = {measured.metric for measured in evaluation.measures}
    rows = "".join(
        f"<tr><td><b>{escape(each.name)}</b> {each.better.arrow}</td><td>{escape(each.definition)} "
        f'<span class="soft">{escape(each.paper)}</span></td><td>{escape(each.unit)}</td><td>{escape(each.caution)}</td></tr>'
        for each in CARDS
        if each.name in used
    )
    head = "<tr><th>Measure</th><th>Definition and source</th><th>Unit</th><th>Mind</th></tr>"
    return f"<h2>What the measures mean</h2><table>{head}{rows}</table>"
