"""URLs of the intake pages, under /desk/intake/."""

from django.urls import path

from desk.intake import read_back, views

urlpatterns = [
    path("intake/", views.begin, name="intake"),
    path("intake/<uuid:draft>/", views.take, name="intake_draft"),
    path("intake/<uuid:draft>/check/", read_back.check, name="intake_check"),
    path("intake/<uuid:draft>/done/", read_back.done, name="intake_done"),
]
