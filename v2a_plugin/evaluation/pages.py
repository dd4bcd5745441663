"""A study as tables in Markdown, put into a page between marks so that the words around them stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from v2a_plugin.evaluation.findings import findings
from v2a_plugin.evaluation.gap import Gap
from v2a_plugin.evaluation.interpolation import Moved
from v2a_plugin.evaluation.measures import Measured
from v2a_plugin.evaluation.metric_cards import card
from v2a_plugin.evaluation.run_study import StudyResult
from v2a_plugin.evaluation.study import Compared, Said, Table
from v2a_plugin.files import read_text, write_text
from v2a_plugin.judges.statistics import FEWEST
from v2a_plugin.model.errors import BadInput, NoSuchFile

__all__ = ["check_page", "fill_page", "parts", "table_lines"]

_SAID = 12  # captions on a page
_MARK = re.compile(r"<!-- study:(?P<name>[\w-]+) -->\n.*?<!-- /study -->", re.DOTALL)


def parts(result: StudyResult) -> dict[str, list[str]]:
    """Markdown lines of each part, by the name of its mark."""
    found = {"about": head_lines(result), "findings": findings(result)}
    found |= {table.name: table_lines(table) for table in result.tables}
    if result.gaps:
        found["gap"] = gap_table(result.gaps)
    if result.interpolations:
        found["interpolations"] = interpolation_table(result.interpolations, result.caution)
    return found


def check_page(page: Path) -> str:
    """The text of a page that has marks to fill; quick, so that a wrong page is refused before anything is rendered.

    Raises:
        NoSuchFile: There is no page.
        BadInput: It has no mark at all.
    """
    try:
        text = read_text(page)
    except (OSError, UnicodeDecodeError) as error:
        raise NoSuchFile(f"The page {page} cannot be read.", "Give a Markdown file with marks of the study.") from error
    if not _MARK.search(text):
        raise _no_mark(page)
    return text


def _no_mark(page: Path) -> BadInput:
    return BadInput(f"{page.name} has no mark such as <!-- study:about -->.", "Put marks where tables should be.")


def fill_page(page: Path, result: StudyResult) -> tuple[str, ...]:
    """Put the parts between `<!-- study:NAME -->` and `<!-- /study -->`; gives the names that the page has no mark for.

    Raises:
        NoSuchFile: There is no page.
        BadInput: It has no mark at all.
    """
    text = check_page(page)
    known, used = parts(result), set[str]()

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in known:
            return found[0]
        used.add(name)
        return f"<!-- study:{name} -->\n" + "\n".join(known[name]) + "\n<!-- /study -->"

    filled = _MARK.sub(put, text)
    if not used:
        raise _no_mark(page)
    write_text(page, filled)
    return tuple(name for name in known if name not in used)


def head_lines(result: StudyResult) -> list[str]:
    """What was compared, on what, by whom."""
    judges = " and ".join(result.judges)
    quick = " This is a quick run on few items: its numbers only show that everything works." if result.quick else ""
    return [
        f"{result.title}: bundle `{result.bundle}` (lock `{result.lock_digest[:12]}`), {result.items} pictures,",
        f"{result.references} real sounds, clips of {result.seconds:g} s, judged by {judges}.{quick}",
        "",
        *(f"- {sentence}" for sentence in result.caution),
    ]


def table_lines(table: Table) -> list[str]:
    """A table, its tests and its cautions."""
    columns = _columns(table)
    head = " | ".join(["system", *(_title(*column) for column in columns)])
    lines = [f"| {head} |", "|" + " --- |" * (len(columns) + 1)]
    lines += [
        "| " + " | ".join([row.system, *(_cell(row.find(*column)) for column in columns)]) + " |" for row in table.rows
    ]
    takes = f", {table.takes} takes each" if table.takes > 1 else ""
    chosen = (
        f"{table.items} of the {table.of} items, an even choice" if table.items < table.of else f"{table.items} items"
    )
    lines += ["", f"{chosen}{takes}; 95 % intervals in brackets."]
    lines += [f"{sentence}" for sentence in table.caution]
    if table.tests:
        lines += ["", *_tests(table.tests)]
    if table.words:
        lines += ["", *_words(table.words)]
    return lines


def _words(words: Sequence[Said]) -> list[str]:
    """What captioners said of the pictures: sound from captions is as good as they are."""
    shown = words[:_SAID]
    cells = [[each.system, each.item, each.words.replace("|", "/") or "–"] for each in shown]
    lines = ["| system | item | words of its captioner |", "| --- | --- | --- |"]
    lines += ["| " + " | ".join(row) + " |" for row in cells]
    return [*lines, "", f"{len(shown)} of {len(words)}; all are in study.json."]


def gap_table(gaps: Sequence[Gap]) -> list[str]:
    """Centroid distance and classifier accuracy of each mapper."""
    lines = ["| pictures | distance of the means | separated by a linear classifier |", "| --- | --- | --- |"]
    for gap in gaps:
        if not gap.mapper:
            name = "sounds against other sounds (the floor)"
        else:
            name = "as they are" if gap.mapper == "none" else f"through {gap.mapper}"
        lines.append(f"| {name} | {gap.centroids:.3f} | {100 * gap.accuracy:.1f} % |")
    first = gaps[0]
    return [
        *lines,
        "",
        f"{first.pictures} pictures and {first.sounds} sounds of length 1; 50 % is chance, held-out folds.",
    ]


def interpolation_table(interpolations: Sequence[Moved], caution: Sequence[str] = ()) -> list[str]:
    """Rank correlation of each interpolation."""
    lines = [
        "| interpolation | judge | score of the start | score of the end | Spearman |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.title} | {one.judge} | {one.start[0]:.2f} → {one.start[-1]:.2f} | "
        f"{one.end[0]:.2f} → {one.end[-1]:.2f} | {one.rank:.2f} |"
        for one in interpolations
    ]
    steps = len(interpolations[0].start)
    note = (
        f"Scores of {steps} clips on the great circle between two sounds: mean log odds of the classes of each end; by clap "
        "the cosine with each end. Spearman of position and (end - start)."
    )
    return [*lines, "", note, *caution]


def _columns(table: Table) -> list[tuple[str, str]]:
    """Metric and judge of each column, in a fixed order, only what some row has."""
    order = [
        "agreement",
        "chance",
        "KID",
        "FD",
        "CS",
        "diversity",
        "near-duplicates",
        "onset F1",
        "offset",
        "silent",
        "time",
    ]
    found = list(
        dict.fromkeys(
            (each.metric, each.judge) for row in table.rows for each in row.measures if each.value is not None
        )
    )
    judges = list(dict.fromkeys(judge for _, judge in found))
    main = judges[0] if judges else ""
    kept = [(metric, judge) for metric, judge in found if metric in order]
    kept = [(m, j) for m, j in kept if m not in ("diversity", "near-duplicates") or j == main]
    return sorted(kept, key=lambda column: (order.index(column[0]), judges.index(column[1])))


def _title(metric: str, judge: str) -> str:
    unit = {"time": "s a clip", "silent": "silent", "offset": "offset, ms"}.get(metric, metric)
    return f"{unit} {card(metric).better.arrow} {judge}".replace("  ", " ").strip()


def _cell(measured: Measured) -> str:
    if measured.value is None:
        return "–"
    digits = {"KID": 4, "FD": 1, "CS": 1, "time": 2, "offset": 0}.get(measured.metric, 2)
    if measured.metric == "FD" and abs(measured.value) < 10:
        digits = 2
    text = f"{measured.value:.{digits}f}"
    if (
        measured.low is None
        or measured.high is None
        or measured.metric in ("time", "silent", "chance", "near-duplicates")
    ):
        return text
    return f"{text} ({measured.low:.{digits}f} to {measured.high:.{digits}f})"


def _tests(tests: Sequence[Compared]) -> list[str]:
    """One row a system, one column a measure."""
    columns = list(dict.fromkeys((test.metric, test.judge) for test in tests))
    cells = {(test.system, test.metric, test.judge): _difference(test) for test in tests}
    head = " | ".join([f"against {tests[0].against}", *(_title(*column) for column in columns)])
    lines = [f"| {head} |", "|" + " --- |" * (len(columns) + 1)]
    lines += [
        "| " + " | ".join([system, *(cells.get((system, *column), "–") for column in columns)]) + " |"
        for system in dict.fromkeys(test.system for test in tests)
    ]
    note = (
        "Differences, paired on the same items; bold where the 95 % interval excludes zero and p < 0.05. "
        "Not corrected for many tests."
    )
    return [*lines, "", note]


def _difference(test: Compared) -> str:
    digits = {"KID": 4, "CS": 1}.get(test.metric, 2)
    result = test.result
    if not result.verdict:
        return f"{result.difference:+.{digits}f}, no verdict under {FEWEST} items"
    clear = "**" if result.clear else ""
    return (
        f"{clear}{result.difference:+.{digits}f}{clear} ({result.low:+.{digits}f} to {result.high:+.{digits}f}), "
        f"{_p(result.p)}"
    )


def _p(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p {p:.3f}"
