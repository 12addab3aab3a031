"""A delay and its consequence, by keyboard alone: breach, notice, explanation, decision, appeal; in both languages."""

import io
from datetime import timedelta

from django.utils.timezone import now
from PIL import Image

from accounts.models import Officer
from reviews.models import Review
from reviews.services.explanation_requests import request_due_explanations
from reviews.services.new_flag_details import complete_flags
from sla.services.sweeping import sweep
from tests.browser.journeys.desk import Day

SAYS = {
    "en": "The station's only vehicle was at the court for two days.",
    "ur": "تھانے کی واحد گاڑی دو دن عدالت میں تھی۔",
}
REASONS = {"en": "A telephone was at hand on both days.", "ur": "دونوں دن ٹیلی فون موجود تھا۔"}
FINALLY = {"en": "The duty roster bears the officer out.", "ur": "ڈیوٹی رجسٹر افسر کی تائید کرتا ہے۔"}
SUBJECT = {"en": "Your explanation of a delay is requested", "ur": "تاخیر پر آپ کی وضاحت طلب ہے"}


def paper() -> dict:
    """A photo of the duty roster."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(out, "PNG")
    return {"name": "roster.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_latif_is_late_explains_is_censured_and_appeals(portal, world, new_page, tmp_path, rules):
    """In English on a laptop; with axe in Urdu on a phone, in the dark."""
    language, width, theme = ("ur", 390, "dark") if rules else ("en", 1280, "light")
    # Nine days ago nobody called Ayesha. The limit passed while Latif had the complaint; on Monday he had to explain.
    Officer.objects.filter(pk=world.latif.officer.pk).update(language=language)
    start = now() - timedelta(days=9)
    complaint = world.complaint("threats", start, name="Ayesha Bibi", text="He waits at the gate.")
    world.salma.marks(complaint, to=world.latif, at=start + timedelta(minutes=20))
    sweep(at=start + timedelta(days=1))
    complete_flags(at=start + timedelta(days=1))
    assert request_due_explanations(at=now()) == 1
    portal.deliver()
    review = Review.objects.get(officer=world.latif.officer)

    def begins(person):
        day = Day(new_page, person, language=language, width=width, theme=theme)
        day.signs_in()
        return day

    def opens(day, way: str):
        if way.endswith("=mine"):
            day.opens_account()
        day.goes(f'a[href$="{way}"]')
        day.goes(f'main a[href$="/desk/reviews/{review.pk}/"]')

    # The notice and the evidence against him: his hours, and nothing about the complainant.
    latif = Day(new_page, world.latif, language=language, width=width, theme=theme)
    latif.page.goto("/ur/demo/mailbox/" if language == "ur" else "/demo/mailbox/")
    latif.reads(SUBJECT[language])
    latif.signs_in()
    opens(latif, "/desk/reviews/?whose=mine")
    latif.reads(complaint.spaced_etag)
    assert "Ayesha" not in latif.page.content()
    with latif.page.expect_download() as download:
        latif.keys.presses('a[href$="/dossier.json"]')
    kept = tmp_path / "dossier.json"
    download.value.save_as(kept)
    assert "as it was frozen" in portal.manage("verify_dossier", str(kept))

    # He explains, with a photo of the roster. The deciding officer reads both.
    latif.keys.writes('form[action*="/explain/"] textarea', SAYS[language])
    latif.page.set_input_files('form[action*="/explain/"] input[type="file"]', files=[paper()])
    latif.goes('form[action*="/explain/"] button')
    latif.reads(SAYS[language])
    latif.reads("roster.png")

    # Usman heads the district. A censure without a ground is refused; with one it is accepted.
    usman = begins(world.usman)
    usman.goes('.desk-menu a[href$="/desk/reviews/"]')
    usman.goes(f'main a[href$="/desk/reviews/{review.pk}/"]')
    usman.reads(SAYS[language])
    usman.keys.to('input[name="decision"]')
    for _ in range(3):
        usman.page.keyboard.press("ArrowDown")
    usman.keys.writes('form[action*="/decide/"] textarea', REASONS[language])
    usman.goes('form[action*="/decide/"] button')
    assert usman.page.locator(".error-summary").count() == 1
    assert Review.objects.get(pk=review.pk).status == "explained"
    usman.keys.presses('input[name="grounds"][value="time_held"]', "Space")
    usman.goes('form[action*="/decide/"] button')
    usman.reads(REASONS[language])
    assert Review.objects.get(pk=review.pk).decision == "censure"
    usman.signs_out()

    # Latif reads the decision and appeals: past Usman, who heads the region too, to the province.
    latif.goes('main a[href$="/desk/reviews/"]')
    latif.goes(f'main a[href$="/desk/reviews/{review.pk}/"]')
    latif.reads(REASONS[language])
    latif.keys.writes('form[action*="/appeal/"] textarea', SAYS[language])
    latif.goes('form[action*="/appeal/"] button')
    assert Review.objects.get(pk=review.pk).authority == "province"

    # Imran makes the final decision, and the case is closed.
    imran = begins(world.imran)
    imran.goes('.desk-menu a[href$="/desk/reviews/"]')
    imran.goes(f'main a[href$="/desk/reviews/{review.pk}/"]')
    imran.keys.presses('input[name="decision"]', "Space")
    imran.keys.writes('form[action*="/decide_finally/"] textarea', FINALLY[language])
    imran.goes('form[action*="/decide_finally/"] button')
    imran.reads(FINALLY[language])
    imran.signs_out()
    latif.page.reload()
    latif.reads(FINALLY[language])
    latif.signs_out()
    ended = Review.objects.get(pk=review.pk)
    assert (ended.status, ended.decision) == ("closed", "not_deliberate")
