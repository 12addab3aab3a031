"""Administrators work in Django's admin, through the services; two of them for the CPO; no complaint is in it."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import FormerOfficeName, FormerOfficerName, Office, Officer, Posting, RoleGrant, StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.admin_log import log_staff_act
from complaints.models import Category, Custody, FormerCategoryName, Policy, PolicyChange
from complaints.services.staff_changes.vacated_postings import pass_on_from_expired_postings
from config.admin_site import site
from notifications.models import Message
from notifications.services import deliver_due_messages
from tests.factories import OfficerFactory, PostingFactory
from tests.signing_in import code_of, give_app_to, sign_in
from tests.world import DAY, PASSWORD, PHONES, Person, clock

INDEX = "/desk/admin/"
REGISTERED = {
    *("api.apiclient", "api.partnerchange"),
    *("accounts.office", "accounts.officechange", "accounts.officer", "accounts.posting", "accounts.rolegrant"),
    "accounts.staffact",
    *("complaints.category", "complaints.policy", "complaints.policychange"),
    *("complaints.retentionperiod", "complaints.retentionchange"),
    *("complaints.outsideauthority", "complaints.outsideauthoritychange", "complaints.understandingphrase"),
    *("complaints.workingcalendar", "complaints.calendarchange", "complaints.holiday"),
    *("information.helpline", "information.service", "information.link", "information.step", "information.centre"),
    *("information.legalaid", "information.legalformreview"),
    *("monitoring.boardtarget", "monitoring.boardtargetchange"),
    *(
        "mail_intake.incomingmail",
        "notices.notice",
        "whatsapp.accountevent",
        "whatsapp.chatsentence",
        "whatsapp.update",
    ),
}


@pytest.fixture
def omar(world):
    return sign_in(Client(), world.omar.officer)


@pytest.fixture
def nasir(world):
    """A second administrator."""
    officer = OfficerFactory(name_en="Nasir")
    PostingFactory(officer=officer, office=world.office("punjab"), role=Role.ADMINISTRATOR, is_head=False)
    return sign_in(Client(), officer)


def pages(client) -> dict[str, str]:
    """Every list, every form of adding and the page of one row of each list, by address."""
    found = {INDEX: client.get(INDEX)}
    for model, rows in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found[reverse(f"{name}_changelist")] = client.get(reverse(f"{name}_changelist"))
        if rows.add_form:
            found[reverse(f"{name}_add")] = client.get(reverse(f"{name}_add"))
        if row := model.objects.first():
            address = reverse(f"{name}_change", args=[row.pk])
            found[address] = client.get(address)
    assert {answer.status_code for answer in found.values()} == {200}
    return {address: answer.content.decode() for address, answer in found.items()}


def errors(answer) -> str:
    assert answer.status_code == 200
    return " ".join(re.findall(r'<ul class="field-error[^>]*>(.*?)</ul>', answer.content.decode(), re.DOTALL))


def test_exactly_these_lists_are_in_it():
    assert {model._meta.label_lower for model in site._registry} == REGISTERED


@pytest.mark.parametrize("language", ["", pytest.param("/ur", marks=pytest.mark.slow)])
def test_no_page_of_it_shows_a_word_or_a_person_of_a_complaint(world, omar, language):
    complaint = world.complaint(text="The lock of my blue shop in Ichhra was broken.", name="Ayesha Bibi Unheard")
    world.salma.marks(complaint, to=world.bilal, at="10:00")
    shown = pages(omar)
    for address, html in shown.items():
        for secret in (complaint.etag, "Ichhra", "Unheard", PHONES["ayesha"], PHONES["ayesha"][3:]):
            assert secret not in html, address


@pytest.mark.slow
def test_its_pages_obey_the_strict_policy(omar):
    policy = omar.get(INDEX).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    for address, html in pages(omar).items():
        assert not re.search(r"<style|<script(?![^>]*\ssrc=)(?![^>]*json)|\sstyle=|\son[a-z]+=\"", html), address


@pytest.mark.mostly_slow(keep=3)
@pytest.mark.parametrize("name", ["salma", "bilal", "hina", "usman", "imran", "zara", "asad", "nadia"])
def test_nobody_else_enters_not_even_the_head_of_the_province(world, name):
    client = sign_in(Client(), world.people[name].officer)
    for address in (INDEX, f"{INDEX}accounts/officer/", f"{INDEX}accounts/officer/add/"):
        assert client.get(address, follow=True).status_code == 403


def test_a_flag_on_the_person_opens_nothing(world):
    Officer.objects.filter(pk=world.salma.officer.pk).update(is_staff=True, is_superuser=True)
    assert sign_in(Client(), world.salma.officer).get(INDEX, follow=True).status_code == 403


def test_an_administrator_without_a_second_factor_is_led_to_it_and_a_stranger_to_the_sign_in(world):
    client = Client()
    assert client.get(INDEX, follow=True).redirect_chain[-1][0].startswith("/desk/sign-in/")
    client.force_login(world.omar.officer)
    assert client.get(INDEX).headers["Location"].startswith("/desk/my-sign-in/first/")


def test_an_officer_is_recorded_invited_and_corrected(omar):
    new = {"email": "Rida@police.example", "name_en": "Rida", "name_ur": "ردا", "rank": "SI", "language": "en"}
    omar.post(f"{INDEX}accounts/officer/add/", new)
    deliver_due_messages(at=now())
    rida = Officer.objects.get(email="rida@police.example")
    assert [letter.to for letter in mail.outbox] == [["rida@police.example"]]
    assert set(StaffAct.objects.filter(officer=rida).values_list("kind", flat=True)) == {"recorded", "invited"}
    corrected = {"name_en": "Rida Shah", "name_ur": "ردا", "rank": "IP", "language": "ur", "also": ""}
    assert omar.post(f"{INDEX}accounts/officer/{rida.pk}/change/", corrected).status_code == 302
    rida.refresh_from_db()
    assert (rida.name_en, rida.rank, rida.email) == ("Rida Shah", "IP", "rida@police.example")
    assert LogEntry.objects.filter(object_id=rida.pk).count() == 2


def test_whoever_is_locked_out_gets_a_new_beginning_with_a_reason(world, omar):
    give_app_to(world.bilal.officer)
    page = f"{INDEX}accounts/officer/{world.bilal.officer.pk}/change/"
    given = {"name_en": "Bilal", "name_ur": "بلال", "rank": "IP", "language": "en", "also": "reset"}
    assert "Please fill this in." in errors(omar.post(page, given))
    assert Authenticator.objects.filter(user=world.bilal.officer).exists()
    assert omar.post(page, given | {"words": "He came in person."}).status_code == 302
    assert not Authenticator.objects.filter(user=world.bilal.officer).exists()
    assert StaffAct.objects.get(kind="factor_reset").by == world.omar.officer


def test_an_officer_leaves_and_may_come_back_without_a_posting(world, omar):
    bilal = world.bilal.officer
    page = f"{INDEX}accounts/officer/{bilal.pk}/change/"
    given = {"name_en": "Bilal", "name_ur": "بلال", "rank": "IP", "language": "en"}
    assert "This officer can already sign in." in errors(omar.post(page, given | {"also": "reactivate"}))
    omar.post(page, given | {"also": "deactivate"})
    bilal.refresh_from_db()
    assert not bilal.is_active
    omar.post(page, given | {"also": "reactivate"})
    bilal.refresh_from_db()
    assert bilal.is_active
    assert not Posting.objects.filter(officer=bilal, ends_at=None).exists()
    assert list(StaffAct.objects.filter(officer=bilal).order_by("pk").values_list("kind", flat=True)) == [
        *("ended", "deactivated", "reactivated")
    ]


def test_nobody_takes_away_their_own_factor(world, omar):
    page = f"{INDEX}accounts/officer/{world.omar.officer.pk}/change/"
    given = {"name_en": "Omar", "name_ur": "عمر", "rank": "", "language": "en", "also": "reset", "words": "It is me."}
    assert "Another administrator has to do that for you." in errors(omar.post(page, given))


def test_a_posting_begins_passes_on_and_ends_through_the_services(world, omar):
    officer = OfficerFactory(name_en="Rida", rank=Rank.SI)
    new = {"officer": officer.pk, "office": world.office("gulberg").pk, "role": Role.INQUIRY_OFFICER}
    assert omar.post(f"{INDEX}accounts/posting/add/", new).status_code == 302
    first = Posting.objects.get(officer=officer)
    assert first.started_by == world.omar.officer
    other = world.office("garden_town")
    omar.post(f"{INDEX}accounts/posting/{first.pk}/change/", {"to": other.pk})
    first.refresh_from_db()
    second = Posting.objects.get(officer=officer, ends_at=None)
    assert (first.ends_at, second.office) == (second.starts_at, other)
    omar.post(f"{INDEX}accounts/posting/{second.pk}/change/", {"ends": "on"})
    assert not Posting.objects.filter(officer=officer, ends_at=None).exists()


@time_machine.travel(clock("09:00"), tick=False)
def test_an_acting_charge_has_its_end_set_and_the_clock_hands_over_what_it_held(world, omar):
    new = {"officer": world.bilal.officer.pk, "office": world.office("gulberg").pk, "role": "inquiry_officer"}
    ends = {"acting": "on", "ends_at_0": "2026-11-25", "ends_at_1": "12:00"}
    page = f"{INDEX}accounts/posting/add/"
    assert "A posting must end after it begins." in errors(omar.post(page, new | ends | {"ends_at_0": "2026-11-22"}))
    assert omar.post(page, new | ends).status_code == 302
    charge = Posting.objects.get(officer=world.bilal.officer, acting=True)
    assert charge.ends_at == clock("+2d 12:00")
    assert "2026-11-25 12:00" in StaffAct.objects.get(kind=StaffActKind.POSTED, officer=charge.officer).words
    complaint = world.complaint("financial_crime", "09:00")
    world.salma.marks(complaint, to=Person("bilal", charge), at="10:00")
    assert [pass_on_from_expired_postings(at=clock(at)) for at in ("+2d 11:59", "+2d 12:01", "+2d 12:02")] == [0, 1, 0]
    last = Custody.objects.get(complaint=complaint, ended_at=None)
    assert (last.posting, last.started_at) == (world.kamran.posting, clock("+2d 12:00"))


@time_machine.travel(clock("09:00"), tick=False)
@pytest.mark.parametrize(("language", "said"), [("", "23 November 2026, 09:00"), ("/ur", "23 نومبر 2026، 09:00")])
def test_dates_are_shown_as_everywhere_in_the_portal(world, omar, language, said):
    """Django's own way is "Nov. 23, 2026, 9 a.m."."""
    new = {"officer": world.bilal.officer.pk, "office": world.office("gulberg").pk, "role": Role.INQUIRY_OFFICER}
    omar.post(f"{INDEX}accounts/posting/add/", new)
    posting = Posting.objects.get(officer=world.bilal.officer, office__code="gulberg")
    for page in (f"{language}{INDEX}accounts/posting/", f"{language}{INDEX}accounts/posting/{posting.pk}/change/"):
        html = omar.get(page).content.decode()
        assert said in html, page
        assert "a.m." not in html


