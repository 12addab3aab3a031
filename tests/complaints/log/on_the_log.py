"""The vandal changes seals, hourly heads, checkpoints, and all of them together."""

from tests.complaints.log.vandal import ACTS, SNAPSHOT, act

__all__ = ["ACTS"]


@act
def a_seal(vandal):
    pk = vandal.one("SELECT id FROM complaints_seal ORDER BY id")
    column, value, said = vandal.random.choice(
        [
            ("mac", "sha256(mac)", r"its events were changed|does not continue"),
            ("prev", "sha256(prev)", "does not continue the one before it"),
            ("events", "events + 1", r"\d+ events were sealed, \d+ are there"),
            ("at", "at - interval '1 day'", "its events were changed"),
            ("version", "3 - version", "its events were changed"),
            ("key_id", "'x9'", "is under the unknown key x9"),
        ]
    )
    vandal.run(f"UPDATE complaints_seal SET {column} = {value} WHERE id = %s", pk)
    return rf"seal {pk} .*({said})"


@act
def the_last_seals(vandal):
    pk = vandal.one("SELECT id FROM complaints_seal WHERE id > (SELECT min(id) FROM complaints_seal) ORDER BY id")
    reached = vandal.run("SELECT max(seal_id) FROM complaints_hourlyhead")[0][0]
    vandal.run("DELETE FROM complaints_sealedevent WHERE seal_id >= %s", pk)
    vandal.run("DELETE FROM reviews_sealedstep WHERE seal_id >= %s", pk)
    vandal.run("DELETE FROM complaints_seal WHERE id >= %s", pk)
    # The next job seals again what was sealed after the last head: nothing is lost, and nothing is reported.
    return r"the log no longer reaches the head of" if pk <= reached else None


@act
def the_first_seal(vandal):
    vandal.run("DELETE FROM complaints_sealedevent WHERE seal_id = (SELECT min(id) FROM complaints_seal)")
    vandal.run("DELETE FROM complaints_seal WHERE id = (SELECT min(id) FROM complaints_seal)")
    return r"seal \d+ .*does not continue the one before it"


@act
def seals_without_their_rows(vandal):
    pk = vandal.one("SELECT id FROM complaints_seal ORDER BY id")
    vandal.run("DELETE FROM complaints_seal WHERE id = %s", pk)
    return rf"seal {pk} is gone, and (\d+ events|steps of reviews) say that it holds them"


@act
def an_event_in_another_seal(vandal):
    pk, seal = vandal.one("SELECT event_id, seal_id FROM complaints_sealedevent ORDER BY event_id")
    other = vandal.one("SELECT id FROM complaints_seal WHERE id <> %s ORDER BY id", seal)
    vandal.run("UPDATE complaints_sealedevent SET seal_id = %s WHERE event_id = %s", other, pk)
    return r"\d+ events were sealed, \d+ are there"


@act
def an_hourly_head(vandal):
    number = vandal.one("SELECT number FROM complaints_hourlyhead ORDER BY number")
    column, value, said = vandal.random.choice(
        [
            ("text", "replace(text, '2026', '2025')", "is another one in the archive"),
            ("digest", "sha256(digest)", "has another digest than its text"),
            ("events", "events - 1", "was changed: it does not bear its mark"),
            ("complaints", "complaints - 1", "was changed: it does not bear its mark"),
            ("roots", "sha256(roots)", "are not those that were published"),
            ("at", "at - interval '1 hour'", "is not what its text says"),
            ("mac", "sha256(mac)", "was changed: it does not bear its mark"),
            ("key_id", "'x9'", "was changed: it does not bear its mark"),
            ("seal_id", "NULL", "was changed: it does not bear its mark"),
        ]
    )
    vandal.run(f"UPDATE complaints_hourlyhead SET {column} = {value} WHERE number = %s", number)
    return rf"head of .*({said})"


@act
def a_signed_checkpoint(vandal):
    size, note = vandal.one("SELECT size, note FROM complaints_logcheckpoint ORDER BY size")
    if vandal.random.random() < 0.5:
        vandal.run("DELETE FROM complaints_logcheckpoint WHERE size = %s", size)
        newest = vandal.run("SELECT max(number) FROM complaints_hourlyhead")[0][0]
        # Without the first checkpoint the log looks as if it had been signed from the second on.
        return rf"the checkpoint of {size} hours is gone" if size == newest else None
    text, signatures = note.split("\n\n")
    origin, _, root = text.split("\n")
    vandal.run(
        "UPDATE complaints_logcheckpoint SET note = %s WHERE size = %s",
        f"{origin}\n{size + 7}\n{root}\n\n{signatures}",
        size,
    )
    return rf"the checkpoint of {size} hours (is damaged|has another root)"


@act
def hourly_heads_taken_away(vandal):
    number = vandal.one("SELECT number FROM complaints_hourlyhead ORDER BY number")
    vandal.run(f"DELETE FROM complaints_hourlyhead WHERE number {vandal.random.choice(['=', '>=', '<='])} %s", number)
    return r"the head of .* is no longer in the archive"


@act
def the_whole_stream(vandal):
    tables = [name for (name,) in vandal.run(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'complaints\\_%%' AND tablename NOT IN "
        "('complaints_category', 'complaints_policy', 'complaints_workingcalendar', 'complaints_holiday')"
    )]  # fmt: skip
    vandal.run(f"TRUNCATE {', '.join(tables)} CASCADE")
    return r"the log no longer reaches the head of .* Up to then there were \d+ events and \d+ complaints"


@act
def the_events_alone(vandal):
    way = vandal.random.choice(["DELETE FROM", "TRUNCATE"])
    vandal.run(f"{way} complaints_event {'CASCADE' if way == 'TRUNCATE' else ''}")
    return r"it has no history"


@act
def everything_as_it_was_before(vandal):
    """Replace the present tables by a backup from before the last head."""
    for table in [name for (name,) in vandal.run(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", SNAPSHOT
    )]:  # fmt: skip
        vandal.run(f"DELETE FROM {table}")
        columns = ", ".join(vandal.columns(table))
        vandal.run(f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {SNAPSHOT}.{table}")
    return r"the log no longer reaches the head of .* Up to then there were \d+ events and \d+ complaints"
