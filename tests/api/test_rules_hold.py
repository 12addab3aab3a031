"""The rules of all channels hold in the API: exclusions, histories, languages, public suppression, statement counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import localdate, now

from api.models import IdempotentAnswer
from api.tasks import forget_old_answers
from complaints.models import Complaint, Event
from complaints.rules.statuses import Channel
from complaints.workflow.table import KINDS
from monitoring.models import Publication
from tests.api.conftest import THEFT, Caller, own_app, partner_named
from tests.signing_in import sign_in

PARTNERS = THEFT | {"consent": "recorded_call", "consent_reference": "REC-1"}
AGAINST_THE_SHO = {
    "category": "misbehaviour",
    "station": "gulberg",
    "keep_from": "yes",
    "kept_out": {"officer_station": "gulberg", "post": "SHO", "officer_name": "Kamran"},
}


def complaint_of(answer) -> Complaint:
    assert answer.status_code == 201, answer.content
    return Complaint.objects.unscoped("test").get(etag=answer.json()["etag"])


@pytest.mark.slow
def test_whoever_is_kept_out_sees_nothing_of_what_the_api_registered(partner, app, world):
    by_partner = complaint_of(partner.post("partner/complaints", PARTNERS | AGAINST_THE_SHO))
    filed = app.post("citizen/complaints", THEFT | AGAINST_THE_SHO | {"reach": "phone"})
    status = {"status": "received", "occurred_at": now().isoformat()}
    partner.post(f"partner/complaints/{by_partner.etag}/statuses", status)
    both = {by_partner, complaint_of(filed)}
    for person in (world.kamran, world.latif):
        assert not both & set(Complaint.objects.visible_to(person.actor, at=now()))
    assert both <= set(Complaint.objects.visible_to(world.salma.actor, at=now()))
    assert any("Gulberg" in name for name in filed.json()["excluded_offices"])
    assert "excluded_offices" not in partner.get(f"partner/complaints/{by_partner.etag}").json()


def test_an_officers_session_opens_nothing_in_the_api(partner, world):
    complaint = complaint_of(partner.post("partner/complaints", PARTNERS | AGAINST_THE_SHO))
    anybody = Caller()
    for person in (world.kamran, world.zara):
        sign_in(anybody.http, person.officer)
        for path in (
            "partner/complaints",
            f"partner/complaints/{complaint.etag}",
            f"citizen/complaints/{complaint.etag}",
        ):
            assert anybody.get(path).status_code == 401
        assert "sessionid" not in anybody.get("offices").cookies


def test_another_partner_gets_the_same_answer_as_for_no_complaint(partner, world):
    etag = partner.post("partner/complaints", PARTNERS).json()["etag"]
    stranger, seen = Caller(partner_named("Citizen portal")), []
    for asked in (etag, world.complaint().etag, "264819073555"):
        with CaptureQueriesContext(connection) as queries:
            answer = stranger.get(f"partner/complaints/{asked}")
        seen.append((answer.status_code, answer.content, len(queries.captured_queries)))
    assert seen[0] == seen[1] == seen[2]
    assert stranger.get("partner/complaints").json()["items"] == []


def test_the_history_names_the_partner_to_each_audience_in_both_languages(partner, world):
    complaint = complaint_of(partner.post("partner/complaints", PARTNERS))
    status = {"status": "completed", "occurred_at": now().isoformat()}
    partner.post(f"partner/complaints/{complaint.etag}/statuses", status)
    page = world_page(world, complaint)
    assert "Registered by 1787 call centre, with the complainant&#x27;s consent." in page
    assert "1787 call centre reported on its own handling of the matter: completed." in page
    with translation.override("ur"):
        event = Event.objects.get(complaint=complaint, kind="registered")
        event.facts = {"channel": "partner", "partner": "1787 call centre", "partner_ur": "1787 کال سینٹر"}
        assert "1787 کال سینٹر" in KINDS["registered"].sentences.citizen(event)
        assert "1787 کال سینٹر" in KINDS["registered"].sentences.officer(event)


def world_page(world, complaint: Complaint) -> str:
    """Return the complaint's page as Salma reads it."""
    caller = Caller()
    sign_in(caller.http, world.salma.officer)
    return caller.http.get(f"/desk/complaints/{complaint.etag}/").content.decode()


