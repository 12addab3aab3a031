"""Pages open to anybody, and pages that a citizen opens by a key. Officers count as strangers here."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from citizen.filing.draft_addresses import draft_address
from tests.permissions.cast import ACTORS, OFFICERS, of_their_role
from tests.permissions.rows import FORBIDDEN, LED_ON, LET_IN, NOBODY, NOT_THERE, OVER, SIGN_IN, Row, Rule, led, some

ONE_IN = 3
EVERYBODY = frozenset(ACTORS)
AYESHA = frozenset({"complainant"})
OPENED = some(plain="complainant", far="another")
"""The browsers that have opened each complaint by its key. (Far: with a secret word.)"""
DRAFTS = {"begun": EVERYBODY, "closed": AYESHA, "taken_at": NOBODY}
"""A draft's address is its key, except for confidential drafts and those that an operator writes."""
RECEIPTS = {"finished": EVERYBODY, "worded": AYESHA, "agreed_at": NOBODY}
"""Also after filing; but with a secret word, or registered at a desk, only while it is open in that browser."""
RECEIPTS_WITH_DATES = {name: who for name, who in RECEIPTS.items() if name != "worded"}
"""Its deadlines have passed. With a secret word: citizen/test_calendar.py."""


def alike(row: Row, actor: str, about: str, method: str) -> Rule | None:
    """Officers of any post are strangers here."""
    return Rule("is an officer", of_their_role(actor)) if actor in OFFICERS else None


def row(path: str, who, takes: str, no: Mapping[str, str], *, senders=None, **yes: str) -> Row:
    """Return a row. `no`, `yes`: the answers by method.

    An accepted form may redirect; a GET does so if `yes` says it.
    """

    def refused(actor: str, about: str, method: str) -> set[str]:
        return {no.get(method) or no.get("GET", FORBIDDEN)}

    about = tuple(who) if isinstance(who, Mapping) else ("",)
    ways = frozenset(takes.split())
    return Row(path, who, refused, ways, {"GET": LET_IN} | yes, about, senders, alike=alike, one_in=ONE_IN)


def public(path: str, takes: str = "GET", **yes: str) -> Row:
    """Return a row that is the same for everybody."""
    return row(path, EVERYBODY, takes, {}, **yes)


def of_number(path: str, takes: str = "GET", **yes: str) -> Row:
    """Return a row for what an E-tag alone opens: the same for everybody and for every complaint."""
    return row(path, dict.fromkeys(OPENED, EVERYBODY), takes, {}, **yes)


def by_key(path: str, takes: str = "GET", **yes: str) -> Row:
    """Return a row for those who have opened the complaint.

    Others are redirected to the E-tag's page and keep what they sent.
    """
    unsafe = dict.fromkeys(("POST", "PATCH", "DELETE"), FORBIDDEN)
    return row(path, OPENED, takes, {"GET": led("status")} | unsafe, **yes)


def of_draft(path: str, takes: str = "GET", *, no: str = OVER, **yes: str) -> Row:
    """Return a row for those who may open the draft."""
    return row(path, DRAFTS, takes, {"GET": no}, **yes)


