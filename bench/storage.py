"""Measure the bytes that a complaint takes in each table, including indexes and long values."""

import argparse

from django.db import connection

from bench import evidence_rows, report

TABLES = """
    SELECT coalesce(pg_partition_root(oid), oid)::regclass::text, sum(pg_total_relation_size(oid)),
           sum(pg_indexes_size(oid)), sum(greatest(reltuples, 0))::bigint
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 2 DESC
"""
SHOWN = 20


def bytes_per_table() -> dict[str, dict[str, float]]:
    """Return the bytes that a complaint takes in the largest tables, and how many rows. Runs ANALYZE first."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM complaints_complaint")
        complaints = max(1, cursor.fetchone()[0])
        cursor.execute(TABLES)
        return {
            name: {
                "bytes_per_complaint": round(float(total) / complaints, 1),
                "of_these_indexes": round(float(indexes) / complaints, 1),
                "rows_per_complaint": round(float(rows) / complaints, 2),
            }
            for name, total, indexes, rows in cursor.fetchall()[:SHOWN]
        }


def measure(options: argparse.Namespace) -> None:
    """Print the largest tables and write them to bench/results/storage-COMPLAINTS.json. Adds rows of files first."""
    evidence_rows.add_evidence_rows()
    rows = bytes_per_table()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), pg_database_size(current_database()) FROM complaints_complaint")
        complaints, size = cursor.fetchone()
    facts = {"complaints": complaints, "bytes_per_complaint": size / complaints, "database_bytes": size}
    report.save(f"storage-{options.complaints}", rows, **facts)
