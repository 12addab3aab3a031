"""The objects that the addresses name, besides the samples of the pages: one for every id in an address."""

import io
from uuid import UUID

from allauth.account.forms import default_token_generator
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.contrib.contenttypes.models import ContentType
from django.utils.http import int_to_base36
from django.utils.timezone import localdate, now
from PIL import Image

from accounts.actors import Actor
from accounts.models import Leave, Office, OfficeChange, Officer, Posting, RoleGrant, StaffAct
from accounts.rules.roles import Role
from accounts.services.office_changes import request_office_change
from accounts.services.role_requests import request_role
from api.models import ApiClient, PartnerChange
from api.rules.client_scopes import ClientKind, Scope
from api.services.client_registration import create_client
from api.services.partner_changes import request_secret
from citizen.filing.browser_drafts import CONFIDENTIAL_KEY
from citizen.filing.draft_addresses import draft_address, draft_id_at
from complaints import evidence
from complaints.models import (
    AuditExport,
    CalendarChange,
    Category,
    Complaint,
    Holiday,
    Naming,
    Notification,
    OutsideAuthority,
    OutsideAuthorityChange,
    Policy,
    PolicyChange,
    PolicySimulation,
    Pressure,
    RetentionChange,
    RetentionPeriod,
    StationOrder,
    UnderstandingPhrase,
    WorkingCalendar,
)
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.actors import Citizen
from complaints.rules.statuses import Channel
from complaints.services import officer_hearings, saved_views
from complaints.services.access_keys.secret_word_hashing import digest_secret_word
from complaints.services.administration import (
    calendar_requests,
    outside_authority_changes,
    policy_limit_changes,
    policy_simulations,
)
from complaints.services.exclusion.officer_naming import name_officer
from complaints.services.marking.routing_rules import RuleContent, set_routing_rule
from complaints.services.registration import start_draft
from complaints.services.retention import retention_period_changes
from information.models import Centre, Helpline, LegalAid, LegalFormReview, Link, Service, Step
from mail_intake.models import IncomingMail
from monitoring.models import BoardTarget, BoardTargetChange
from monitoring.services.target_changes import request_board_target
from notices.models import Notice
from reviews.models import ReviewEvent
from reviews.rules.decision_kinds import OrderOutcome
from reviews.rules.review_capacities import ReviewActor
from reviews.services import attachment_files, officer_statements, review_decisions
from reviews.services.attachment_files import SubmittedFile
from tests.browser.reviewed import doer
from tests.browser.samples import Samples
from tests.factories import OfficerFactory
from tests.world import World
from whatsapp.models import AccountEvent, ChatSentence, Update

WORD = "a yellow kite over Multan"