@pytest.mark.slow
@time_machine.travel(clock("09:00"), tick=False)
def test_the_end_of_an_existing_posting_is_set_beforehand_and_taken_back(world, omar):
    posting = world.latif.posting
    page, wanted = f"{INDEX}accounts/posting/{posting.pk}/change/", {"end_at_0": "2026-11-25", "end_at_1": "12:00"}
    assert "at a time to come" in errors(omar.post(page, wanted | {"end_at_0": "2026-11-22"}))
    assert omar.post(page, wanted).status_code == 302
    posting.refresh_from_db()
    assert (posting.ends_at, posting.ended_by) == (clock("+2d 12:00"), world.omar.officer)
    assert "2026-11-25 12:00" in StaffAct.objects.get(kind=StaffActKind.END_SET, officer=posting.officer).words
    assert 'value="2026-11-25"' in omar.get(page).content.decode()
    complaint = world.complaint("financial_crime", "09:00", station="gulberg")
    world.salma.marks(complaint, to=world.latif, at="10:00")
    assert [pass_on_from_expired_postings(at=clock(at)) for at in ("+2d 11:59", "+2d 12:01")] == [0, 1]
    last = Custody.objects.get(complaint=complaint, ended_at=None)
    assert (last.posting, last.started_at) == (world.kamran.posting, clock("+2d 12:00"))
    assert omar.post(page, {"end_at_0": "", "end_at_1": ""}).status_code == 302
    posting.refresh_from_db()
    assert posting.ends_at is None


