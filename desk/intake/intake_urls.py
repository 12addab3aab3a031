"""URLs of the intake pages, under /desk/intake/."""

from django.urls import path

from desk.intake import intake_page, letter_pages, read_back_page

urlpatterns = [
    path("intake/", intake_page.begin_intake, name="intake"),
    path("intake/letters/", letter_pages.list_letters, name="letters"),
    path("intake/letters/sheets/", letter_pages.print_cover_sheets, name="cover_sheets"),
    path("intake/letters/<uuid:letter>/", letter_pages.show_letter, name="letter"),
    path("intake/letters/<uuid:letter>/pages/<int:page>/", letter_pages.serve_letter_page, name="letter_page"),
    path("intake/<uuid:draft>/", intake_page.edit_draft, name="intake_draft"),
    path("intake/<uuid:draft>/check/", read_back_page.read_back_and_register, name="intake_check"),
    path("intake/<uuid:draft>/done/", read_back_page.show_registered_complaint, name="intake_done"),
]
