"""What a study's numbers say, as sentences that are written anew with every run: goals, and the paper's claims."""

from __future__ import annotations

from collections.abc import Sequence

from v2a_plugin.evaluation.gap import Gap
from v2a_plugin.evaluation.interpolation import Moved
from v2a_plugin.evaluation.run_study import StudyResult
from v2a_plugin.evaluation.study import Compared, Row, Table

__all__ = ["findings"]

_AGREE, _ORACLE, _RANK = 0.60, 0.75, 0.8
"""Goals of the miniature: class agreement with the mapper, with the oracle; rank correlation along an interpolation."""


def findings(result: StudyResult) -> list[str]:
    """A Markdown list; what was not measured is left out."""
    tables = {table.name: table for table in result.tables}
    lines = list[str]()
    if routes := tables.get("routes"):
        lines += _routes(routes)
    if mappers := tables.get("mappers"):
        lines += _mappers(mappers, tables.get("takes"))
    if guidance := tables.get("guidance"):
        lines += _guidance(guidance)
    if aggregation := tables.get("aggregation"):
        lines += _aggregation(aggregation)
    if result.gaps:
        lines += _gap(result.gaps)
    if result.interpolations:
        lines += _interpolations(result.interpolations)
    if presets := tables.get("presets"):
        lines += _speed(presets)
    if captioner := tables.get("captioner"):
        lines += _captioner(captioner)
    lines += _silence(result.tables)
    return [f"- {line}" for line in lines]


def _row(table: Table, name: str) -> Row | None:
    return next((row for row in table.rows if row.system == name), None)


def _test(table: Table, system: str, metric: str, judge: str = "") -> Compared | None:
    for test in table.tests:
        if test.system == system and test.metric == metric and judge in ("", test.judge):
            return test
    return None


def _goal(value: float, goal: float) -> str:
    return f"the goal of {100 * goal:.0f} % is {'reached' if value >= goal else 'not reached'}"


def _routes(table: Table) -> list[str]:
    """The first row is the bundle's own mapper."""
    lines = []
    mapped, bare, oracle = table.rows[0], _row(table, "without mapper"), _row(table, "oracle")
    if (share := mapped.find("agreement").value) is not None:
        chance = mapped.find("chance").value or 0.0
        line = f"With the mapper ({mapped.system}) the class agrees in {100 * share:.0f} % (chance {100 * chance:.0f} %): {_goal(share, _AGREE)}."
        if bare and (without := bare.find("agreement").value) is not None:
            line += f" Without a mapper it does in {100 * without:.0f} %."
        lines.append(line)
    if oracle and (share := oracle.find("agreement").value) is not None:
        lines.append(f"With a real sound's own vector it agrees in {100 * share:.0f} %: {_goal(share, _ORACLE)}.")
    for test in table.tests:
        if test.system == mapped.system and test.metric == "KID" and test.result.verdict:
            result = test.result
            clear = "clearly below" if result.high < 0 else "not clearly below"
            lines.append(
                f"KID by {test.judge} with the mapper is {clear} KID without "
                f"({result.difference:+.4f}, {result.low:+.4f} to {result.high:+.4f})."
            )
    return lines


def _mappers(table: Table, takes: Table | None) -> list[str]:
    """The paper: the generative mapper ahead in fidelity and variety, the regression one slightly ahead in CS."""
    one, other = _row(table, "diffusion"), _row(table, "regression")
    if one is None or other is None:
        return []
    lines = []
    fd, theirs = one.find("FD").value, other.find("FD").value
    if fd is not None and theirs is not None:
        ahead = "ahead of" if fd < theirs else "behind"
        text = f"Diffusion is {ahead} regression in FD ({fd:.1f} against {theirs:.1f})"
        if test := _test(table, "diffusion", "KID"):
            text += f", and in KID by {test.result.difference:+.4f} ({'clear' if test.result.clear else 'not clear'})"
        lines.append(f"{text}; the paper finds it ahead in fidelity.")
    for metric, what in (("agreement", "class agreement"), ("CS", "CS")):
        tests = [test for test in table.tests if test.system == "diffusion" and test.metric == metric]
        for test in tests[:1] if metric == "agreement" else tests:
            result, digits = test.result, 1 if metric == "CS" else 2
            clear = "clear" if result.clear else "not clear"
            lines.append(
                f"Diffusion minus regression in {what} by {test.judge}: {result.difference:+.{digits}f} "
                f"({result.low:+.{digits}f} to {result.high:+.{digits}f}), {clear}; the paper finds regression slightly ahead."
            )
    if takes is not None:
        described = [(row.system, row.find("diversity").value) for row in takes.rows]
        text = ", ".join(f"{name} {value:.3f}" for name, value in described if value is not None)
        lines.append(
            f"Distance between takes of one picture: {text}; the paper finds the generative mapper most varied."
        )
    return lines