@time_machine.travel(clock("09:00"), tick=False)
def test_one_administrator_ends_a_post_that_takes_two_but_does_not_lengthen_it(world, omar):
    page = f"{INDEX}accounts/posting/{world.nadia.posting.pk}/change/"
    assert omar.post(page, {"end_at_0": "2026-11-25", "end_at_1": "12:00"}).status_code == 302
    for later in ({"end_at_0": "2026-11-30", "end_at_1": "12:00"}, {"end_at_0": "", "end_at_1": ""}):
        assert "This role needs two administrators." in errors(omar.post(page, later))
    world.nadia.posting.refresh_from_db()
    assert world.nadia.posting.ends_at == clock("+2d 12:00")
    assert omar.post(page, {"end_at_0": "2026-11-24", "end_at_1": "12:00"}).status_code == 302


@time_machine.travel(clock("09:00"), tick=False)
def test_a_posting_is_not_lengthened_into_the_next_heads_time(world, omar):
    page = f"{INDEX}accounts/posting/{world.kamran.posting.pk}/change/"
    omar.post(page, {"end_at_0": "2026-11-25", "end_at_1": "12:00"})
    PostingFactory(office=world.office("gulberg"), role=Role.SUPERVISOR, is_head=True, starts_at=clock("+2d 12:00"))
    assert "Somebody else heads this office" in errors(omar.post(page, {"end_at_0": "", "end_at_1": ""}))