PUBLIC = {
    **{name: public(path) for name, path in {
        "healthz": "healthz", "readyz": "readyz", "poster": "poster/ur.pdf", "service_worker": "sw.js", "home": "",
        "services": "services/", "documents": "services/documents/", "driving_licence": "services/driving-licence/",
        "fir": "services/fir/",
        "blank_fir_application": "services/fir/application.pdf", "detention": "services/detention/",
        "blank_detention_petition": "services/detention/petition.pdf", "legal_aid": "services/legal-aid/",
        "helplines": "helplines/", "offices": "offices/", "district": "offices/lahore/",
        "whatsapp": "whatsapp/", "privacy": "privacy/", "accessibility": "accessibility/", "offline": "offline/",
        "manifest": "manifest.webmanifest", "performance": "performance/", "figures_limits": "performance/limits/",
        "district_figures": "performance/lahore/", "figures_csv": "performance/figures.csv",
        "open_data": "open-data/", "open_data_file": "open-data/figures.csv",
        "reviews_csv": "performance/reviews.csv", "track": "track/",
        "public_log": "log/", "log_heads": "log/heads.txt",
    }.items()},
    "spoken_clip": public("listen/ur/000000000000-0-00000000.mp3", GET=NOT_THERE),  # no recording was taken in
    "complain": public("complain/", "GET POST"),
    "category_list": public("complain/list/", "GET POST"),
    "offline_form": public("complain/offline/"),
    "offline_send": public("complain/offline/send/", "GET POST"),
    "check_receipt": public("log/receipt/", "GET POST"),
    "partner_events": public("partners/events/", "GET POST"),  # opened: api/test_partner_own_page.py
    "log_checkpoint": public("log/checkpoint", GET=NOT_THERE),  # no hour of the log is over yet, here and below
    "log_witnessed_checkpoint": public("log/witnessed", GET=NOT_THERE),
    "log_tile": public("log/tile/0/000", GET=NOT_THERE),
    "log_entries": public("log/tile/entries/000", GET=NOT_THERE),
    "continue_filing": public(  # a link that a chat sent works only once
        f"d/{draft_address(UUID(int=0))}/", "GET POST", GET=NOT_THERE, POST=NOT_THERE
    ),
    "open_mail": public(  # the link in the answer to an e-mail works only once
        f"m/{draft_address(UUID(int=0))}/", "GET POST", GET=NOT_THERE, POST=NOT_THERE
    ),
    "one_tap": public("a/{contact_tap}/", "GET POST"),
    "web_link": public("c/nonsense/", "GET POST", GET=NOT_THERE, POST=NOT_THERE),  # a good one works only once
    "outside_file": public("o/nonsense/", "GET POST", GET=NOT_THERE, POST=NOT_THERE),  # a good one works only once
    "prove": public("track/prove/", "GET POST", POST=led("track")),
    "my_list_end": public("mine/end/", "GET POST", GET=led("my_list"), POST=led("my_list")),
    "my_list": public("mine/", "GET POST"),
    "leave": public("leave/", GET=LED_ON),
}  # fmt: skip
NUMBER = {
    "status": of_number("track/{c}/"),
    "ask_code": of_number("track/{c}/code/ask/", "GET POST", GET=led("status")),
    "enter_code": of_number("track/{c}/code/", "GET POST"),
    "enter_key": of_number("track/{c}/key/", "GET POST"),
    "end_visit": of_number("track/{c}/mine/end/", "GET POST", GET=led("my_complaint"), POST=led("status")),
}
FILING = {
    "resume": of_draft("complain/{c}/", GET=led("reach")),
    "kind": of_draft("complain/{c}/kind/", "GET POST"),
    "proposal": of_draft("complain/{c}/proposal/", "GET POST"),
    "begin_voice": of_draft("complain/{c}/voice/", "POST", no=NOT_THERE),
    "where": of_draft("complain/{c}/where/", "GET POST"),
    "what": of_draft("complain/{c}/what/", "GET POST"),
    "whom": of_draft("complain/{c}/whom/", "GET POST"),
    "reach": of_draft("complain/{c}/reach/", "GET POST"),
    "draft_evidence": of_draft("complaint/{c}/evidence/", "GET POST", no=led("complain")),
    "draft_evidence_begin": of_draft("complaint/{c}/evidence/begin/", "POST", no=NOT_THERE),
    "draft_evidence_file": of_draft("complaint/{c}/evidence/{f}/", "GET DELETE", no=NOT_THERE),
    "draft_evidence_piece": of_draft("complaint/{c}/evidence/{f}/piece/", "GET PATCH", no=NOT_THERE),
    "draft_evidence_line": of_draft("complaint/{c}/evidence/{f}/line/", no=NOT_THERE),
    "receipt": row("complaint/{c}/receipt/", RECEIPTS, "GET", {"GET": led("track")}),
    "receipt_paper": row("complaint/{c}/receipt.pdf", RECEIPTS, "GET", {"GET": led("track")}),
    "receipt_calendar": row("complaint/{c}/deadlines.ics", RECEIPTS_WITH_DATES, "GET", {"GET": led("track")}),
}
MINE = {
    "my_list_code": row("mine/code/", AYESHA, "GET POST", {"GET": led("my_list")}),
    "my_list_open": row(
        "mine/open/{plain}/",
        AYESHA,
        "GET POST",
        {"GET": led("my_list")},
        GET=led("my_list"),
        POST=led("my_complaint"),
    ),
    "my_complaint": by_key("track/{c}/mine/"),
    "petition": by_key("track/{c}/mine/petition.pdf", GET=led("my_complaint")),
    # A complaint with a secret word leads back to its page (citizen/log/test_record_proof.py).
    "record_proof": replace(by_key("track/{c}/mine/proof.json"), yes={}),
    "fir_application": by_key("track/{c}/mine/fir-application.pdf"),
    "detention_petition": by_key("track/{c}/mine/petition-491.pdf", GET=led("my_complaint")),
    "complaint_calendar": by_key("track/{c}/mine/deadlines.ics", GET=led("my_complaint")),  # nothing lies ahead
    "my_move": row(
        "track/{c}/mine/add/",
        dict.fromkeys(OPENED, EVERYBODY),
        "GET POST",
        {"POST": FORBIDDEN},
        senders=OPENED,
        GET=led("my_complaint"),
    ),
    "object_to_narrowing": row(
        "track/{c}/mine/keep-closed/",
        dict.fromkeys(OPENED, EVERYBODY),
        "GET POST",
        {"POST": FORBIDDEN},
        senders=OPENED,
        GET=led("my_complaint"),
        POST=led("my_complaint"),
    ),
    "answer_station_order": row(
        "track/{c}/mine/station-order/",
        dict.fromkeys(OPENED, EVERYBODY),
        "GET POST",
        {"POST": FORBIDDEN},
        senders=OPENED,
        GET=led("my_complaint"),
        POST=led("my_complaint"),
    ),
    "give_identity": row(
        "track/{c}/mine/outside/",
        dict.fromkeys(OPENED, EVERYBODY),
        "GET POST",
        {"POST": FORBIDDEN},
        senders=OPENED,
        GET=led("my_complaint"),
        POST=led("my_complaint"),
    ),
    "more": by_key("track/{c}/more/"),
    "tell": by_key("track/{c}/more/place/", "GET POST"),
    "tell_evidence": by_key("track/{c}/more/evidence/", "GET POST"),
    "complaint_evidence": by_key("track/{c}/evidence/", "GET POST"),
    "complaint_evidence_begin": by_key("track/{c}/evidence/begin/", "POST"),
    "complaint_evidence_file": by_key("track/{c}/evidence/{f}/", "GET DELETE"),
    "complaint_evidence_piece": by_key("track/{c}/evidence/{f}/piece/", "GET PATCH"),
    "complaint_evidence_withdraw": by_key("track/{c}/evidence/{f}/withdraw/", "GET POST"),
    "complaint_evidence_line": by_key("track/{c}/evidence/{f}/line/"),
}
INFORMATION = {
    **{name: public(path) for name, path in {
        "overseas": "services/overseas/", "centres": "services/centres/", "social": "services/social-media/",
        "website": "services/websites/", "citizen_portal": "services/citizen-portal/",
        "alerts": "alerts/", "alerts_feed": "alerts/feed.atom", "alert": "alerts/{alert}/",
        "alert_share": "alerts/{alert}/share.jpg", "wanted": "wanted/", "wanted_feed": "wanted/feed.atom",
        "public_notices": "notices/", "verification": "verification/", "said_and_done": "feedback/answers/",
        "feedback_standing": "feedback/{feedback}/", "talks": "school-talks/",
    }.items()},
    **{name: public(path, "GET POST") for name, path in {
        "alert_tip": "alerts/{alert}/tip/", "tip_standing": "tips/", "verification_ask": "verification/new/",
        "verification_standing": "verification/standing/", "feedback": "feedback/", "nearest": "offices/nearest/",
    }.items()},
    "feedback_find": public("feedback/find/"),
}  # fmt: skip
NOTHING_THERE = {
    name: row(path, NOBODY, "GET POST" if name.endswith("tip") else "GET", {"GET": NOT_THERE})
    for name, path in {
        "alert_photo": "alerts/{alert}/photo.jpg", "wanted_person": "wanted/none/",
        "wanted_person_photo": "wanted/none/photo.jpg", "wanted_person_share": "wanted/none/share.jpg",
        "wanted_person_tip": "wanted/none/tip/", "public_notice": "notices/none/",
        "public_notice_photo": "notices/none/photo.jpg", "public_notice_share": "notices/none/share.jpg",
        "verification_asked": "verification/asked/V2600000000/",
    }.items()
}  # fmt: skip
"""The alert has no picture, and no notice of a wanted person is published. tests/notices covers published ones."""

