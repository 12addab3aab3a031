"""Where complaints are taken down, under /desk/intake/."""

from django.urls import path

from complaints.desk.intake import agreeing, taking

urlpatterns = [
    path("intake/", taking.begin, name="intake"),
    path("intake/<uuid:draft>/", taking.take, name="intake_draft"),
    path("intake/<uuid:draft>/check/", agreeing.check, name="intake_check"),
    path("intake/<uuid:draft>/done/", agreeing.done, name="intake_done"),
]