def test_what_a_service_refuses_is_said_beside_the_form(world, omar):
    new = {"officer": world.latif.officer.pk, "office": world.office("gulberg").pk, "role": "supervisor"}
    answer = omar.post(f"{INDEX}accounts/posting/add/", new | {"is_head": "on"})
    assert "Somebody else heads this office" in errors(answer)
    again = new | {"role": "inquiry_officer"}
    assert "already holds that role" in errors(omar.post(f"{INDEX}accounts/posting/add/", again))


@pytest.mark.slow
def test_a_role_at_the_central_office_needs_a_second_administrator_and_the_auditor_hears(world, omar, nasir):
    officer = OfficerFactory(name_en="Rida", rank=Rank.SP)
    wanted = {"officer": officer.pk, "office": world.office("punjab").pk, "role": Role.MONITOR}
    assert "Roles awaiting a second administrator" in errors(omar.post(f"{INDEX}accounts/posting/add/", wanted))
    assert omar.post(f"{INDEX}accounts/rolegrant/add/", wanted).status_code == 302
    grant = RoleGrant.objects.get()
    page = f"{INDEX}accounts/rolegrant/{grant.pk}/change/"
    assert "Another administrator" in errors(omar.post(page, {"decision": "confirm"}))
    assert not Posting.objects.filter(officer=officer).exists()
    assert nasir.post(page, {"decision": "confirm"}).status_code == 302
    assert Posting.objects.get(officer=officer).role == Role.MONITOR
    told = Message.objects.filter(recipient=f"posting:{world.asad.posting.pk}", template="staff_act")
    assert [message.context["kind"] for message in told.order_by("pk")] == ["role_asked", "role_confirmed"]


def test_a_refused_role_never_begins(world, omar, nasir):
    officer = OfficerFactory(name_en="Rida", rank=Rank.SP)
    wanted = {"officer": officer.pk, "office": world.office("punjab").pk, "role": Role.AUDITOR}
    omar.post(f"{INDEX}accounts/rolegrant/add/", wanted)
    page = f"{INDEX}accounts/rolegrant/{RoleGrant.objects.get().pk}/change/"
    nasir.post(page, {"decision": "refuse"})
    assert nasir.post(page, {"decision": "confirm"}).status_code == 403
    assert not Posting.objects.filter(officer=officer).exists()


def test_nobody_confirms_their_own_role(world, omar, nasir):
    me = Officer.objects.get(name_en="Nasir")
    wanted = {"officer": me.pk, "office": world.office("punjab").pk, "role": Role.DISCIPLINE_OFFICER}
    omar.post(f"{INDEX}accounts/rolegrant/add/", wanted)
    page = f"{INDEX}accounts/rolegrant/{RoleGrant.objects.get().pk}/change/"
    assert "You cannot decide on your own role." in errors(nasir.post(page, {"decision": "confirm"}))


