"""Published notices of missing children and wanted persons, and tips about them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from complaints.rules.statuses import Channel
from ledger.service_exceptions import Refused
from notices.models import Notice
from notices.queries import published_notices
from notices.queries.published_notices import PublishedNotice
from notices.rules.notice_kinds import NoticeKind
from notices.services.tip_recording import record_tip
from whatsapp.models import Chat
from whatsapp.rules.chat_state import State
from whatsapp.rules.languages import Language, portal_language
from whatsapp.rules.time_format import format_moment

NOTICE_KINDS = {"alert": (NoticeKind.ALERT, "alert"), "wanted": (NoticeKind.WANTED, "wanted_person")}


def find_notice_by_place(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Return the notice at a place of the list, latest first; {} if there is none.

    `code`: the notice of an alert instead; `over` if it is no longer public.
    """
    kind, page = NOTICE_KINDS[facts["kind"]]
    language = state.language or Language.URDU
    notices = published_notices.list_published_notices(kind, at=at, language=language)
    place = facts["place"]
    if code := facts.get("code"):
        place = next((number for number, notice in enumerate(notices) if notice.code == code), len(notices))
    if place >= len(notices):
        return {"over": True} if code else {}
    return _notice_facts(notices[place], page, language) | {"more": place + 1 < len(notices), "place": place}


def _notice_facts(notice: PublishedNotice, page: str, language: Language) -> dict:
    with translation.override(portal_language(language)):
        address = settings.SITE_URL + reverse(page, kwargs={"code": notice.code})
    last_seen = " ".join(
        filter(None, (notice.seen_place, format_moment(notice.seen_at.isoformat(), language) if notice.seen_at else ""))
    )
    return {
        "code": notice.code,
        "name": notice.name,
        "words": notice.words,
        "age": str(notice.age or ""),
        "wearing": notice.wearing,
        "seen": last_seen,
        "reward": f"{notice.reward:,}" if notice.reward else "",
        "sample": notice.is_sample,
        "page": address,
        "picture": f"{address}photo.jpg" if notice.picture else "",
    }


def register_tip(chat: Chat, facts: Mapping, *, state: State, at: datetime) -> Mapping:
    """Register a tip without the sender's number. Return {} if the notice is no longer public."""
    kind, _ = NOTICE_KINDS[facts["kind"]]
    notice = Notice.objects.filter(kind=kind, code=facts["code"]).first()
    if notice is None:
        return {}
    try:
        tip = record_tip(
            notice=notice, text=facts["text"], channel=Channel.WHATSAPP, at=at, key=UUID(facts["dialog_key"])
        )
    except Refused:
        return {}
    return {"number": tip.number}
