"""Replies to the portal's e-mails: what is added, by whom, and what a reply can never do."""

import pytest

from accounts.models import Posting
from complaints.models import Complaint, Event, Evidence, Exclusion, Notification
from complaints.queries.followup_context import conversation_texts
from complaints.rules.statuses import Status
from mail_intake.models import IncomingMail
from notifications import reply_addresses
from notifications.models import Message
from notifications.services import enqueue
from tests.evidence import samples
from tests.mail_intake.conftest import text_of
from tests.mail_intake.letters import AYESHA, letter
from tests.world import clock
