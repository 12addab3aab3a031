SELECT
    -- What an officer's page of one complaint needs besides its row (desk/queries/complaint_page_details.py). Parameters:
    -- complaint: id of the complaint
    -- at: the moment for which postings and leaves are looked up
    -- officer: id of the officer who opens the page
    -- pressed_since: a report of pressure counts if it was made after this moment, or is not settled
    (SELECT due_at FROM complaints_order WHERE complaint_id = complaint.id AND done_id IS NULL) AS order_due_at,
    (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'clock', clock, 'due_at', due_at, 'is_deferred', next_step_at IS NULL AND step <= 1
        ) ORDER BY due_at), '[]')
        FROM complaints_runningclock
        WHERE complaint_id = complaint.id AND clock IN ('urgent', 'settling', 'listen', 'referral', 'verify', 'call', 'excuse')
    ) AS owed_clocks,
    CASE WHEN complaint.status = 'awaiting_citizen' THEN (
        SELECT ended_at FROM complaints_clockrun
        WHERE complaint_id = complaint.id AND clock = 'report' AND why = 'paused'
        ORDER BY ended_at DESC LIMIT 1
    ) END AS paused_at,
    CASE WHEN complaint.status = 'reported' THEN (
        SELECT due_at FROM complaints_runningclock WHERE complaint_id = complaint.id AND clock = 'decision'
    ) END AS decision_due_at,

    complainant.phone_index <> '' AS has_phone,
    complainant.email_index <> '' AS has_email,
    complainant.woman_officer,
    complainant.safe_from,
    complainant.under_18,
    complainant.anonymous,

    EXISTS (
        SELECT FROM complaints_connection
        WHERE complaint_id = complaint.id AND cycle = complaint.cycle AND to_id = complaint.holder_id AND ended_at IS NULL
    ) AS call_waits,
    invitation.appointed_at AS invited_for,
    invitation.answer AS invitation_answer,
    (SELECT claimed_at FROM complaints_contactclaim WHERE complaint_id = complaint.id AND answered_at IS NULL) AS claimed_at,
    EXISTS (
        SELECT FROM complaints_prepared AS prepared
        JOIN accounts_posting AS clerk ON clerk.id = prepared.by_id
        WHERE prepared.complaint_id = complaint.id AND prepared.used_at IS NULL AND clerk.office_id = complaint.office_id
    ) AS has_prepared,
    EXISTS (
        SELECT FROM complaints_pressure
        WHERE complaint_id = complaint.id AND (settled_at IS NULL OR reported_at > %(pressed_since)s)
    ) AS is_pressed,

    EXISTS (
        SELECT FROM complaints_naming WHERE complaint_id = complaint.id AND taken_back_at IS NULL
    ) AS names_somebody,
    EXISTS (
        SELECT FROM complaints_exclusion WHERE complaint_id = complaint.id AND ended_at IS NULL
    ) AS excludes_somebody,

    (
        SELECT head.officer_id FROM accounts_posting AS head
        WHERE head.office_id = complaint.office_id AND head.is_head
            AND head.starts_at <= %(at)s AND (head.ends_at IS NULL OR head.ends_at > %(at)s)
    ) AS head_officer,
    EXISTS (
        SELECT FROM complaints_custody AS custody
        JOIN accounts_posting AS held_by ON held_by.id = custody.posting_id
        WHERE custody.complaint_id = complaint.id AND (
            held_by.officer_id = %(officer)s
            OR EXISTS (
                SELECT FROM accounts_leave AS leave
                JOIN accounts_posting AS cover ON cover.id = leave.cover_id
                WHERE leave.posting_id = custody.posting_id AND cover.officer_id = %(officer)s
                    AND leave.ends_at > leave.starts_at -- a cancelled leave has no duration
                    AND leave.starts_at < coalesce(custody.ended_at, %(at)s)
                    AND leave.ends_at > custody.started_at
            )
        )
    ) AS has_handled_before
FROM complaints_complaint AS complaint
JOIN complaints_complainant AS complainant ON complainant.id = complaint.complainant_id
LEFT JOIN LATERAL (
    SELECT appointed_at, answer FROM complaints_invitation
    WHERE complaint_id = complaint.id AND cycle = complaint.cycle AND to_id = complaint.holder_id
    ORDER BY invited_at DESC, id DESC LIMIT 1
) AS invitation ON true
WHERE complaint.id = %(complaint)s
