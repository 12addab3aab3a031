"""The sweep's SQL, in the order in which a batch runs it. Lists go in as arrays: one statement, whatever the number."""

# Locks chain heads and clocks together, head first as every writer does, and passes over what another transaction
# holds: the sweep never waits. A row that another sweep has just taken is looked at again as it stands now.
# A history that another server's clock has carried a little further than ours waits: it never runs backwards.
# Of clocks that are held nothing but reminders is taken: what has a deadline still ahead.
# Beside what runs, what ran out and was stopped before a sweep came by: nearly always nothing.
CLAIM = """
    WITH running AS (
        SELECT clock.id, clock.complaint_id, clock.clock, clock.cycle, clock.started_at, clock.due_at, clock.limit,
               clock.step, clock.next_step_at, head.seq, head.mac, head.at, NULL::timestamptz AS ended_at
        FROM complaints_runningclock AS clock
        JOIN complaints_chainhead AS head ON head.complaint_id = clock.complaint_id
        WHERE clock.next_step_at <= %(until)s AND (head.at IS NULL OR head.at <= %(at)s)
            AND (clock.due_at > %(at)s OR NOT clock.clock = ANY(%(held)s::text[]))
        ORDER BY clock.next_step_at
        LIMIT %(batch)s
        FOR UPDATE OF head, clock SKIP LOCKED
    ), stopped AS (
        SELECT run.id, run.complaint_id, run.clock, run.cycle, run.started_at, run.started_at + run.budget, run.limit,
               GREATEST(run.step, 1), run.unswept_at, head.seq, head.mac, head.at, run.ended_at
        FROM complaints_clockrun AS run
        JOIN complaints_chainhead AS head ON head.complaint_id = run.complaint_id
        WHERE run.unswept_at <= %(until)s AND (head.at IS NULL OR head.at <= %(at)s)
            AND NOT run.clock = ANY(%(held)s::text[])
        ORDER BY run.unswept_at
        LIMIT %(batch)s
        FOR UPDATE OF head, run SKIP LOCKED
    )
    SELECT * FROM running UNION ALL SELECT * FROM stopped
"""

# A statement of its own: read after the heads are locked, so nobody can have passed the complaint on meanwhile.
# It counts who had it at its moment: the holder, unless something has happened since (`moved`: then custody is asked);
# whose posting was over by then had it no more; whoever acted for a holder on leave answers in their place. `walled`:
# the firewall may keep somebody from it (queries.firewall asks no further of the others, nearly all).
COMPLAINTS = """
    SELECT complaint.id, complaint.etag, complaint.policy_id, complaint.status, complaint.cycle, complaint.contact,
           complaint.office_id, complaint.holder_id, office.id, office.path, posting.id, posting.officer_id,
           posting.office_id, post_office.path, post_office.kind,
           complaint.about_police OR EXISTS (
               SELECT FROM complaints_naming WHERE complaint_id = complaint.id AND taken_back_at IS NULL
           ) OR EXISTS (
               SELECT FROM complaints_provisionalexclusion WHERE complaint_id = complaint.id
           ) AS walled
    FROM unnest(%(complaints)s::bigint[], %(moments)s::timestamptz[], %(moved)s::boolean[])
         AS asked (complaint_id, moment, moved)
    JOIN complaints_complaint AS complaint ON complaint.id = asked.complaint_id
    LEFT JOIN LATERAL (
        SELECT custody.office_id, custody.posting_id FROM complaints_custody AS custody
        WHERE asked.moved AND custody.complaint_id = asked.complaint_id AND custody.started_at <= asked.moment
            AND (custody.ended_at IS NULL OR custody.ended_at > asked.moment)
        LIMIT 1
    ) AS had ON true
    JOIN accounts_office AS office ON office.id = COALESCE(had.office_id, complaint.office_id)
    LEFT JOIN accounts_posting AS holder
        ON holder.id = CASE WHEN had.office_id IS NULL THEN complaint.holder_id ELSE had.posting_id END
        AND (holder.ends_at IS NULL OR holder.ends_at > asked.moment)
    LEFT JOIN accounts_leave AS leave
        ON leave.posting_id = holder.id AND leave.starts_at <= asked.moment AND leave.ends_at > asked.moment
    LEFT JOIN accounts_posting AS posting ON posting.id = COALESCE(leave.cover_id, holder.id)
    LEFT JOIN accounts_office AS post_office ON post_office.id = posting.office_id
"""

# Of what is owed beside the promised clocks: where the order went that waited then (whoever acted for them), and whose
# cell it is.
OWED = """
    SELECT complaint.id, complaint.about_police OR complaint.confidential,
           posting.id, posting.officer_id, posting.office_id, office.path, office.kind
    FROM unnest(%(complaints)s::bigint[], %(moments)s::timestamptz[]) AS due (complaint_id, moment)
    JOIN complaints_complaint AS complaint ON complaint.id = due.complaint_id
    LEFT JOIN complaints_order AS ordered
        ON ordered.complaint_id = complaint.id AND ordered.given_at <= due.moment
        AND (ordered.done_at IS NULL OR ordered.done_at > due.moment)
    LEFT JOIN accounts_posting AS asked
        ON asked.id = ordered.to_id AND (asked.ends_at IS NULL OR asked.ends_at > due.moment)
    LEFT JOIN accounts_leave AS leave
        ON leave.posting_id = asked.id AND leave.starts_at <= due.moment AND leave.ends_at > due.moment
    LEFT JOIN accounts_posting AS posting ON posting.id = COALESCE(leave.cover_id, asked.id)
    LEFT JOIN accounts_office AS office ON office.id = posting.office_id
"""

