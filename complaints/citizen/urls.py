"""The citizen's addresses, by what they are for. Of two that could fit, the first one does: fixed words stand first."""

from django.urls import include, path

urlpatterns = [
    path("", include("complaints.citizen.filing.urls")),
    path("", include("complaints.citizen.keys.urls")),
    path("", include("complaints.citizen.log.urls")),
    path("", include("complaints.citizen.evidence.urls")),
    path("", include("complaints.citizen.more.urls")),
    path("", include("complaints.citizen.mine.urls")),
]
