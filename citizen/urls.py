"""The citizen's addresses, by what they are for. Of two that could fit, the first one does: fixed words stand first."""

from django.urls import include, path

urlpatterns = [
    path("", include("citizen.filing.urls")),
    path("", include("citizen.access.urls")),
    path("", include("citizen.public_log.urls")),
    path("", include("citizen.evidence.urls")),
    path("", include("citizen.followup.urls")),
    path("", include("citizen.complaint_page.urls")),
]
