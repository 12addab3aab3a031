SELECT
    -- What the rows of a complaint list show (desk/queries/queue_rows.py). Parameter: ids of the complaints.
    -- Clocks are looked up only for complaints in whose status they can run.
    complaint.id, complaint.etag, complaint.due_at, complaint.holder_id, complaint.received_at,
    complaint.channel, complaint.outcome, complaint.status, complaint.contact,
    complaint.contact_due_at, complaint.contacted_at, complaint.report_due_at, complaint.reported_at,
    complaint.accepted_at, complaint.verified_at,
    CASE WHEN complaint.status = 'awaiting_citizen' THEN (
        SELECT run.ended_at
        FROM complaints_clockrun AS run
        WHERE run.complaint_id = complaint.id AND run.clock = 'report' AND run.why = 'paused'
        ORDER BY run.ended_at DESC
        LIMIT 1
    ) END AS paused_at,
    CASE WHEN complaint.status = 'reported' THEN (
        SELECT running.due_at
        FROM complaints_runningclock AS running
        WHERE running.complaint_id = complaint.id AND running.clock = 'decision'
    ) END AS decision_due_at,
    (
        SELECT ordered.due_at
        FROM complaints_order AS ordered
        WHERE ordered.complaint_id = complaint.id AND ordered.done_id IS NULL
        LIMIT 1
    ) AS order_due_at,
    ARRAY(
        SELECT json_build_object(
            'clock', running.clock, 'due_at', running.due_at,
            'is_deferred', running.next_step_at IS NULL AND running.step <= 1
        )
        FROM complaints_runningclock AS running
        WHERE running.complaint_id = complaint.id
            AND running.clock IN ('urgent', 'settling', 'listen', 'referral', 'verify', 'call', 'excuse')
        ORDER BY running.due_at
    ) AS owed_clocks,
    category.name_en AS category_en, category.name_ur AS category_ur,
    place.name_en AS place_en, place.name_ur AS place_ur,
    office.name_en AS office_en, office.name_ur AS office_ur, office.head_title,
    officer.name_en AS holder_en, officer.name_ur AS holder_ur,
    holder.role AS holder_role, holder.is_head AS holder_is_head,
    -- Reading the statement of a protected complainant must be recorded, and a list records nothing.
    CASE WHEN complaint.confidential OR complaint.protected THEN '' ELSE (
        SELECT left(statement.text, 200)
        FROM complaints_statement AS statement
        WHERE statement.complaint_id = complaint.id
    ) END AS gist
FROM complaints_complaint AS complaint
JOIN complaints_category AS category ON category.id = complaint.category_id
JOIN accounts_office AS place ON place.id = complaint.place_id
JOIN accounts_office AS office ON office.id = complaint.office_id
LEFT JOIN accounts_posting AS holder ON holder.id = complaint.holder_id
LEFT JOIN accounts_officer AS officer ON officer.id = holder.officer_id
WHERE complaint.id = ANY(%(ids)s::bigint[])
