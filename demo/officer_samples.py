"""Samples of officers' records: saved replies, views, exports, findings, leave, and requests that wait for approval."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services import leave_arrangement, role_requests
from accounts.services.officers import create_officer
from complaints.models import AccessSearch, Category, Complaint, Export, LookUp
from complaints.rules.desk_tools.export_schedules import ExportRhythm, ViewPage
from complaints.rules.statuses import Status
from complaints.services import saved_views
from complaints.services.administration import policy_limit_changes
from complaints.services.retention import retention_period_changes
from demo.officer_accounts import PASSWORD
from desk.services import audit_records, export_log, export_schedules, lookup_log, reply_writing
from desk.services.reply_writing import ReplyContent
from ledger import field_encryption

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAVED_REPLIES = [
    ("igp", "reject", "en", "Before a court", "The matter is before a court, which alone decides it ({etag})."),
    (
        "igp",
        "tell_citizen",
        "ur",
        "وقت درکار ہے",
        "آپ کی شکایت {etag} پر کارروائی جاری ہے۔ رپورٹ {deadline} تک متوقع ہے۔",
    ),
    (
        "ccpo",
        "ask_citizen",
        "en",
        "Receipt missing",
        "Please send the receipt, or tell us that there is none ({etag}).",
    ),
    (
        "ccpo",
        "record_contact",
        "ur",
        "فون پر بات ہوئی",
        "درخواست گزار سے فون پر بات ہوئی اور آئندہ کارروائی بتا دی گئی۔",
    ),
    ("ccpo", "return_report", "en", "Witness not heard", "A witness whom the complainant named was not heard."),
    ("sp.model_town", "accept", "en", "In order", "Read together with the record; it answers the complaint."),
    ("sdpo.gulshan_park", "submit_report", "ur", "فریقین کو سنا گیا", "فریقین کو سنا گیا، ریکارڈ دیکھا گیا۔ نتیجہ: …"),
    ("sdpo.gulshan_park", "ask_citizen", "en", "Which day?", "On which day was it, and about what time?"),
    ("cpo.faisalabad", "tell_citizen", "en", "In hand", "{officer} has your complaint {etag} in hand."),
    ("rpo.sheikhupura", "mark", "en", "Urgent", "Please see the complainant today."),
]
SAVED_VIEWS = [
    ("monitor", "Contact late · رابطے میں تاخیر", "contact=late", ""),
    ("monitor", "FIR refused · ایف آئی آر سے انکار", "category=fir_not_registered", ""),
    ("operator", "By letter · بذریعہ خط", "channel=letter", ""),
    ("inquiry.gulshan_park", "Answer awaited · جواب کا انتظار", "status=awaiting_citizen", ""),
    ("ccpo", "Report late · رپورٹ میں تاخیر", "report=late", Role.SUPERVISOR),
    ("ccpo", "To verify · تصدیق باقی", "status=reported", Role.COMPLAINT_OPERATOR),
    ("igp", "Bribery · رشوت", "category=bribe_demand", Role.MONITOR),
]
"""Each view has one name in both languages, because visitors read either."""
TABLE_VIEWS = [
    ("discipline", "Patterns by office · دفتر وار رجحانات", ViewPage.PATTERNS, "by=office"),
    ("monitor", "Districts week by week · اضلاع ہفتہ وار", ViewPage.BOARD, "table=trends"),
    ("ccpo", "Team every Monday · ہر پیر ٹیم", ViewPage.WORKLOAD, ""),
]
"""Views of tables other than the queue, each sent to its owner on Mondays."""
COMPLAINT_FINDING = (
    "SAMPLE. The file was opened four times in an hour by a posting that does not hold it; the reason is noted there."
)
OFFICER_FINDING = (
    "SAMPLE. Reports of this officer are accepted within minutes; a sample of ten was read and is in order."
)


def create_officer_samples(*, at: datetime) -> None:
    """Create some of each in the days before `at`."""
    for number, (address, move, language, title, text) in enumerate(SAVED_REPLIES):
        reply_writing.save_reply(
            ReplyContent(move, None, language, title, text),
            by=_actor_by_user_name(address),
            at=at - (20 - number) * DAY,
        )
    for address, name, query, role in SAVED_VIEWS:
        saved_views.save_view(name=name, query=query, role=str(role), by=_actor_by_user_name(address), at=at - 12 * DAY)
    for address, name, page, query in TABLE_VIEWS:
        by = _actor_by_user_name(address)
        view = saved_views.save_view(name=name, query=query, role="", page=page, by=by, at=at - 12 * DAY)
        export_schedules.schedule_export(view, ExportRhythm.WEEKLY, by=by, at=at)
    _create_searches_and_exports(at)
    _create_audit_findings(at)
    _arrange_leave(at)
    _request_approvals(at)


def _actor_by_user_name(address: str) -> Actor:
    return Actor.of(_posting_by_address(address))


def _posting_by_address(address: str) -> Posting:
    return Posting.objects.with_people().filter(officer__email=f"{address}@demo.example").earliest("pk")


def _create_searches_and_exports(at: datetime) -> None:
    """Create searches by phone number, and exports."""
    for number, address in enumerate(("operator", "operator.cpo", "operator.multan")):
        mark = field_encryption.blind_index("phone", f"+92300{number + 1:07d}")
        lookup_log.record_lookup(
            LookUp.Kind.PHONE, mark, number_found=1, by=_actor_by_user_name(address), at=at - (2 + number) * HOUR
        )
    for number, address in enumerate(("monitor", "ccpo", "cpo.faisalabad")):
        export = export_log.record_export(
            Export.Kind.CSV, "clock=overdue", by=_actor_by_user_name(address), at=at - (3 + 2 * number) * DAY
        )
        export_log.record_exported_rows(export, rows=17 + 5 * number)


def _create_audit_findings(at: datetime) -> None:
    auditor = _actor_by_user_name("auditor")
    complaint = (
        Complaint.objects.unscoped("the demo's data are made here")
        .filter(status=Status.CLOSED, about_police=True)
        .earliest("pk")
    )
    officer = Officer.objects.get(email="sdpo.purana_bazaar@demo.example")
    for number in range(4):
        search = {"officer": officer.pk} if number % 2 else {"complaint": complaint.etag}
        kind = AccessSearch.Kind.EXPORTED if number == 3 else AccessSearch.Kind.SHOWN
        audit_records.record_search(search, kind=kind, by=auditor, at=at - (4 - number) * DAY)
    audit_records.record_finding(words=COMPLAINT_FINDING, by=auditor, at=at - 2 * DAY, complaint=complaint)
    audit_records.record_finding(words=OFFICER_FINDING, by=auditor, at=at - DAY, officer=officer)


def _arrange_leave(at: datetime) -> None:
    """Arrange leave for two officers, now and later, each with an acting officer."""
    ccpo = _actor_by_user_name("ccpo")
    pairs = (("sdpo.purana_bazaar", "sdpo.darya_road", 0), ("inquiry.gulshan_park", "inquiry.shaheen_chowk", 3))
    for address, cover, days in pairs:
        begins = at + days * DAY
        leave_arrangement.arrange_leave(
            posting=_posting_by_address(address),
            cover=_posting_by_address(cover),
            starts_at=begins,
            ends_at=begins + 6 * DAY,
            by=ccpo,
            at=at,
        )


def _request_approvals(at: datetime) -> None:
    """Request a role, limits and a retention period, which a second administrator decides on."""
    administrator = _actor_by_user_name("administrator")
    names = {"name_en": "Samia Haral", "name_ur": "سامیہ ہرل", "is_woman": True}
    new = create_officer(email="new.monitor@demo.example", rank=Rank.SP, by=administrator, at=at - DAY, **names)
    new.set_password(PASSWORD)
    new.save(update_fields=["password"])
    central = Office.objects.central()
    role_requests.request_role(officer=new, office=central, role=Role.MONITOR, by=administrator, at=at - DAY)
    category = Category.objects.get(code="licence_service")
    policy_limit_changes.request_policy_limits(
        category=category, by=administrator, at=at - 2 * HOUR, starts_at=localtime(at) + 10 * DAY, contact_hours=12,
        report_hours=120, decision_hours=48, reminder_share=0.75, pause_share=0.25, calendar=None, escalation_hours=24,
        escalations=3, rank_floor=Rank.SI, source="SAMPLE: asked for by the licensing branch",
    )  # fmt: skip
    retention_period_changes.request_retention_period(
        category=Category.objects.get(code="suggestion"), months=12, source="SAMPLE", by=administrator, at=at - HOUR
    )
