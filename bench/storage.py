"""Measure the bytes that a complaint takes in each table, including indexes and long values."""

import argparse

from django.db import connection

from bench import report

TABLES = """
    SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid), greatest(reltuples, 0)::bigint
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC
"""
SHOWN = 20


def measure(options: argparse.Namespace) -> None:
    """Print the largest tables and write them to bench/results/storage-COMPLAINTS.json."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*), pg_database_size(current_database()) FROM complaints_complaint")
        complaints, size = cursor.fetchone()
        cursor.execute(TABLES)
        rows = {
            name: {
                "bytes_per_complaint": total / complaints,
                "of_these_indexes": indexes / complaints,
                "rows_per_complaint": number / complaints,
            }
            for name, total, indexes, number in cursor.fetchall()[:SHOWN]
        }
    facts = {"complaints": complaints, "bytes_per_complaint": size / complaints, "database_bytes": size}
    report.save(f"storage-{options.complaints}", rows, **facts)
