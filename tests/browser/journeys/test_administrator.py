"""An administrator's day by keyboard alone: an officer is invited and posted, a role and a limit are changed by two."""

from django.utils.timezone import now
from playwright.sync_api import expect

from accounts.models import Officer, Posting
from accounts.rules.roles import Role
from complaints.models import Category, Policy
from tests.browser.journeys.desk import Day
from tests.factories import OfficerFactory, PostingFactory
from tests.world import PHONES, Person

SAVE = 'input[name="_save"]'
WORDS = "The lock of my blue shop in Ichhra was broken."


def picks(day, field: str, name: str) -> None:
    """Choose from a searchable list of the admin: open it, type, and go down to the entry with that name."""
    day.keys.presses(f"#id_{field} + .select2 .select2-selection")
    expect(day.page.locator(".select2-search__field")).to_be_focused()
    day.page.keyboard.type(name)
    day.page.locator(".select2-results__option--highlighted", has_text=name.split()[0]).wait_for()
    while day.page.locator(".select2-results__option--highlighted").inner_text() != name:
        day.page.keyboard.press("ArrowDown")
    day.page.keyboard.press("Enter")


def test_omar_invites_and_posts_an_officer_and_nasir_confirms_what_takes_two(portal, world, new_page):
    complaint = world.complaint("property_crime", now(), text=WORDS, name="Ayesha Bibi Unheard")
    nasir = OfficerFactory(name_en="Nasir", name_ur="ناصر")
    second = PostingFactory(officer=nasir, office=world.office("punjab"), role=Role.ADMINISTRATOR, is_head=False)
    seen = []

    def keeps(day):
        day.page.on("domcontentloaded", lambda page: seen.append(page.content()))
        return day

    # Rida is recorded and invited, and posted to the station.
    day = keeps(Day(new_page, world.omar))
    day.signs_in()
    day.goes('a[href$="/accounts/officer/add/"]')
    day.keys.writes("#id_email", "rida@police.example")
    day.keys.writes("#id_name_en", "Rida")
    day.keys.writes("#id_name_ur", "ردا")
    day.keys.chooses("#id_rank", "Sub-Inspector")
    day.goes(SAVE)
    rida = Officer.objects.get(email="rida@police.example")
    day.goes('a[href$="/accounts/posting/add/"]')
    picks(day, "officer", "Rida")
    picks(day, "office", "Gulberg Police Station")
    day.keys.chooses("#id_role", "Inquiry officer")
    day.goes(SAVE)
    assert Posting.objects.get(officer=rida).office == world.office("gulberg")

    # An operator's role needs a second administrator, and so does another limit.
    day.goes('a[href$="/accounts/rolegrant/add/"]')
    picks(day, "officer", "Rida")
    picks(day, "office", "Lahore")
    day.keys.chooses("#id_role", "Complaint operator")
    day.goes(SAVE)
    day.goes('a[href$="/complaints/policychange/add/"]')
    day.keys.chooses("#id_category", "Threats")
    day.keys.writes("#id_contact_hours", "6")
    day.keys.writes("#id_report_hours", "60")
    day.keys.chooses("#id_rank_floor", "Inspector")
    day.keys.writes("#id_source", "Standing Order 4 of 2026")
    day.goes(SAVE)
    day.reads("Simulation on the last 90 days")
    day.goes('button[value="request"]')
    day.signs_out()
    assert not Posting.objects.filter(officer=rida, role=Role.COMPLAINT_OPERATOR).exists()
    portal.deliver()
    day.page.goto("/demo/mailbox/?q=rida%40police.example")
    day.reads("rida@police.example")  # the invitation

    # Nasir, in Urdu in a narrow window, confirms both and corrects the texts of a category.
    other = keeps(Day(new_page, Person("nasir", second), language="ur", width=390, theme="dark"))
    other.signs_in()
    for waiting in ("/accounts/rolegrant/", "/complaints/policychange/"):
        other.goes(f'#content-main a[href$="{waiting}"]')
        other.goes("#result_list tbody th a")
        other.keys.to("#id_decision")
        other.page.keyboard.press("ArrowDown")
        other.goes(SAVE)
        other.goes(".breadcrumbs a")
    category = Category.objects.get(code="threats")
    other.goes('#content-main a[href$="/complaints/category/"]')
    other.goes(f'#result_list a[href*="/category/{category.pk}/"]')
    other.keys.writes("#id_name_en", "Threats and blackmail")
    other.goes(SAVE)
    other.signs_out()

    assert Posting.objects.get(officer=rida, role=Role.COMPLAINT_OPERATOR).office == world.office("lahore")
    assert Policy.objects.get(category=category, valid_until=None).contact_hours == 6
    assert Category.objects.get(code="threats").name_en == "Threats and blackmail"
    secrets = (complaint.etag, complaint.spaced_etag, "Ichhra", "Unheard", PHONES["ayesha"])
    assert len(seen) > 10
    assert [secret for secret in secrets for page in seen if secret in page] == []
