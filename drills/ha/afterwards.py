"""Count afterwards: everything that was acknowledged must be there once, and the history must verify."""

import re
from collections import Counter

from drills.ha.citizens import Complainants, Failure
from drills.ha.site import Site
from tests.faults.storm import afterwards
from tests.faults.storm.afterwards import Counted
from tests.faults.storm.people import Officer

WORDS = "SELECT text, count(*) FROM complaints_words GROUP BY 1"
SOONER = """UPDATE notifications_message SET not_before = least(not_before, now())
    WHERE sent_at IS NULL AND given_up_at IS NULL AND NOT held"""
"""Send at once what waits for another hour. The claims of killed workers are left to expire by themselves."""
CLAIM_SECONDS = 330


def count_everything(site: Site, people: Complainants, officers: list[Officer], drafts: dict[str, str]) -> Counted:
    """Return figures and findings, once nothing waits any more."""
    counted = Counted()
    afterwards.settled(site, counted, later=[SOONER], patience=CLAIM_SECONDS)
    afterwards.filings(site, people, drafts, counted)
    _count_etags(site, people, counted)
    _count_additions(site, people, counted)
    afterwards.moves(site, officers, counted)
    _count_messages(site, counted)
    _count_files(site, counted)
    afterwards.verified(site, counted)
    counted.expects("answers that nobody expected", people.door.surprises[:5], [])
    return counted


def _count_etags(site: Site, people: Complainants, counted: Counted) -> None:
    """Check that each E-tag that a citizen read belongs to one complaint."""
    rows = site.asks("SELECT etag, id FROM complaints_complaint")
    known = Counter(etag for etag, _ in rows)
    read = [one.etag for one in people.filed]
    counted.figures["E-tags read"], counted.figures["complaints tracked"] = len(read), people.tracked
    counted.expects("E-tags lost", sorted(etag for etag in read if not known[etag]), [])
    counted.expects("E-tags of two complaints", [etag for etag, times in known.items() if times > 1], [])
    counted.expects("E-tags that two citizens read", len(read) - len(set(read)), 0)


def _count_additions(site: Site, people: Complainants, counted: Counted) -> None:
    """Check that the words that citizens added to their complaints are there, once."""
    stored = dict(site.asks(WORDS))
    added = [words for one in people.filed for words in one.additions]
    counted.figures["additions acknowledged"] = len(added)
    counted.expects("additions lost", [words for words in added if not stored.get(words)], [])
    doubled = [words for words, times in stored.items() if times > 1 and words.startswith("I remember something")]
    counted.expects("additions stored twice", doubled, [])


def _count_messages(site: Site, counted: Counted) -> None:
    """Check that each message marked as sent was handed over. Repeats have the same number (docs/decisions/0007)."""
    sent = dict(site.asks(afterwards.SENT))
    for channel, record in {"sms": site.texts, "email": site.mail.record}.items():
        mine = {number for number, by in sent.items() if by == channel}
        counted.figures[f"{channel}: sent"] = len(mine)
        counted.expects(f"{channel}: sent and never handed over", sorted(mine - set(record.taken)), [])
        counted.expects(f"{channel}: handed over and not sent", sorted(set(record.taken) - set(sent)), [])
        counted.figures[f"{channel}: repeated"] = sum(times - 1 for times in record.taken.values())


def _count_files(site: Site, counted: Counted) -> None:
    """Check that the stored files are those that the rows name."""
    lying = site.stored_files()
    rows = site.asks("SELECT original, shown FROM complaints_evidence")
    named = {name for row in rows for name in row if name}
    counted.figures["files in the storage"] = len(lying)
    counted.expects("files that are gone", sorted(named - lying), [])


def describe_failures(failures: list[Failure]) -> dict:
    """Return how often requests failed, by status and kind of page, and which pages did not explain it."""
    pages = [one for one in failures if "/piece/" not in one.path and "/begin/" not in one.path]
    unexplained = Counter(
        f"{one.method} {_kind(one.path)}: {one.status}" for one in pages if one.status and not one.is_explained
    )
    return {
        "failed requests": dict(Counter(one.status or "no answer" for one in failures)),
        "failed pages without words": dict(unexplained),
        "longest failure, seconds": max((one.seconds for one in failures), default=0),
    }


def _kind(path: str) -> str:
    """Return a path without what differs between complaints."""
    return re.sub(r"[0-9a-zA-Z_-]{10,}", "…", path)
