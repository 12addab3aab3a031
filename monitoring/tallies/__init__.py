"""Figures that stay exact at any size: sums and narrow rows that database triggers maintain.

A board by plain aggregation takes ten seconds at ten million complaints (docs/decisions/0027). So the database keeps
two tables up to date in the transaction that changes a complaint, and every figure of the boards comes from them.

**Tallies** (`monitoring_tally`, `monitoring_tallydelta`) hold everything that changes only when somebody writes:
complaints received, open, contacted in time, reopened and so on (`definitions.MEASURES`).

- One row of `monitoring_tally` is a *cell*: a scope (the province, or an office with all below it), a grain (day,
  month, all time, or all time without the offices below), a facet (nothing, category, channel, status, outcome, hours
  to the report) and a value of it. One more facet adds up the complaints that have moved above an accountable office,
  which its own readers do not see.
- *Writing*: a statement trigger appends the net change as rows of `monitoring_tallydelta`. No row of a tally is updated
  then, so that writers never wait for each other.
- *Applying*: every five seconds a job adds the deltas to the tallies and deletes them
  (`tally_maintenance.apply_deltas`). If it does not run, figures stay right and get slower.
- *Reading* is one statement: the tallies, plus unapplied deltas, minus the complaints that the reader may not see, plus
  those of other offices that an acting reader holds (`tally_reading.read_tallies`).

**Pending rows** (`monitoring_pending`) hold what depends on the present moment: one narrow row for each open complaint,
with the times from which it is overdue or late. A board counts them with index-only scans
(`pending_counts.count_pending`).

Where things are:

| what | where |
|---|---|
| measures, facets, grains, spans of days | `definitions.py` |
| tables of the tallies, and the triggers on complaints that append deltas | `tally_models.py` |
| table of pending rows, and the triggers on complaints and running clocks | `pending_models.py` |
| SQL functions that the triggers call | `monitoring/migrations/0002_tally_functions.py` |
| reading tallies | `tally_reading.py` |
| medians of the hours to the report | `durations.py` |
| counting pending rows | `pending_counts.py` |
| what was overdue at the beginning of each day | `overdue_models.py`, `overdue_history.py` |
| applying deltas, counting all tallies again | `tally_maintenance.py` |
| writing all pending rows again | `pending_rebuild.py` |
| comparing both tables with the complaints | `tally_verification.py` |

The rules are stated once, in four SQL functions: `tally_contribution` (what one complaint adds), `tally_entries` (in
which grains and for which values), `tally_cells` (in which rows) and `pending_of` (the pending row of a complaint).
Triggers, reading, rebuilding and verifying all call them. A new measure is therefore a name in `MEASURES`, a field of
`Measures`, and a migration that replaces `tally_contribution` and rebuilds the tallies.

The nightly job `verify_tallies` counts every scope again and logs each difference as an error. The command
`rebuild_tallies` repairs them. Bulk loads bypass the triggers and rebuild afterwards.

This package imports nothing else of `monitoring`. `monitoring.models` exports its models, for Django.
"""
