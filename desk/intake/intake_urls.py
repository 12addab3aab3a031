"""URLs of the intake pages, under /desk/intake/."""

from django.urls import path

from desk.intake import intake_page, read_back_page

urlpatterns = [
    path("intake/", intake_page.begin_intake, name="intake"),
    path("intake/<uuid:draft>/", intake_page.edit_draft, name="intake_draft"),
    path("intake/<uuid:draft>/check/", read_back_page.read_back_and_register, name="intake_check"),
    path("intake/<uuid:draft>/done/", read_back_page.show_registered_complaint, name="intake_done"),
]
