"""The data behind the pages: complaints in the states that they show, and the cookies of their viewers."""

from datetime import timedelta
from uuid import uuid4

from allauth.account.forms import default_token_generator
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from django.test import Client
from django.utils.http import int_to_base36
from django.utils.timezone import localdate, localtime, now

from accounts.middleware import SESSION_KEY
from accounts.models import Officer
from accounts.services.leave_arrangement import arrange_leave
from accounts.services.second_factor_reset import set_up_authenticator_app
from accounts.session_store import SessionStore
from citizen.access.my_complaints_page import OPENED_KEY, REQUESTED_KEY
from citizen.filing.browser_drafts import HANDED_OVER_KEY, KEPT_OUT_DETAILS_KEY, SENTENCE_FIRST_KEY, WAITING
from citizen.filing.contact_page import CHECKED
from citizen.filing.draft_addresses import draft_address
from citizen.services.my_complaints_access import contact_blind_index
from citizen.services.one_tap_links import make_link_token
from citizen.services.web_links import make_web_link
from complaints import evidence
from complaints.evidence.evidence_added_events import record_completed_file
from complaints.models import Complaint, Evidence, OutsideAuthority, OutsideTransfer, StationOrder
from complaints.queries.access_key_facts import secret_word_digest
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.calls.cell_calls import next_call_time
from complaints.rules.complainant.one_tap_links import OneTapQuestionKind
from complaints.rules.statuses import Channel
from complaints.services import drafts, linking, orders
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.exclusion.outside_transfer import make_transfer_token
from complaints.services.marking.routing_rules import RuleContent, set_routing_rule
from complaints.services.registration import start_draft
from complaints.services.retention import anonymise
from complaints.services.saved_views import save_view
from complaints.services.scanning.waiting_letters import open_letter
from demo.authenticator_codes import authenticator_secret_of
from desk.intake.intake_page import REGISTRATION_ANSWERS
from desk.rules.read_back_confirmation import ConfirmedBy
from desk.services.intake_registration import register_confirmed
from desk.services.reply_writing import ReplyContent, save_reply
from enquiries.models import Photo
from enquiries.services import VerificationRequest, enter_school_visit, record_feedback, request_verification
from enquiries.services.feedback_handling import FeedbackAnswer, move_feedback, publish_feedback
from enquiries.services.school_visit_entry import HeldVisit
from enquiries.services.verification_moves import move_verification
from mail_intake.models import Answer, IncomingMail
from sla.services.sweeping import sweep
from tests import signing_in
from tests.browser.reviewed import reviewed
from tests.browser.waiting_chats import waiting_chats
from tests.complaints.scanning.letters import scanned_letter
from tests.factories import PostingFactory
from tests.legal_forms import review_forms
from tests.monitoring.figures import asked as put
from tests.monitoring.figures import published, reported
from tests.notices import samples as notices
from tests.signing_in import sign_in
from tests.world import KARACHI, PHONES, World

STATION = "تھانہ گلبرگ لاہور والے میرے بھائی کو مار رہے ہیں۔"
AT_THE_STATION = {
    "version": "sample",
    "categories": ["custodial_torture", "illegal_detention", "misbehaviour"],
    "category_words": [["مار رہے"], ["تھانہ"], []],
    "district": "lahore",
    "station": "gulberg",
    "place_words": ["گلبرگ", "لاہور"],
    "danger": "police",
}
TO_BE_CHECKED = {"reach": "phone", "phone": "0300 1112233", "language": "ur", CHECKED: "1"}


