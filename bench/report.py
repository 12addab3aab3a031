"""Print the result of a measurement, compare it with its targets, and save it as JSON."""

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def add_targets(row: dict, *, at_most: Mapping[str, float] = {}, at_least: Mapping[str, float] = {}) -> None:
    """Set `missed` in a row to the targets (by the row's keys) that it misses. A missing figure misses no target."""
    above = [f"{key} {row[key]:.1f} > {limit}" for key, limit in at_most.items() if row.get(key, limit) > limit]
    below = [f"{key} {row[key]:.2f} < {limit}" for key, limit in at_least.items() if row.get(key, limit) < limit]
    row["missed"] = above + below


def save(name: str, rows: dict[str, dict], hidden: Collection[str] = (), **facts) -> None:
    """Print a measurement as a table and write it to bench/results/NAME.json, with cores and load.

    `hidden`: rows of which only the fastest and the slowest are printed.
    """
    load = [round(value, 1) for value in os.getloadavg()]
    facts |= {"cores": os.cpu_count(), "load": load}
    print(f"\n{name}: " + ", ".join(f"{key} {_format_figure(value)}" for key, value in facts.items()))
    shown = sorted(hidden, key=lambda label: rows[label]["p50"])[:: max(1, len(hidden) - 1)]
    for label in [label for label in rows if label not in hidden] + shown:
        row = rows[label]
        print(f"  {label:<50} {_format_row(row)}", flush=True)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(facts | {"rows": rows}, indent=1) + "\n")


def load_earlier_rows(name: str) -> dict[str, dict]:
    """Return the rows of an earlier run's result, or none."""
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text())["rows"] if path.exists() else {}


def compare_with_small(rows: dict[str, dict], name: str) -> None:
    """Set `beside_small` in each row to the ratio of its p50 to that in a smaller result."""
    small = load_earlier_rows(name)
    for label in rows.keys() & small.keys():
        rows[label]["beside_small"] = rows[label]["p50"] / small[label]["p50"]


def _format_row(row: dict) -> str:
    parts = []
    if "p50" in row:
        parts.append(f"p50 {row['p50']:.1f} ms{_format_range(row, 'p50_range', '.1f')}, p95 {row['p95']:.1f}")
    if "p99" in row:
        parts.append(f"p99 {row['p99']:.1f}")
    if "per_second" in row:
        parts.append(f"{row['per_second']:,.0f}/s{_format_range(row, 'per_second_range', ',.0f')}")
    printed = {"p50", "p50_range", "p95", "p99", "per_second", "per_second_range", "missed"}
    parts += [f"{key} {_format_figure(value)}" for key, value in row.items() if key not in printed]
    parts += [f"MISSED {text}" for text in row.get("missed", [])]
    return ", ".join(parts)


def _format_range(row: dict, key: str, form: str) -> str:
    return f" ({row[key][0]:{form}} to {row[key][1]:{form}})" if key in row else ""


def _format_figure(value) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