MACHINES = {
    "whatsapp_webhook": row("whatsapp/webhook", NOBODY, "GET POST", {"GET": FORBIDDEN}),
    "sso_logout": row("sso/logout", NOBODY, "POST", {"GET": NOT_THERE}),
    "sms_inbound": row("sms/inbound", NOBODY, "POST", {"GET": FORBIDDEN}),
    "metrics": row("metrics", NOBODY, "GET", {"GET": NOT_THERE}),
    "security_txt": row(".well-known/security.txt", NOBODY, "GET", {"GET": NOT_THERE}),
}
"""For Meta, the SMS gateway and the operator's monitoring, with a secret of theirs; and security.txt if a setting gives
a contact (tests/config/test_metrics.py, test_security_txt.py)."""

NEEDS_A_TOKEN = dict.fromkeys(("GET", "POST", "PUT", "PATCH", "DELETE"), SIGN_IN)
API = {
    **{f"api:{name}": public(f"api/v1/{path}") for name, path in {
        "docs": "docs/", "openapi-json": "openapi.json", "services": "services", "offices": "offices",
        "helplines": "helplines", "categories": "categories", "figures": "figures", "notices": "notices",
    }.items()},
    "api:api-root": row("api/v1/", NOBODY, "GET", {"GET": NOT_THERE}),
    "api:token": public("api/v1/token", "POST"),  # without credentials: 400
    **{f"api:{name}": row(f"api/v1/{path}", NOBODY, takes, NEEDS_A_TOKEN) for name, (path, takes) in {
        "partner_register": ("partner/complaints", "GET POST"),
        "partner_complaint": ("partner/complaints/{plain}", "GET"),
        "partner_status": ("partner/complaints/{plain}/statuses", "POST"),
        "partner_referrals": ("partner/referrals", "GET"),
        "partner_endpoint": ("partner/endpoint", "GET PUT"),
        "partner_endpoint_secret": ("partner/endpoint/secrets", "POST"),
        "partner_endpoint_pause": ("partner/endpoint/pause", "POST"),
        "partner_endpoint_resume": ("partner/endpoint/resume", "POST"),
        "partner_endpoint_test": ("partner/endpoint/test", "POST"),
        "partner_deliveries": ("partner/deliveries", "GET"),
        "partner_replay_one": (f"partner/deliveries/evt_{'0' * 32}/replay", "POST"),
        "partner_replay": ("partner/replays", "POST"),
        "app_track": ("citizen/track/{plain}", "GET"),
        "app_file": ("citizen/complaints", "POST"),
        "app_complaint": ("citizen/complaints/{plain}", "GET"),
        "app_code": ("citizen/complaints/{plain}/codes", "POST"),
        "app_move": ("citizen/complaints/{plain}/moves", "POST"),
        "app_files": ("citizen/complaints/{plain}/files", "POST"),
        "app_file_part": ("citizen/complaints/{plain}/files/{plain_file}", "GET PATCH DELETE"),
        "app_file_content": ("citizen/complaints/{plain}/files/{plain_file}/content", "GET"),
        "app_visits": ("citizen/visits", "POST"),
        "app_visit": ("citizen/visits/{plain}", "DELETE"),
        "app_challenge": ("citizen/challenges", "POST"),
    }.items()},
}  # fmt: skip
"""No session opens anything here: neither an officer's nor that of a browser with the complaint open. With a token:
tests/api."""

IN_NO_LANGUAGE = {"healthz", "readyz", "poster", "service_worker", *MACHINES, *API}
ROWS = PUBLIC | NUMBER | FILING | MINE | INFORMATION | NOTHING_THERE | MACHINES | API