# Each breach that is new has its complainant still to be told, of what they were promised; but not (`quiet`) that
# something "is still late" which has stopped by now.
RECORD = """
    WITH recorded AS (
        INSERT INTO sla_breach
            (complaint_id, clock, cycle, level, due_at, noticed_at, office_id, posting_id, officer_id, told_id)
        SELECT complaint_id, clock, cycle, level, due_at, %(at)s, office_id, posting_id, officer_id, told_id
        FROM unnest(%(complaints)s::bigint[], %(clocks)s::text[], %(cycles)s::int[], %(levels)s::int[],
                    %(dues)s::timestamptz[], %(offices)s::bigint[], %(postings)s::bigint[], %(officers)s::bigint[],
                    %(told)s::bigint[])
             AS new (complaint_id, clock, cycle, level, due_at, office_id, posting_id, officer_id, told_id)
        ON CONFLICT ON CONSTRAINT breach_once_per_clock_cycle_level DO NOTHING
        RETURNING id, complaint_id, clock
    ), untold AS (
        INSERT INTO sla_untold (breach_id)
        SELECT id FROM recorded
        WHERE clock IN ('contact', 'report', 'decision') AND NOT complaint_id = ANY(%(quiet)s::bigint[])
    )
    SELECT id, complaint_id FROM recorded
"""

# Shared locks: two sweeps may join one review, but nobody closes it before the flag stands in it.
OPEN_REVIEWS = """
    SELECT officer_id, id FROM reviews_review
    WHERE officer_id = ANY(%(officers)s::bigint[]) AND NOT status = 'closed'
    ORDER BY officer_id
    FOR SHARE
"""

# In the order of officers, so that two sweeps which open the same reviews wait for each other and never in a ring.
OPEN_NEW_REVIEWS = """
    INSERT INTO reviews_review (officer_id, status, opened_at)
    SELECT officer_id, 'flagged', %(at)s FROM unnest(%(officers)s::bigint[]) AS new (officer_id) ORDER BY officer_id
    ON CONFLICT (officer_id) WHERE NOT status = 'closed' DO NOTHING
"""

FLAG = """
    INSERT INTO reviews_flag (breach_id, review_id)
    SELECT * FROM unnest(%(breaches)s::bigint[], %(reviews)s::bigint[])
"""

STEP = """
    UPDATE complaints_runningclock AS clock SET step = new.step, next_step_at = new.next_step_at
    FROM unnest(%(clocks)s::bigint[], %(steps)s::int[], %(nexts)s::timestamptz[]) AS new (id, step, next_step_at)
    WHERE clock.id = new.id
"""

# Of what had stopped already the ledger itself says which step has been taken, and whether another was due before.
STEP_OF_STOPPED = """
    UPDATE complaints_clockrun AS run SET step = new.step, unswept_at = new.next_step_at
    FROM unnest(%(clocks)s::bigint[], %(steps)s::int[], %(nexts)s::timestamptz[]) AS new (id, step, next_step_at)
    WHERE run.id = new.id
"""

# Claimed and gone in one statement; the caller puts the messages into the outbox in the same transaction.
TAKE_NOTICES = """
    DELETE FROM sla_notice
    WHERE id IN (SELECT id FROM sla_notice ORDER BY id FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, template, count, etags
"""

# Claimed and gone in one statement, as above; who has left an inquiry is told nothing of it any more.
TAKE_UNTOLD = """
    WITH taken AS (
        DELETE FROM sla_untold
        WHERE breach_id IN (
            SELECT breach_id FROM sla_untold ORDER BY breach_id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
        )
        RETURNING breach_id
    )
    SELECT breach.id, breach.clock, breach.level, breach.told_id IS NOT NULL, complaint.complainant_id, complaint.etag,
           complaint.left_at IS NULL, policy.contact_hours, policy.urgent_act
    FROM taken
    JOIN sla_breach AS breach ON breach.id = taken.breach_id
    JOIN complaints_complaint AS complaint ON complaint.id = breach.complaint_id
    JOIN complaints_policy AS policy ON policy.id = complaint.policy_id
    ORDER BY breach.id
"""

# What ran out in the same hour of the day, day by day: an index scan of each day's hour.
SAME_HOUR = """
    SELECT (SELECT COALESCE(sum(breaches), 0) FROM sla_swept
            WHERE at >= hour AND at < hour + interval '1 hour' AND batch = %(batch)s)
    FROM generate_series(1, %(days)s) AS day, LATERAL (SELECT %(hour)s - day * interval '1 day' AS hour) AS that_day
"""

# Flags that nobody has counted, the oldest first. Their reviews are held as the sweep holds them, so that none is
# closed meanwhile; what another transaction has in hand is passed over.
TAKE_FLAGS = """
    SELECT flag.id
    FROM reviews_flag AS flag JOIN reviews_review AS review ON review.id = flag.review_id
    WHERE flag.share IS NULL
    ORDER BY flag.id
    LIMIT %(batch)s
    FOR UPDATE OF flag SKIP LOCKED
    FOR SHARE OF review SKIP LOCKED
"""

SHARE = """
    UPDATE reviews_flag AS flag SET share = new.share
    FROM unnest(%(flags)s::bigint[], %(shares)s::float8[]) AS new (id, share)
    WHERE flag.id = new.id
"""
