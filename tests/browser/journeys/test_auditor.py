"""An auditor's day by keyboard alone: readings, a finding, the log as a file, and what administrators did."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import now

from accounts.rules.roles import Role
from accounts.services.postings import create_posting
from complaints.models import Finding
from tests.browser.journeys.desk import Day
from tests.factories import OfficerFactory
from tests.signing_in import sign_in


@pytest.fixture
def opened(world):
    """A complaint that Bilal, who has nothing to do with it, opened twice."""
    complaint = world.complaint("threats", now() - timedelta(hours=3), station="gulberg")
    world.salma.marks(complaint, to=world.dania, at=now() - timedelta(hours=2))
    client = sign_in(Client(), world.bilal.officer)
    for _ in range(2):
        assert client.get(f"/desk/complaints/{complaint.etag}/").status_code == 200
    return complaint


def test_asad_searches_the_log_reads_the_file_and_records_a_finding(portal, world, new_page, opened):
    rida = OfficerFactory(name_en="Rida", name_ur="ردا")
    office = world.office("gulberg")
    create_posting(officer=rida, office=office, role=Role.INQUIRY_OFFICER, by=world.omar.actor, at=now())

    day = Day(new_page, world.asad, width=390, theme="dark")
    day.signs_in()

    # The log is his first page: one officer, what they opened, and the file of it.
    day.keys.writes("#access_officer", "Bilal")
    day.goes(".team-apply button")
    assert day.page.locator("table.queue tbody tr").count() == 2
    day.goes(f'table a[href*="{opened.etag}"]')
    day.goes(f'main a[href$="/desk/complaints/{opened.etag}/"]')
    day.reads(opened.statement.text)
    assert day.page.locator("details.act[data-move]").count() == 0  # he reads and changes nothing

    # In Urdu, at his desk: his finding, and the rows as a file.
    day.turns_to("ur", width=1280)
    day.goes(f'a[href$="/desk/access/?complaint={opened.etag}"]')
    day.keys.writes("#finding_words", "بلال کا اس شکایت سے کوئی تعلق نہیں۔")
    day.goes('form[action*="/finding/"] button')
    assert Finding.objects.get().complaint == opened
    day.keys.to('form[action*="/export/"] button')
    with day.page.expect_download() as download:
        day.page.keyboard.press("Enter")
    assert opened.spaced_etag in Path(download.value.path()).read_text(encoding="utf-8-sig")

    # His searches are recorded too, and so is what administrators did.
    day.goes('a[href$="/desk/access/searches/"]')
    day.reads(opened.etag)
    day.goes('a[href$="/desk/acts/"]')
    day.reads("ردا")
    day.signs_out()
