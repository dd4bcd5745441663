"""A blind listening test between two systems: the page, the results file it saves, and their statistics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from v2a_plugin.evaluation.clip_files import clips_in, pictures_in, read_clip
from v2a_plugin.evaluation.picturing import player, thumbnail
from v2a_plugin.evaluation.report import STYLE
from v2a_plugin.files import read_text, write_text
from v2a_plugin.judges.statistics import Interval, binomial_test
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.progress import Progress, Steps
from v2a_plugin.model.serial import from_json

__all__ = ["preference", "read_results", "trials", "write_page"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One comparison.

    Attributes:
        item: What both clips were made for.
        first: System that is heard first, "a" or "b".
        clips: Files of A and B.
        picture: Shown above them; None without one.
    """

    item: str
    first: str
    clips: tuple[Path, Path]
    picture: Path | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: which system was chosen, "a", "b" or "none"; the page keeps which of the two sounds it was hidden as."""

    item: str
    first: str
    chosen: str


@dataclass(frozen=True, slots=True)
class Results:
    """The file that the page saves.

    Attributes:
        a: Name of system A.
        b: Name of system B.
        question: Put to the listener.
        listener: A name or a number, as the person likes; may be empty.
        answers: In the order they were given.
    """

    a: str
    b: str
    question: str
    listener: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """What all answers say together.

    Attributes:
        a: Name of system A.
        b: Name of system B.
        chosen_a: Answers for A.
        chosen_b: For B.
        undecided: For neither; they do not count.
        share: Of A among the decided, with a 95 % interval (Wilson 1927).
        p: Two-sided exact binomial test of no preference.
        first: Answers for the sound that was heard first: far from half of the decided means the order decided.
        listeners: Result files.
    """

    a: str
    b: str
    chosen_a: int
    chosen_b: int
    undecided: int
    share: Interval
    p: float
    first: int
    listeners: int


def trials(a: Path, b: Path, pictures: Path | None, limit: int = 0, seed: int = 0) -> tuple[Trial, ...]:
    """The items that both folders have, in random order, A first in half of them.

    Raises:
        BadInput: They share no item.
        NoSuchFile: A folder is missing.
    """
    mine, theirs = ({clip.item: clip.path for clip in reversed(clips_in(folder))} for folder in (a, b))
    shared = sorted(set(mine) & set(theirs))
    if not shared:
        raise BadInput(f"{a} and {b} have no item in common.", "Name the clips of both the same.")
    shown = pictures_in(pictures) if pictures else {}
    chance = np.random.default_rng(seed)
    order = [shared[index] for index in chance.permutation(len(shared))][: limit or None]
    firsts = chance.permutation(np.arange(len(order)) % 2)
    return tuple(
        Trial(item, "ab"[first], (mine[item], theirs[item]), shown.get(item))
        for item, first in zip(order, firsts, strict=True)
    )


def write_page(found: Sequence[Trial], names: tuple[str, str], question: str, path: Path) -> Steps[Path]:
    """Write the page: one trial at a time, two players, three answers, a results file at the end.

    The sounds are brought to one loudness only by the listener's volume: what is louder may win, so make both folders
    alike before. Which sound is which is in the page's code, so listeners must not look there.

    Raises:
        MediaError: A clip cannot be read.
        OutputError: The place cannot be written.
    """
    sections, orders = list[str](), list[dict[str, str]]()
    for number, trial in enumerate(found):
        yield Progress("writing the page", number, len(found))
        one, other = trial.clips if trial.first == "a" else trial.clips[::-1]
        picture = thumbnail(trial.picture) if trial.picture else ""
        sections.append(
            f'<section hidden><p class="soft">{number + 1} of {len(found)}</p>{picture}'
            f"<h2>1</h2>{player(read_clip(one))}<h2>2</h2>{player(read_clip(other))}"
            '<p><button data-answer="1">1 is better</button> <button data-answer="2">2 is better</button> '
            '<button data-answer="0">I cannot say</button></p></section>'
        )
        orders.append({"item": trial.item, "first": trial.first})
    about = json.dumps({"a": names[0], "b": names[1], "question": question, "trials": orders})
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(question)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}{_STYLE}</style></head><body>'
        f"<h1>{escape(question)}</h1><section id=start><p>You will hear {len(found)} pairs of sounds. Use headphones, set "
        "the volume once, and listen to both before you answer.</p>"
        '<p><label>Your name or a number (may stay empty) <input id="listener"></label></p>'
        f'<p><button id="go">Start</button></p></section>{"".join(sections)}'
        '<section id="end" hidden><p>Thank you. Save the results and hand in the file.</p>'
        '<p><button id="save">Save results</button></p></section>'
        f"<script>const about = {about.replace('</', '<' + chr(92) + '/')};{_SCRIPT}</script></body></html>\n"
    )
    write_text(path, page)
    return path


def read_results(paths: Sequence[Path]) -> tuple[Results, ...]:
    """The files that listeners saved.

    Raises:
        NoSuchFile: One is missing.
        BadInput: One is no results file, or they are of different tests.
    """
    found = []
    for path in paths:
        try:
            text = read_text(path)
        except (OSError, UnicodeDecodeError) as error:
            raise NoSuchFile(f"The results {path} cannot be read.", "Give the file that the page saved.") from error
        found.append(from_json(Results, text, path.name))
    if len({(each.a, each.b, each.question) for each in found}) > 1:
        raise BadInput("The results are of different tests.", "Give those of one page.")
    for each in found:
        if bad := [x for x in each.answers if x.chosen not in ("a", "b", "none") or x.first not in ("a", "b")]:
            raise BadInput(f"The answer to '{bad[0].item}' is '{bad[0].chosen}'.", "Use the files as they were saved.")
    return tuple(found)


def preference(found: Sequence[Results]) -> Preference:
    """Count the answers and test them; at least one file."""
    answers = [answer for each in found for answer in each.answers]
    for_a = sum(answer.chosen == "a" for answer in answers)
    for_b = sum(answer.chosen == "b" for answer in answers)
    first = sum(answer.chosen == answer.first for answer in answers)
    return Preference(
        found[0].a,
        found[0].b,
        for_a,
        for_b,
        len(answers) - for_a - for_b,
        _wilson(for_a, for_a + for_b),
        binomial_test(for_a, for_a + for_b),
        first,
        len(found),
    )


def _wilson(successes: int, trials: int) -> Interval:
    """Share with its 95 % score interval (Wilson 1927); 0 to 1 without trials."""
    if not trials:
        return Interval(0.5, 0.0, 1.0)
    z, share = 1.959964, successes / trials
    middle = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    half = z / (1 + z**2 / trials) * float(np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


_STYLE = """
body { max-width: 640px; text-align: center } button { font: inherit; padding: .6rem 1.1rem; margin: .2rem; cursor: pointer }
audio { width: 100% } img { max-width: 100%; height: auto } input { font: inherit; padding: .3rem }
"""

_SCRIPT = """
const sections = [...document.querySelectorAll('body > section:not(#start):not(#end)')];
const answers = [];
const show = (section) => { for (const each of document.querySelectorAll('body > section')) each.hidden = each !== section; };
document.getElementById('go').onclick = () => show(sections[0]);
sections.forEach((section, number) => {
  for (const sound of section.querySelectorAll('audio')) sound.onplay = () => {
    for (const other of document.querySelectorAll('audio')) if (other !== sound) other.pause();
  };
  for (const button of section.querySelectorAll('button')) button.onclick = () => {
    for (const sound of section.querySelectorAll('audio')) sound.pause();
    const { item, first } = about.trials[number], second = first === 'a' ? 'b' : 'a';
    answers.push({ item, first, chosen: { 1: first, 2: second, 0: 'none' }[button.dataset.answer] });
    show(sections[number + 1] || document.getElementById('end'));
  };
});
document.getElementById('save').onclick = () => {
  const { a, b, question } = about, listener = document.getElementById('listener').value;
  const text = JSON.stringify({ a, b, question, listener, answers }, null, 2);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'results' + (listener ? '-' + listener.replace(/[^\\w-]+/g, '_') : '') + '.json';
  link.click();
};
"""
