"""The SQL of the sweep, in the order in which a batch runs it. Lists are arrays, so that each statement runs once."""

# Lock chain heads and clocks together, the head first as every writer does. Rows locked by another transaction are
# skipped, so that the sweep never waits. A row that another sweep has just committed is checked again in its new state.
# If another server's clock is ahead and its time is in a history already, that complaint waits: times never decrease.
# For held clocks only reminders are claimed, that is, steps before the deadline.
# The second part finds clocks that expired and were stopped before a sweep noticed. There are hardly ever any.
CLAIM_CLOCKS = """
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

# A separate statement, read after the heads are locked, so that no complaint can change its holder meanwhile.
# What counts is who had the complaint at its moment: the present holder, unless something has happened since (`moved`;
# then custody tells). A posting that was over by then had it no more. During leave, the acting officer is responsible.
# `walled`: whether conflict exclusion may apply. Nearly all complaints are free of it and are not checked further.
LOAD_COMPLAINTS = """
    SELECT complaint.id, complaint.etag, complaint.policy_id, complaint.status, complaint.cycle, complaint.contact,
           complaint.office_id, complaint.holder_id, office.id, office.path, posting.id, posting.officer_id,
           posting.office_id, post_office.path, post_office.kind,
           EXISTS (
               SELECT FROM complaints_exclusion WHERE complaint_id = complaint.id AND ended_at IS NULL
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

# For clocks that are not promised to the complainant: to whom the order was given that was open at the moment (or who
# acted for them), and whether the Central Police Office's cell is responsible.
LOAD_ADDRESSEES = """
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

# The complainant must be notified of each new breach of a promised clock, except (`quiet`) of an escalation whose clock
# has stopped: a message would wrongly say that it is still late.
RECORD_BREACHES = """
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

# Shared locks: two sweeps may add to one review, but nobody can close it before the flag is in it.
OPEN_REVIEWS = """
    SELECT officer_id, id FROM reviews_review
    WHERE officer_id = ANY(%(officers)s::bigint[]) AND NOT status = 'closed'
    ORDER BY officer_id
    FOR SHARE
"""

# In the order of officers, so that two sweeps that open the same reviews cannot deadlock.
OPEN_NEW_REVIEWS = """
    INSERT INTO reviews_review (officer_id, status, opened_at)
    SELECT officer_id, 'flagged', %(at)s FROM unnest(%(officers)s::bigint[]) AS new (officer_id) ORDER BY officer_id
    ON CONFLICT (officer_id) WHERE NOT status = 'closed' DO NOTHING
"""

INSERT_FLAGS = """
    INSERT INTO reviews_flag (breach_id, review_id)
    SELECT * FROM unnest(%(breaches)s::bigint[], %(reviews)s::bigint[])
"""

UPDATE_RUNNING_CLOCKS = """
    UPDATE complaints_runningclock AS clock SET step = new.step, next_step_at = new.next_step_at
    FROM unnest(%(clocks)s::bigint[], %(steps)s::int[], %(nexts)s::timestamptz[]) AS new (id, step, next_step_at)
    WHERE clock.id = new.id
"""

# For clocks that have stopped, the ledger of clock runs stores which step was taken and whether another was due.
UPDATE_STOPPED_CLOCKS = """
    UPDATE complaints_clockrun AS run SET step = new.step, unswept_at = new.next_step_at
    FROM unnest(%(clocks)s::bigint[], %(steps)s::int[], %(nexts)s::timestamptz[]) AS new (id, step, next_step_at)
    WHERE run.id = new.id
"""

# Claim and delete in one statement. The caller adds the messages to the outbox in the same transaction.
TAKE_NOTICES = """
    DELETE FROM sla_notice
    WHERE id IN (SELECT id FROM sla_notice ORDER BY id FOR UPDATE SKIP LOCKED)
    RETURNING id, recipient, template, count, etags
"""

# Claim and delete in one statement, as above. `left_at`: complainants who have left the inquiry are not notified.
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

# How many breaches there were in the same hour of each day. One index scan for each day.
BREACHES_OF_SAME_HOUR = """
    SELECT (SELECT COALESCE(sum(breaches), 0) FROM sla_swept
            WHERE at >= hour AND at < hour + interval '1 hour' AND batch = %(batch)s)
    FROM generate_series(1, %(days)s) AS day, LATERAL (SELECT %(hour)s - day * interval '1 day' AS hour) AS that_day
"""

# Flags whose share of the delay is not computed yet, the oldest first. Their reviews are locked as by the sweep, so
# that none is closed meanwhile. Rows locked by another transaction are skipped.
TAKE_FLAGS = """
    SELECT flag.id
    FROM reviews_flag AS flag JOIN reviews_review AS review ON review.id = flag.review_id
    WHERE flag.share IS NULL
    ORDER BY flag.id
    LIMIT %(batch)s
    FOR UPDATE OF flag SKIP LOCKED
    FOR SHARE OF review SKIP LOCKED
"""

STORE_SHARES = """
    UPDATE reviews_flag AS flag SET share = new.share
    FROM unnest(%(flags)s::bigint[], %(shares)s::float8[]) AS new (id, share)
    WHERE flag.id = new.id
"""
