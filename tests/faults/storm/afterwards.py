"""After the storm: let time pass, finish all waiting work, and count the results.

The counts come from the database and from the records of the simulated recipients.
"""

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from complaints.file_stores.durable_storage import UNFINISHED_FOLDER
from tests.faults.storm.people import SAID, Chatter, Citizens, Officer
from tests.faults.storm.storm import PATIENCE, Storm
from tests.whatsapp.transcripts import choices, words

# Let waits and claims expire as if minutes had passed. A claim of the last minute belongs to a running worker.
LATER = (
    """UPDATE notifications_message SET not_before = least(not_before, now()),
           claimed_until = claimed_until - CASE WHEN claimed_until < now() + interval '4 minutes'
                                           THEN interval '5 minutes' ELSE '0' END
       WHERE sent_at IS NULL AND given_up_at IS NULL AND NOT held""",
    """UPDATE whatsapp_sending SET not_before = least(not_before, now()),
           claimed_until = claimed_until - CASE WHEN claimed_until < now() + interval '1 minute'
                                           THEN interval '2 minutes' ELSE '0' END
       WHERE sent_at IS NULL AND given_up_at IS NULL AND not_before < '9999-01-01'""",
)
UNSENT = "SELECT count(*) FROM notifications_message WHERE sent_at IS NULL AND given_up_at IS NULL"
STUCK = {
    "messages unsent": UNSENT,
    "updates of WhatsApp waiting": "SELECT count(*) FROM whatsapp_update WHERE state = 'waiting'",
    "replies unsent": "SELECT count(*) FROM whatsapp_sending WHERE sent_at IS NULL AND given_up_at IS NULL",
    "files unchecked": "SELECT count(*) FROM complaints_evidence WHERE state IN ('coming', 'checking', 'waiting')",
    "changes not in the tallies": "SELECT count(*) FROM monitoring_tallydelta",
}
NEVER = {
    "messages given up": "SELECT count(*) FROM notifications_message WHERE given_up_at IS NOT NULL",
    "updates set aside": "SELECT count(*) FROM whatsapp_update WHERE state = 'aside'",
    "replies given up": "SELECT count(*) FROM whatsapp_sending WHERE given_up_at IS NOT NULL",
    "files refused": "SELECT count(*) FROM complaints_evidence WHERE state = 'refused'",
    "complaints without one open custody": """SELECT count(*) FROM complaints_complaint AS one WHERE 1 <> (
        SELECT count(*) FROM complaints_custody AS had WHERE had.complaint_id = one.id AND had.ended_at IS NULL)""",
    "complaints of no draft": """SELECT count(*) FROM complaints_complaint AS one
        WHERE NOT EXISTS (SELECT FROM complaints_draft WHERE complaint_id = one.id)""",
    "complaints not told of, or twice": """SELECT count(*) FROM complaints_complaint AS one WHERE 1 <> (
        SELECT count(*) FROM notifications_message
        WHERE recipient = 'complainant:' || one.complainant_id AND template = 'registered')""",
    "officers not told, or twice": """SELECT count(*) FROM complaints_event AS mark WHERE kind = 'mark' AND 1 <> (
        SELECT count(*) FROM notifications_message WHERE template = 'marked_to_you'
        AND dedupe_key LIKE 'event:' || mark.id || ':%')""",
    "moves made twice": """SELECT count(*) FROM (SELECT FROM complaints_event
        WHERE kind IN ('registered', 'mark', 'record_contact')
        GROUP BY complaint_id, kind HAVING count(*) > 1) AS two""",
}
SENT = "SELECT id, channel FROM notifications_message WHERE sent_at IS NOT NULL"
QUEUED = """SELECT count(*), count(*) FILTER (WHERE last_error <> ''), count(*) FILTER (WHERE claimed_until IS NOT NULL)
    FROM notifications_message WHERE sent_at IS NULL AND given_up_at IS NULL"""
_MOMENT = re.compile(r"(?:\d+:\d\d [ap]m, )?\w+day,? \d+ \w+[^(]*\(Pakistan time\)")


@dataclass
class Counted:
    """The result of a count. `figures`: numbers for the report. `wrong`: findings that must not occur."""

    figures: dict = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expects(self, what: str, found, wanted) -> None:
        self.figures[what] = found
        if found != wanted:
            self.wrong.append(f"{what}: {found}, not {wanted}")


def settled(storm: Storm, counted: Counted, *, later: tuple = LATER, patience: float = PATIENCE) -> None:
    """Let time pass until nothing waits. Record what was waiting when the storm ended.

    `later`: statements that shorten waits. `patience`: seconds without progress after which it gives up.
    """
    waiting, with_reason, in_hands = next(iter(storm.asks(QUEUED)), (-1, -1, -1))
    counted.figures["queued when it was over"] = waiting
    counted.figures["of them with a reason"], counted.figures["of them claimed"] = with_reason, in_hands
    before, deadline = None, 0.0
    while any(waits := [storm.number(question) for question in STUCK.values()]):
        if waits != before:  # something was done; on a busy machine the rest takes longer
            before, deadline = waits, time.monotonic() + patience
        if time.monotonic() > deadline:
            break
        storm.does(*later)
        time.sleep(1)
    for what, question in STUCK.items():
        counted.expects(what, storm.number(question), 0)
    for what, question in NEVER.items():
        counted.expects(what, storm.number(question), 0)