class Behind:
    """Complaints that are hidden from somebody, documents of officers, files, and drafts of different channels."""

    def __init__(self, world: World, samples: Samples):
        self.world, self.samples, self.start = world, samples, samples.start
        digest = digest_secret_word(WORD)
        self.far = world.complaint(at=self.start, by="bashir", district="multan", secret_digest=digest)
        self._named(samples.worded, world.asad.officer)
        accusing = world.complaint("bribe_demand", self.start, station="garden_town")
        self.complaints = {
            "plain": samples.asked,
            "conduct": samples.worded,
            "confidential": samples.confidential,
            "accusing": accusing,
            "far": self.far,
        }
        self.names = samples.names | {name: complaint.etag for name, complaint in self.complaints.items()}
        self.names |= {"station_order": self._ordered(accusing)}
        self.names |= {"plain_id": samples.asked.pk, "nothing": UUID(int=0)}
        self.names |= self._administered() | self._heard(accusing) | self._papers() | self._drafts() | self._key()
        self.names |= self._files() | self._attached() | self._cleared()

    def _administered(self) -> dict:
        """Create one row of each list that administrators maintain; two of them wait for a second administrator."""
        omar, policy = self.world.omar.actor, Policy.objects.first()
        wanted = {"officer": self.world.bilal.officer, "office": self.world.office("punjab"), "role": Role.MONITOR}
        asked = {name: getattr(policy, name) for name in policy_limit_changes.LIMIT_FIELDS} | {"source": "Order"}
        request_role(**wanted, is_head=False, acting=False, by=omar, at=self.start)
        policy_limit_changes.request_policy_limits(category=policy.category, **asked, by=omar, at=self.start)
        circle, district = self.world.office("gulberg_circle"), self.world.office("lahore")
        request_office_change(office=circle, kind="", parent=district, by=omar, at=self.start)
        of_bilal = {"accounts_officer": self.world.bilal.officer.pk, "accounts_posting": self.world.bilal.posting.pk}
        lists = {"accounts_office": Office, "accounts_rolegrant": RoleGrant, "accounts_staffact": StaffAct}
        lists |= {"accounts_officechange": OfficeChange}
        lists |= {"api_apiclient": ApiClient, "api_partnerchange": PartnerChange}
        lists |= {"complaints_category": Category, "complaints_policy": Policy, "complaints_policychange": PolicyChange}
        lists |= {"complaints_workingcalendar": WorkingCalendar, "complaints_holiday": Holiday}
        lists |= {"complaints_calendarchange": CalendarChange, "complaints_policysimulation": PolicySimulation}
        lists |= {"information_helpline": Helpline, "information_service": Service, "information_link": Link}
        lists |= {"information_step": Step, "information_centre": Centre, "notices_notice": Notice}
        lists |= {"information_legalaid": LegalAid, "information_legalformreview": LegalFormReview}
        lists |= {"whatsapp_chatsentence": ChatSentence}
        lists |= {"whatsapp_update": Update, "whatsapp_accountevent": AccountEvent}
        lists |= {"mail_intake_incomingmail": IncomingMail}
        lists |= {"complaints_retentionperiod": RetentionPeriod, "complaints_retentionchange": RetentionChange}
        lists |= {"monitoring_boardtarget": BoardTarget, "monitoring_boardtargetchange": BoardTargetChange}
        lists |= {"complaints_outsideauthority": OutsideAuthority}
        lists |= {"complaints_understandingphrase": UnderstandingPhrase}
        lists |= {"complaints_outsideauthoritychange": OutsideAuthorityChange}
        self._more_lists()
        kind = ContentType.objects.get_for_model(Complaint).pk
        return {name: rows.objects.first().pk for name, rows in lists.items()} | of_bilal | {"complaint_type": kind}

    def _more_lists(self) -> None:
        """Create a Khidmat Markaz, an unprocessed delivery, retention periods and targets: one in force, one waits."""
        target = {"figure": "reported", "value": 90, "source": "Order"}
        BoardTarget.objects.create(**target, since=self.start)
        request_board_target(**target, by=self.world.omar.actor, at=self.start)
        kept = {"category": Policy.objects.first().category, "months": 84, "source": "Order"}
        RetentionPeriod.objects.create(**kept, since=self.start)
        week = {"week": ["09:00-17:00"] * 7, "office_weeks": {}}
        names = {"name_en": "C", "name_ur": "C", "source": "Order"}
        calendar_requests.request_calendar(calendar=None, **names, **week, by=self.world.omar.actor, at=self.start)
        other = Policy.objects.exclude(category=kept["category"]).first()
        limits = {name: getattr(other, name) for name in policy_limit_changes.LIMIT_FIELDS} | {"source": "Order"}
        policy_simulations.start_simulation(category=other.category, **limits, by=self.world.omar.actor, at=self.start)
        retention_period_changes.request_retention_period(**kept, by=self.world.omar.actor, at=self.start)
        outside = {"name_en": "O", "name_ur": "O", "address": "L", "email": "o@outside.example", "source": "Order"}
        key = X25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        outside_authority_changes.request_outside_authority(
            **outside, public_key=key.decode(), by=self.world.omar.actor, at=self.start
        )
        lahore = self.world.office("lahore")
        Centre.objects.create(code="k", district=lahore, name_en="K", name_ur="K", certainty="guess", source="none")
        UnderstandingPhrase.objects.create(phrase="nazrana liya", label="bribe_demand", weight=1)
        names = {"name_en": "1787 call centre", "name_ur": "1787 کال سینٹر"}
        partner = create_client(kind=ClientKind.PARTNER, **names, scopes=[Scope.EVENTS], at=self.start).client
        secret = {"client": partner, "kind": PartnerChange.Kind.CLIENT_SECRET}
        request_secret(**secret, by=self.world.omar.actor, at=self.start)
        Update.objects.create(key=b"k", sender=b"s", received_at=self.start)
        event = {"part": "template", "code": "REJECTED", "is_trouble": True}
        AccountEvent.objects.create(key=b"k", **event, told_at=self.start, received_at=self.start)
        IncomingMail.objects.create(key=b"k", received_at=self.start, expires_at=self.start)

    def _heard(self, complaint: Complaint) -> dict:
        """Name Dania, let the CCPO inquire, and ask her for an answer."""
        naming = self._named(complaint, self.world.dania.officer)
        self.world.nadia.marks(complaint, to=self.world.usman, at=self.start)
        self.world.usman.records_contact(complaint, self.start)
        gist = "It is said that you asked a shopkeeper for money."
        heard = officer_hearings.write_hearing_summary(
            naming_id=naming.pk, gist=gist, by=self.world.usman.actor, at=self.start
        )
        return {"naming": naming.pk, "hearing": heard.pk}

    def _named(self, complaint: Complaint, officer: Officer) -> Naming:
        return name_officer(
            complaint_id=complaint.pk, officer_id=officer.pk, why="So says the receipt.",
            by=self.world.nadia.actor, at=self.start,
        )  # fmt: skip

    def _ordered(self, complaint: Complaint) -> UUID:
        """Order Kamran's station to act."""
        order = StationOrder.objects.create(
            complaint=complaint, station=self.world.kamran.posting.office, offence="337-A PPC", place="Main Boulevard",
            happened_on=self.start.date(), asked_by=self.world.imran.posting, asked_at=self.start, consent="none",
            given_at=self.start,
        )  # fmt: skip
        return order.pk

    def _papers(self) -> dict:
        """Create a saved view of Salma's, a notification of Bilal's, Latif's leave, a report of pressure, and a routing
        rule of Dania's.
        """
        gulberg, dania = self.world.office("gulberg"), self.world.dania.actor
        rule = set_routing_rule(
            RuleContent(gulberg, target_posting=self.world.bilal.posting), by=dania, starts_at=self.start, at=self.start
        )
        view = saved_views.save_view(
            name="Late", query="clock=overdue", role="", by=self.world.salma.actor, at=self.start
        )
        notification = Notification.objects.create(
            officer=self.world.bilal.officer, kind=Notification.Kind.LEAVE, created_at=self.start
        )
        return {
            "view": view.pk,
            "notification": notification.pk,
            "leave": Leave.objects.get(posting=self.world.latif.posting).pk,
            "rule": rule.pk,
            "pressure": Pressure.objects.get().pk,
            "audit_export": AuditExport.objects.create(
                by=self.world.asad.posting, asked_at=self.start, first=self.start.date(), last=self.start.date()
            ).pk,
        }

    def _drafts(self) -> dict:
        """Create a draft that opens by its address and one that does not, and documents of two that were filed."""
        told = {
            "category": "gender_harassment",
            "district": "lahore",
            "text": "He waits at the gate.",
            "keep_from": "no",
            CONFIDENTIAL_KEY: True,
        }
        return {
            "closed": draft_address(start_draft(channel=Channel.WEB, answers=told, at=now()).pk),
            "finished": draft_address(self.samples.asked.draft.pk),
            "worded": draft_address(self.samples.worded.draft.pk),
            **{f"{name}_at": draft_address(UUID(self.names[name])) for name in ("taken", "agreed")},
        }

    def _files(self) -> dict:
        """For everything that accepts files, create a picture to show and an incomplete upload to delete."""
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, "PNG")
        owners = {name: FileOwner(complaint_id=self.complaints[name].pk) for name in ("plain", "far")}
        owners |= {name: FileOwner(draft_id=draft_id_at(self.names[name])) for name in ("begun", "closed")}
        shop = {"name": "shop.png", "media_type": "image/png", "size": out.tell(), "parts": [out.getvalue()]}
        rows = {
            f"{name}_file": evidence.upload_whole_file(owner=owner, at=now(), **shop).pk
            for name, owner in owners.items()
        }
        rows["plain_withdrawn"] = evidence.upload_whole_file(
            owner=owners["plain"], at=now(), **shop | {"parts": [out.getvalue()]}
        ).pk
        evidence.inspect_waiting_files(at=now())
        plain = Complaint.objects.unscoped("test").get(pk=owners["plain"].complaint_id)
        owner = Citizen(plain.complainant_id, OpenedBy.CHAT)
        evidence.withdraw_file(complaint_id=plain.pk, evidence_id=rows["plain_withdrawn"], by=owner, at=now())
        half = {"name": "letter.pdf", "size": 240_000, "at": now()}
        return rows | {f"{name}_rest": evidence.begin_upload(owner=owner, **half).pk for name, owner in owners.items()}

    def _attached(self) -> dict:
        """Attach a picture to Dania's explanation in her review."""
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, "PNG")
        handed = SubmittedFile("court.png", "image/png", out.tell(), [out.getvalue()])
        explained = ReviewEvent.objects.get(review=self.samples.reviews["review_of_dania"], kind="explain")
        with attachment_files.inspect_attachments([handed], at=now()) as rows:
            attachment_files.save_attachments(rows, explained)
        return {"attachment": rows[0].pk}

    def _cleared(self) -> dict:
        """Let the government set aside the warning of Rashid."""
        review = self.samples.reviews["review_of_rashid"]
        branch = Posting.objects.with_people().get(role=Role.DISCIPLINE_OFFICER, office=self.world.office("punjab"))
        officer_statements.submit_appeal(
            review_id=review, words="The line was dead.", by=doer(self.world.people["rashid"]), at=now()
        )
        review_decisions.record_order(
            review_id=review,
            number="SO-D2/2026",
            order_date=localdate(),
            outcome=OrderOutcome.SET_ASIDE,
            by=ReviewActor(branch.officer_id, Actor.of(branch)),
            at=now(),
        )
        return {"cleared_review": review}

    def _key(self) -> dict:
        """Return the address in an e-mail to a person who forgot their password and does not sign in meanwhile."""
        officer = OfficerFactory(name_en="Forgetful")
        return {"key": f"{int_to_base36(officer.pk)}-{default_token_generator.make_token(officer)}"}