def test_the_channel_app_is_named_at_the_desk(app, world):
    complaint = complaint_of(app.post("citizen/complaints", THEFT | {"reach": "phone"}))
    assert complaint.channel == Channel.APP
    assert "The complainant registered it in the app." in world_page(world, complaint)


def test_public_figures_are_those_of_the_last_publication_and_small_numbers_stay_hidden(anybody, world):
    assert anybody.get("figures").json()["code"] == "not_found"
    day = localdate()
    publication = Publication.objects.create(first=day - timedelta(days=90), last=day, made_at=now())
    publication.figures.create(office=None, received=40, contact_known=12)
    publication.figures.create(office=world.office("lahore"), received=None)
    answer = anybody.get("figures?limit=1").json()
    assert [(row["name"], row["received"]) for row in answer["items"]] == [("Punjab", 40)]
    after = anybody.get(f"figures?limit=1&cursor={answer['next']}").json()
    assert [(row["district"], row["received"]) for row in after["items"]] == [("lahore", None)]
    assert after["next"] is None


def test_the_pages_of_a_list_are_together_the_whole_list_in_order(anybody, world):
    whole = [row["code"] for row in anybody.get("offices?limit=200").json()["items"]]
    found, cursor = [], ""
    while cursor is not None:
        page = anybody.get(f"offices?limit=23&cursor={cursor}").json()
        found += [row["code"] for row in page["items"]]
        cursor = page["next"]
    assert found == whole
    assert len(found) == len(set(found)) > 50
    limits = {row["code"]: row["contact_hours"] for row in anybody.get("categories?limit=200").json()["items"]}
    assert limits["bribe_demand"] == 8


@pytest.mark.slow
def test_the_statements_do_not_grow_with_the_rows(partner, app, world):
    def statements(caller: Caller, path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert caller.get(path).status_code == 200
        return len(queries.captured_queries)

    filed = app.post("citizen/complaints", THEFT | {"reach": "phone"}).json()
    app.visit = filed["visit"]
    partner.post("partner/complaints", PARTNERS)
    own = f"citizen/complaints/{filed['etag']}"
    before = statements(partner, "partner/complaints"), statements(app, own)
    for number in range(4):
        partner.post("partner/complaints", PARTNERS | {"reference": f"R-{number}"})
        seen = app.get(own).json()["seen"]
        app.post(f"{own}/moves", {"name": "add", "words": "More of it.", "seen": seen})
    assert (statements(partner, "partner/complaints"), statements(app, own)) == before
    assert statements(partner, "offices?limit=5") == statements(partner, "offices?limit=50")
    assert statements(partner, "categories?limit=5") == statements(partner, "categories?limit=50")


def test_kept_answers_are_sealed_and_deleted_after_a_day(partner):
    etag = partner.post("partner/complaints", PARTNERS).json()["etag"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM api_idempotentanswer")
        assert etag not in cursor.fetchone()[0]
    forget_old_answers()
    assert IdempotentAnswer.objects.count() == 1
    IdempotentAnswer.objects.update(created_at=now() - timedelta(hours=25))
    forget_old_answers()
    assert IdempotentAnswer.objects.count() == 0


def test_one_app_cannot_be_registered_for_partners_rights(world):
    assert own_app().client.scopes == ["citizen"]


def test_after_a_day_a_key_works_anew(partner):
    first = partner.post("partner/complaints", PARTNERS, key="k" * 16)
    IdempotentAnswer.objects.update(created_at=now() - timedelta(hours=25))
    second = partner.post("partner/complaints", PARTNERS | {"text": "Another matter altogether."}, key="k" * 16)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["etag"] != second.json()["etag"]
    assert IdempotentAnswer.objects.count() == 1