def test_nobody_administers_and_reads_complaints(world, omar, nasir):
    """Asked for, it is refused at once; a post that began while the question waited is found when it is decided."""
    administrator, clerk = Officer.objects.get(name_en="Nasir"), OfficerFactory(name_en="Rida", rank=Rank.SI)
    station, centre = world.office("gulberg").pk, world.office("punjab").pk
    reading = {"officer": administrator.pk, "office": station, "role": Role.CLERK}
    assert "cannot read complaints" in errors(omar.post(f"{INDEX}accounts/posting/add/", reading))
    wanted = {"officer": world.zara.officer.pk, "office": centre, "role": Role.ADMINISTRATOR}
    assert (
        "This officer holds a posting that gives access to complaints, and administrators cannot read complaints."
        in errors(omar.post(f"{INDEX}accounts/rolegrant/add/", wanted))
    )
    assert omar.post(f"{INDEX}accounts/rolegrant/add/", wanted | {"officer": clerk.pk}).status_code == 302
    assert omar.post(f"{INDEX}accounts/posting/add/", reading | {"officer": clerk.pk}).status_code == 302
    page = f"{INDEX}accounts/rolegrant/{RoleGrant.objects.get().pk}/change/"
    assert (
        "This officer holds a posting that gives access to complaints, and administrators cannot read complaints."
        in errors(nasir.post(page, {"decision": "confirm"}))
    )
    assert not Posting.objects.filter(officer=clerk, role=Role.ADMINISTRATOR).exists()


@pytest.mark.slow
def test_limits_change_by_a_new_version_that_two_administrators_want(world, omar, nasir):
    before = world.complaint("property_crime")
    category = Category.objects.get(code="property_crime")
    old = Policy.objects.get(category=category)
    wanted = {
        **{"category": category.pk, "contact_hours": 5, "report_hours": 100, "decision_hours": 24},
        **{"escalation_hours": 12, "escalations": 3, "rank_floor": "SI", "source": "Order 1 of this test"},
        **{"reminder_share": "0.75", "pause_share": "0.25"},
    }
    simulation = omar.post(f"{INDEX}complaints/policychange/add/", wanted).url
    assert not PolicyChange.objects.exists()
    assert omar.post(simulation, {"act": "request"}).status_code == 302
    page = f"{INDEX}complaints/policychange/{PolicyChange.objects.get().pk}/change/"
    assert "Another administrator" in errors(omar.post(page, {"decision": "confirm"}))
    assert nasir.post(page, {"decision": "confirm"}).status_code == 302
    new = Policy.objects.get(category=category, valid_until=None)
    assert (new.version, new.contact_hours, new.urgent_act) == (old.version + 1, 5, old.urgent_act)
    assert before.policy_id == old.pk
    assert omar.post(f"{INDEX}complaints/policy/{old.pk}/change/", {"contact_hours": 1}).status_code == 403


@pytest.mark.slow
def test_an_office_is_added_by_the_rules_of_the_list(world, omar):
    new = {
        **{"code": "n_station", "kind": "station", "parent": world.office("gulberg_circle").pk, "head_title": "SHO"},
        **{"name_en": "North", "name_ur": "شمال", "certainty": "likely", "source": "gazette"},
    }
    assert omar.post(f"{INDEX}accounts/office/add/", new).status_code == 302
    assert Office.objects.get(code="n_station").path.endswith("gulberg_circle/n_station/")
    wrong = new | {"code": "n_region", "kind": "region"}
    assert "cannot be under" in errors(omar.post(f"{INDEX}accounts/office/add/", wrong))
    office = Office.objects.get(code="n_station")
    where = {"latitude": "31.5", "longitude": "74.3", "address_en": "Mall Road", "telephone": "042-99200000"}
    omar.post(f"{INDEX}accounts/office/{office.pk}/change/", new | where | {"name_en": "Far North"})
    office.refresh_from_db()
    assert (office.name_en, office.latitude, office.address) == ("Far North", 31.5, "Mall Road")
    half = new | where | {"longitude": ""}
    assert "Give both latitude and longitude" in errors(omar.post(f"{INDEX}accounts/office/{office.pk}/change/", half))


