"""URLs for citizens, by subject. The first match counts, so fixed words come before parameters."""

from django.urls import include, path

urlpatterns = [
    path("", include("citizen.offline.urls")),
    path("", include("citizen.filing.urls")),
    path("", include("citizen.access.urls")),
    path("", include("citizen.public_log.urls")),
    path("", include("citizen.evidence.urls")),
    path("", include("citizen.followup.urls")),
    path("", include("citizen.complaint_page.urls")),
]