def _guidance(table: Table) -> list[str]:
    known = [row for row in table.rows if row.find("diversity").value is not None]
    if len(known) < 2:
        return []
    spread = sorted(known, key=lambda row: row.find("diversity").value or 0.0)
    least, most = (
        f"{row.system} ({row.find('diversity').value:.3f}, agreement {row.find('agreement').value or 0:.2f})"
        for row in (spread[0], spread[-1])
    )
    return [f"Takes differ most at {most} and least at {least}."]


def _aggregation(table: Table) -> list[str]:
    def described(row: Row) -> str:
        agreement, similarity = row.find("agreement").value, row.find("CS").value
        return f"{row.system.rpartition(' ')[2]} {agreement or 0:.2f} / {similarity or 0:.1f}"

    text = ", ".join(described(row) for row in table.rows[1:])
    still = described(table.rows[0]).partition(" ")[2]
    clear = sum(test.result.clear for test in table.tests if test.metric == "CS")
    several = f"{clear} of the differences to the still pictures in CS are clear"
    return [f"Agreement / CS of the still pictures {still}; of videos by aggregation: {text}. {several}."]


def _gap(gaps: Sequence[Gap]) -> list[str]:
    bare, floor = gaps[0], gaps[-1]
    others = [gap for gap in gaps[1:] if gap.mapper]
    text = ", ".join(f"{gap.mapper} {gap.centroids:.2f} and {100 * gap.accuracy:.0f} %" for gap in others)
    before = f"{bare.centroids:.2f} from sounds and are separated in {100 * bare.accuracy:.0f} %"
    halves = f"{floor.centroids:.2f} and {100 * floor.accuracy:.0f} %"
    return [f"Pictures as they are lie {before}; after mapping: {text}; two halves of the sounds: {halves}."]


def _interpolations(interpolations: Sequence[Moved]) -> list[str]:
    enough = sum(one.rank >= _RANK for one in interpolations)
    text = ", ".join(f"{one.title} {one.rank:.2f} ({one.judge})" for one in interpolations)
    return [f"Spearman along the interpolations: {text}; {enough} of {len(interpolations)} reach {_RANK}."]


def _speed(table: Table) -> list[str]:
    """The quickest and the slowest, and which of all is best."""
    known = [row for row in table.rows if row.find("time").value is not None and row.find("KID").value is not None]
    if len(known) < 2:
        return []
    known.sort(key=lambda row: row.find("time").value or 0.0)
    best = min(known, key=lambda row: row.find("KID").value or 0.0)

    def described(row: Row) -> str:
        return f"{row.system} ({row.find('time').value or 0:.2f} s, KID {row.find('KID').value or 0:.4f})"

    return [f"Quickest is {described(known[0])}, slowest {described(known[-1])}, and best by KID {described(best)}."]


def _captioner(table: Table) -> list[str]:
    described = [(row.system, row.find("agreement").value) for row in table.rows]
    text = ", ".join(f"{name} {100 * value:.0f} %" for name, value in described if value is not None)
    lines = [f"Class agreement through words and without: {text}"] if text else []
    if lines and (test := _test(table, table.rows[0].system, "agreement")):
        result = test.result
        clear = "clear" if result.clear else "not clear"
        lines[0] += f"; {test.system} minus {test.against} {result.difference:+.2f} ({clear})"
    return [f"{line}." for line in lines]


def _silence(tables: Sequence[Table]) -> list[str]:
    shares = [row.find("silent") for table in tables for row in table.rows]
    known = [(each.value or 0.0) * each.count for each in shares if each.value is not None]
    count = sum(each.count for each in shares if each.value is not None)
    return [f"{round(sum(known))} of {count} clips in the tables are silent."] if count else []