@pytest.mark.slow
def test_a_changed_name_is_a_rename_unless_the_administrator_says_that_it_was_wrong(world, omar):
    office, officer, category = world.office("gulberg"), world.bilal.officer, Category.objects.get(code="threats")
    forms = {
        f"accounts/office/{office.pk}": ("kind", "parent_id", "name_en", "name_ur", "head_title"),
        f"accounts/officer/{officer.pk}": ("name_en", "name_ur", "rank", "language"),
        f"complaints/category/{category.pk}": ("name_en", "name_ur", "order"),
    }
    kept = (FormerOfficeName, FormerOfficerName, FormerCategoryName)
    for (path, columns), row, model in zip(forms.items(), (office, officer, category), kept, strict=True):
        page = f"{INDEX}{path}/change/"
        typed = {name.removesuffix("_id"): getattr(row, name) for name in columns}
        assert omar.post(page, typed | {"name_en": "Second"}).status_code == 302
        assert omar.post(page, typed | {"name_en": "Third", "name_change": "rename"}).status_code == 302
        assert omar.post(page, typed | {"name_en": "Fourth", "name_change": "correction"}).status_code == 302
        names = list(model.objects.order_by("pk").values_list("name_en", flat=True))
        assert names == [row.name_en, "Second"], path
        assert type(row).objects.get(pk=row.pk).name_en == "Fourth"
    for language, words in (("", "The name was wrong."), ("/ur", "نام غلط لکھا تھا۔")):
        assert words in omar.get(f"{language}{page}").content.decode()


@pytest.mark.slow
def test_the_auditor_reads_what_administrators_did_and_an_officer_does_not(world, omar):
    assert "No entries yet." in sign_in(Client(), world.asad.officer).get("/desk/acts/").content.decode()
    for number in range(60):
        log_staff_act(
            StaffActKind.INVITED, officer=world.bilal.officer, by=world.omar.actor, at=DAY, words=f"act {number}"
        )
    auditor = sign_in(Client(), world.asad.officer)
    page = auditor.get("/desk/acts/").content.decode()
    older = auditor.get(re.search(r"/desk/acts/\?before=\d+", page)[0]).content.decode()
    assert (page.count(">act "), older.count(">act ")) == (50, 10)
    assert sign_in(Client(), world.bilal.officer).get("/desk/acts/").status_code == 404


def test_an_act_is_never_changed_nor_taken_back(world):
    act = log_staff_act(StaffActKind.INVITED, officer=world.bilal.officer, by=None, at=DAY)
    for change in (lambda rows: rows.update(words="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(StaffAct.objects.filter(pk=act.pk))


def test_the_sign_in_leads_an_administrator_here(world):
    secret = give_app_to(world.omar.officer)
    client = Client()
    client.post("/desk/sign-in/", {"login": world.omar.officer.email, "password": PASSWORD})
    answer = client.post("/desk/sign-in/code/", {"code": code_of(secret)})
    assert answer.headers["Location"] == INDEX


@pytest.mark.slow
def test_nothing_is_deleted_there(world, omar):
    for model in site._registry:
        row = model.objects.first()
        if row:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_delete"
            assert omar.post(reverse(name, args=[row.pk]), {"post": "yes"}).status_code == 403


def test_the_portal_makes_no_superuser(settings):
    settings.DEBUG = False
    with pytest.raises(ValueError, match="no superuser"):
        Officer.objects.create_superuser("root@police.example", "x" * 20, name_en="Root")


@pytest.mark.slow
def test_a_filter_by_what_no_column_can_hold_is_left_out(omar):
    for model, administered in site._registry.items():
        path = f"{INDEX}{model._meta.app_label}/{model._meta.model_name}/"
        for name in (one for one in administered.list_filter if isinstance(one, str)):
            answer = omar.get(path, {f"{name}__exact": "a\x00"})
            assert (answer.status_code, answer.url) == (302, f"{path}?e=1"), (model, name)


@pytest.mark.parametrize("number", ["2026-02-30", "a\x00b", "x", "9" * 40, "\u00b2"])
def test_a_row_that_is_sought_by_what_is_no_number_is_not_found(omar, world, number):
    add = f"{INDEX}accounts/posting/add/"
    assert omar.get(add, {"officer": number}).status_code == 200
    answer = omar.post(add, {"officer": world.bilal.officer.pk, "office": number, "role": "officer"})
    assert answer.status_code == 200
    assert "office" in answer.context["adminform"].form.errors