def filings(storm: Storm, citizens: Citizens, drafts: dict[str, str], counted: Counted) -> None:
    """Check that each acknowledged filing exists once, and that each complaint was acknowledged.

    All clients retried to the end. `drafts`: their ids by address.
    """
    question, ids = "SELECT id::text, complaint_id FROM complaints_draft WHERE id = ANY(%s::uuid[])", drafts.values()
    known = dict(storm.asks(question, list(ids)))
    filed = {address: known[pk] for address, pk in drafts.items() if known.get(pk)}
    counted.figures["filings acknowledged"] = len(citizens.acknowledged)
    counted.expects("acknowledged and lost", sorted(set(citizens.acknowledged) - set(filed)), [])
    counted.expects("filed and never acknowledged", sorted(set(filed) - set(citizens.acknowledged)), [])
    counted.expects("two drafts in one complaint", len(filed) - len(set(filed.values())), 0)
    files = {str(row[0]) for row in storm.asks("SELECT id FROM complaints_evidence WHERE complaint_id IS NOT NULL")}
    counted.expects("photos handed in and lost", sorted(set(citizens.handed_in) - files), [])


def moves(storm: Storm, officers: list[Officer], counted: Counted) -> None:
    """Check that each acknowledged move is in the history; a move in NEVER must be there once."""
    for one in officers:
        made = {row[0] for row in storm.asks("SELECT complaint_id FROM complaints_event WHERE kind = %s", one.move)}
        counted.figures[f"{one.move}: acknowledged"] = len(one.acknowledged)
        counted.expects(f"{one.move}: acknowledged and lost", sorted(set(one.acknowledged) - made), [])


def messages(storm: Storm, counted: Counted) -> None:
    """Check that each message marked as sent was handed over, and that each repeat has a reason.

    Reasons are an answer that was cut off, or a kill between sending and marking (docs/decisions/0007). A repeat has
    the same number.
    """
    sent = dict(storm.asks(SENT))
    kills = sum(storm.kills.values())
    for channel, record in {"sms": storm.texts.record, "email": storm.mail.record}.items():
        mine = {number for number, by in sent.items() if by == channel}
        counted.figures[f"{channel}: sent"] = len(mine)
        counted.figures[f"{channel}: refused for now"] = record.refused
        counted.figures[f"{channel}: not waited for any longer"] = record.given_up
        counted.expects(f"{channel}: sent and never handed over", sorted(mine - set(record.taken)), [])
        counted.expects(f"{channel}: handed over and not sent", sorted(set(record.taken) - set(sent)), [])
        counted.figures[f"{channel}: repeated after an answer was cut"] = sum(record.cut.values())
        after_kills = sum(times - 1 for times in record.answered.values())
        counted.figures[f"{channel}: repeated after a kill"] = after_kills
        if after_kills > kills * 2:  # each of two processes has one message in progress
            counted.wrong.append(f"{channel}: {after_kills} repeats of {kills} kills")


def chats(storm: Storm, chatters: list[Chatter], counted: Counted) -> None:
    """Check that everybody got the same replies in the same order, despite repeated deliveries."""
    talks = {one.number: _without_repeats([_alike(one) for one in storm.meta.shown(one.number)]) for one in chatters}
    heard = {number: len(said) for number, said in talks.items()}
    counted.figures["updates acknowledged"] = sum(one.delivered for one in chatters)
    ended = [one for one in chatters if one.delivered == len(SAID)]
    counted.expects("chats that came to their end", len(ended), len(chatters))
    usual, _ = Counter(map(str, talks.values())).most_common(1)[0]
    counted.expects("chats unlike the others", {n: heard[n] for n, said in talks.items() if str(said) != usual}, {})
    repeats = sum(len(storm.meta.shown(one.number)) - heard[one.number] for one in chatters)
    counted.figures["replies repeated"] = repeats
    counted.figures["of them after an answer was cut"] = storm.meta.record.cut[0]
    counted.figures["meta: not waited for any longer"] = storm.meta.record.given_up


def _alike(message: dict) -> str:
    """Remove numbers and times, which differ between conversations."""
    said = re.sub(r"\+?\d[\d ]{6,}", "#", _MOMENT.sub("(a moment)", words(message)))
    return said + str([title for _, title, _ in choices(message)])


def _without_repeats(said: list[str]) -> list[str]:
    return [one for one, before in zip(said, [None, *said], strict=False) if one != before]


def files(storm: Storm, counted: Counted) -> None:
    """Check that the stored files are those that the rows name, and the reverse."""
    folder = Path(storm.portal.environment["EVIDENCE_STORAGE"])
    lying = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    named = {name for row in storm.asks("SELECT original, shown FROM complaints_evidence") for name in row if name}
    halves = {name for name in lying if name.startswith(UNFINISHED_FOLDER)}  # removed an hour later (evidence.sweep)
    counted.figures["halves of files that a kill left"], lying = len(halves), lying - halves
    counted.figures["files in the storage"] = len(lying)
    counted.expects("orphaned files", sorted(lying - named), [])
    counted.expects("files that are gone", sorted(named - lying), [])


def verified(storm: Storm, counted: Counted) -> None:
    """Check that history, custody, clocks, rows and tallies agree."""
    counted.expects("verify_history, verify_tallies", storm.manages("verify_history", "verify_tallies"), "")