class Samples:
    """Complaints in the states that pages show, of the last two days, and the cookies of their viewers."""

    def __init__(self, world: World):
        self.world, self.start = world, now() - timedelta(days=2)
        self.reviews = reviewed(world)
        review_forms(world)
        self.received = self._complaint("threats")
        self.asked = self._marked("financial_crime", to="bilal")
        world.bilal.asks(self.asked, self._after(5))
        world.dania.does("note", self.asked, self._after(6), words="Look at the dealer first.")
        words = "آپ کی شکایت {etag} پر {officer} کا سوال:"
        question = ReplyContent("ask_citizen", None, "ur", "بینک کا نام", words)
        self.reply = save_reply(question, by=world.dania.actor, at=self.start)
        self.claimed = self._complaint("property_crime")
        world.salma.marks(self.claimed, to=world.bilal, at=self._after(1))
        world.bilal.records_contact(self.claimed, self._after(2))
        there = {"office": world.bilal.posting.office_id, "words": "کاغذات مل کر دیکھنے ہیں۔"}
        in_two_days = localtime(now() + timedelta(days=2)).replace(hour=11, minute=0, second=0, microsecond=0)
        world.bilal.does("invite", self.claimed, now() - timedelta(minutes=5), appointed_at=in_two_days, **there)
        self.reported = self._marked("vehicle_theft", to="bilal")
        world.bilal.reports(self.reported, self._after(6))
        self.confidential = self._complaint("gender_harassment")
        world.nadia.marks(self.confidential, to=world.dania, at=self._after(1))
        world.dania.records_contact(self.confidential, self._after(2))
        asked = {"words": "شام چھ بجے تک دفتر میں ہوں۔", "telephone": "042 9920 1234"}
        world.dania.does("ask_call", self.confidential, self._after(3), **asked)
        self.worded = self._complaint("bribe_demand", secret_digest=digest_secret_word("purple kite over Ravi"))
        told = {"text": "پرچہ درج کرنے کے پیسے مانگے گئے۔", "station": "gulberg", "post": "SHO", "by": "bashir"}
        self.to_settle = world.complaint("misbehaviour", now() - timedelta(minutes=30), **told)
        self.resolved = self._marked("land_grab", to="bilal")
        world.bilal.reports(self.resolved, self._after(6))
        world.salma.does("verify", self.resolved, next_call_time(self._after(7), KARACHI, None), verdict="satisfied")
        world.farah.does("accept", self.resolved, self._after(8))
        world.ayesha.does("report_pressure", self.claimed, self._after(3))
        ordered = {"words": "ڈیلر سے بات کریں۔", "due_at": now() + timedelta(days=1)}
        orders.give_order(complaint_id=self.asked.pk, by=world.farah.actor, at=self._after(7), **ordered)
        leave = {"posting": world.latif.posting, "cover": world.kamran.posting, "starts_at": now()}
        arrange_leave(**leave, ends_at=now() + timedelta(days=9), by=None, at=now() - timedelta(minutes=1))
        of_a_head = leave | {"posting": world.dania.posting, "cover": world.farah.posting}
        arrange_leave(**of_a_head, ends_at=now() + timedelta(days=9), by=None, at=now() - timedelta(minutes=1))
        self.transfer = self._write_for_outside_authority()
        self._hand_in(self.asked)
        self._keep()
        self._enquire()
        self._take_part_in_the_demo()
        sweep(at=now())
        published()
        self.report = reported(world)
        self.question = put(world, at=self.start)
        put(world, at=self.start, office="multan", figure="reported", rank=2)
        self.notices = notices.made(world, at=now())
        self.chats = waiting_chats(world, self.received, at=now())
        self._link_and_route()
        self.view = save_view(
            name="میرے دفتر کی تاخیر", query="clock=overdue", role="", by=world.salma.actor, at=self.start
        )

    def _link_and_route(self) -> None:
        """Link the received complaint with the claimed one, and set a routing rule whose officer is on leave."""
        linking.link_complaints(
            self.received, typed_etag=self.claimed.etag, by=self.world.salma.actor, at=self._after(4), words="ایک گروہ۔"
        )
        place, latif = self.world.office("gulberg"), self.world.latif.posting
        self.routing_rule = set_routing_rule(
            RuleContent(place, target_posting=latif), by=self.world.farah.actor, starts_at=now(), at=now()
        )

    def _write_for_outside_authority(self) -> OutsideTransfer:
        """Return a complaint against the Inspector General, as an authority outside the police gets it."""
        pem = X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        OutsideAuthority.objects.create(
            name_en="Provincial Ombudsman (SAMPLE)", name_ur="صوبائی محتسب (نمونہ)", address="Lahore",
            email="office@outside.example", public_key=pem.decode(), source="Order", since=self.start,
        )  # fmt: skip
        self.sealed = self._complaint("misbehaviour", station="gulberg", rank="IG")
        return OutsideTransfer.objects.get(complaint=self.sealed)

    def _hand_in(self, complaint: Complaint) -> None:
        """Add an incomplete upload, a file refused before its end, one refused after it, and one withdrawn."""
        owner = FileOwner(complaint_id=complaint.pk)
        evidence.begin_upload(owner=owner, name="تصویر.jpg", size=3_400_000, at=now())
        row = evidence.begin_upload(owner=owner, name="letter.pdf", size=240_000, at=now())
        evidence.receive_piece(owner=owner, evidence_id=row.pk, offset=0, piece=bytes(100), at=now())
        whole = {**owner.evidence_columns, "kind": "photo", "media_type": "image/jpeg", "size": 240_000}
        whole |= {"received": 240_000, "sha256": bytes(32), "created_at": now(), "came_at": now()}
        self.whole_file = Evidence.objects.create(**whole, name="gate.jpg", state="refused", refused_because="broken")
        self.withdrawn_file = Evidence.objects.create(**whole, name="shop.jpg", state="shown", shown="none")
        for row in (self.whole_file, self.withdrawn_file):
            with transaction.atomic():
                record_completed_file(row, at=now())
        owner = Citizen(complaint.complainant_id, OpenedBy.CHAT)
        evidence.withdraw_file(complaint_id=complaint.pk, evidence_id=self.withdrawn_file.pk, by=owner, at=now())

    def _keep(self) -> None:
        """Put one complaint under a legal hold, and destroy the personal data of an old one."""
        self.held = self.world.complaint("threats", self.start, by="bashir")
        self.world.bashir.does("withdraw", self.held, self._after(1))
        self.world.usman.does("hold", self.held, self._after(2), words="عدالت نے ریکارڈ طلب کیا ہے۔")
        long_ago = self.start - timedelta(days=900)
        self.destroyed = self.world.complaint("threats", long_ago, by="bashir")
        self.world.bashir.does("withdraw", self.destroyed, long_ago + timedelta(hours=1))
        anonymise(self.destroyed.pk, at=self.start, months={self.destroyed.category_id: 12})

    def _take_part_in_the_demo(self) -> None:
        """Create an officer with a long address who has the demo's authenticator app: its page of codes lists them."""
        email = "sub-inspector.investigation.multan-cantonment@demo.example"
        officer = Officer.objects.create_user(email, name_en="Demo", name_ur="ڈیمو")
        PostingFactory(officer=officer, office=self.world.office("multan"))
        set_up_authenticator_app(officer=officer, secret=authenticator_secret_of(email))

    def _enquire(self) -> None:
        """Create a verification with its answer, feedback and a school visit.

        The verification has no photo, whose file would be in another folder.
        """
        photo = Photo.objects.create(file="none", state="shown", media_type="image/jpeg", came_at=self.start)
        told = ("عائشہ", "35202-1234567-2", PHONES["ayesha"], "زبیدہ", "35201-7654321-4", "lahore")
        asked = VerificationRequest(*told, photo=photo.pk, agreed=True)
        self.verification = request_verification(typed=asked, channel=Channel.WEB, at=self.start)
        photo.delete()
        move = {
            "verification_id": self.verification.pk,
            "by": self.world.salma.actor,
            "words": "شناختی کارڈ پڑھا نہیں جاتا۔",
        }
        move_verification(**move, name="cannot_say", at=self._after(1))
        self.feedback = record_feedback(text="اتوار کو کاؤنٹر کھولیں۔", channel=Channel.WEB, at=self.start)
        answer = FeedbackAnswer("Open on Sundays.", "اتوار کو کھولیں۔", "It opens from January.", "جنوری سے کھلے گا۔")
        by = {"feedback_id": self.feedback.pk, "answer": answer, "by": self.world.zara.actor}
        move_feedback(**by, name="plan", seen=1, at=self._after(1))
        publish_feedback(**by, seen=2, at=self._after(2))
        held = HeldVisit("گورنمنٹ ہائی سکول گلبرگ", localdate(self.start), "دانیہ", 120, poster=True)
        self.talk = enter_school_visit(visit=held, by=self.world.dania.actor, at=self._after(3))

    @property
    def drafts(self) -> dict[str, str]:
        """Return drafts of complaints.

        Of an ordinary kind; of one that may be anonymous, with an officer kept out; one that a chat handed over; two
        that began with a sentence, about the police as a danger and about nothing known; and one to be checked.
        """
        told = {"district": "lahore", "text": "میری دکان کا تالا توڑا گیا۔", "keep_from": "no"}
        kept_out = {"keep_from": "yes", "post": "SDPO", "officer_station": "gulberg", KEPT_OUT_DETAILS_KEY: "lahore"}
        answers = {
            "begun": told | {"category": "property_crime"},
            "bribe": told | {"category": "bribe_demand"} | kept_out,
            "said": {"text": STATION, SENTENCE_FIRST_KEY: True, drafts.PROPOSAL_KEY: AT_THE_STATION},
            "unclear": {"text": "زما ورور نشته", SENTENCE_FIRST_KEY: True},
            "checked": told | {"category": "property_crime", drafts.REJECTED_INPUT: {"reach": TO_BE_CHECKED}},
            "handed": told | {"category": "threats", HANDED_OVER_KEY: WAITING},
        }
        return (
            {
                name: str(draft_address(start_draft(channel=Channel.WEB, answers=answered, at=now()).pk))
                for name, answered in answers.items()
            }
            | {"taken": self._taken_down("bribe_demand"), "agreed": self._agreed(), "mailed": self._mailed()}
            | {"letter": str(scanned_letter(self.world.salma, at=now()).pk), "opened_letter": self._opened_letter()}
        )

    def _opened_letter(self) -> str:
        """Return Salma's draft for a scanned letter. Its pages are not checked: the server has another folder."""
        letter = scanned_letter(self.world.salma, at=now())
        open_letter(letter.pk, by=self.world.salma.actor, at=now())
        return str(letter.draft_id)

    def _mailed(self) -> str:
        """Return the address of the link that answered an e-mail."""
        mail = IncomingMail.objects.create(
            key=b"mailed", received_at=now(), expires_at=now(), answer=Answer.CONTINUE, answered_at=now()
        )
        return str(draft_address(mail.draft_id))

    def _taken_down(self, category: str) -> str:
        """Return Salma's draft for a walk-in, which is to be read back."""
        by = self.world.salma.posting.pk
        told = {"category": category, "district": "lahore", "station": "gulberg", "text": "تھانے میں پیسے مانگے گئے۔"}
        said = {"channel": "counter", "letter_of": ""}
        answers = told | {"name": "بشیراں بی بی", "language": "ur", REGISTRATION_ANSWERS: said}
        return str(
            drafts.get_or_create_draft(key=uuid4(), answers=answers, channel=Channel.COUNTER, at=now(), operator=by)[
                0
            ].pk
        )

    def _agreed(self) -> str:
        """Return the same, registered, without a phone."""
        draft = self._taken_down("property_crime")
        register_confirmed(
            draft,
            channel=Channel.COUNTER,
            confirmed_by=ConfirmedBy.SELF,
            letter_of="",
            forward_reason="",
            by=self.world.salma.actor,
            at=now(),
        )
        return draft

    def _station_order(self) -> StationOrder:
        """Order Kamran's station to act."""
        return StationOrder.objects.create(
            complaint=self.to_settle, station=self.world.kamran.posting.office, offence="337-A PPC",
            place="Main Boulevard", happened_on=localdate(), asked_by=self.world.imran.posting, asked_at=now(),
            consent="none", given_at=now(),
        )  # fmt: skip

    @property
    def names(self) -> dict[str, str]:
        """Return the values with which the paths are filled in."""
        officer = self.world.latif.officer  # opens no page: signing in would end the validity of the e-mailed link
        key = f"{int_to_base36(officer.pk)}-{default_token_generator.make_token(officer)}"
        kinds = (
            "received",
            "asked",
            "claimed",
            "reported",
            "confidential",
            "resolved",
            "worded",
            "held",
            "destroyed",
            "sealed",
        )
        taps = {
            "contact_tap": make_link_token(
                self.claimed.events.get(kind="record_contact").pk, OneTapQuestionKind.ANSWER_CONTACT
            ),
            "web_link": make_web_link(self.asked.etag, opened_by=None, at=now()).split("/")[-2],
            "outside_file": make_transfer_token(self.transfer.pk),
            "solved_tap": make_link_token(self.resolved.events.get(kind="accept").pk, OneTapQuestionKind.CLOSE),
        }
        return (
            {name: getattr(self, name).etag for name in (*kinds, "to_settle")}
            | {"draft": str(draft_address(self.asked.draft.pk)), "key": key, "passkey": signing_in.keepers_passkey().pk}
            | {"routing_rule": self.routing_rule.pk, "view": self.view.pk}
            | {"reply": str(self.reply.pk), "talk": str(self.talk.pk), "report": self.report.pk}
            | {"question": self.question.pk, "station_order": self._station_order().pk}
            | {"whole_file": self.whole_file.pk, "withdrawn_file": self.withdrawn_file.pk}
            | {"verification": self.verification.number, "feedback": self.feedback.number}
            | {who: str(self.world.people[who].posting.pk) for who in ("bilal", "dania")}
            | self.notices
            | self.chats
            | self.reviews
            | self.drafts
            | taps
        )

    def session(self, viewer: str) -> str | None:
        """Return the session cookie of a viewer; None for nobody."""
        if not viewer:
            return None
        if viewer == "complainant":
            return self._opened()
        if viewer == "lister":
            return self._lists()
        if viewer == "seated":
            return self._seated()
        return signing_in.session_of(viewer) or sign_in(Client(), self._account(viewer)).cookies["sessionid"].value

    def _seated(self) -> str:
        """Return the session of Farah as acting head for Dania, who is on leave."""
        client = sign_in(Client(), self.world.farah.officer)
        session = client.session
        session[SESSION_KEY] = self.world.dania.posting.pk
        session.save()
        return client.cookies["sessionid"].value

    def _account(self, viewer: str):
        if viewer != "nobody":
            return self.world.people[viewer].officer
        people = type(self.world.bilal.officer).objects
        return people.filter(postings=None).first() or people.create_user("nobody@police.example", name_en="No results")

    def _opened(self) -> str:
        session = SessionStore()
        mine = (self.asked, self.claimed, self.confidential, self.resolved, self.sealed)
        session["opened"] = {complaint.etag: [complaint.pk, now().timestamp()] for complaint in mine}
        mark = secret_word_digest(self.worded.complainant.secret_hash)
        session["opened"][self.worded.etag] = [self.worded.pk, now().timestamp(), mark, False]
        session.create()
        return session.session_key

    def _lists(self) -> str:
        """Return a session in which Ayesha proved her phone by a code, and asked for another one."""
        session = SessionStore()
        index = contact_blind_index(PHONES["ayesha"]).hex()
        session[REQUESTED_KEY], session[OPENED_KEY] = index, [index, now().timestamp()]
        session.create()
        return session.session_key

    def _complaint(self, category: str, **answers) -> Complaint:
        told = {"station": "gulberg", "text": "میری دکان کا تالا توڑا گیا۔"} | answers
        return self.world.complaint(category, self.start, **told)

    def _marked(self, category: str, *, to: str) -> Complaint:
        complaint = self._complaint(category)
        officer = self.world.people[to]
        self.world.salma.marks(complaint, to=officer, at=self._after(1))
        officer.records_contact(complaint, self._after(2))
        self.world.ayesha.says("in_person", complaint, self._after(3))
        return complaint

    def _after(self, hours: int):
        return self.start + timedelta(hours=hours)
