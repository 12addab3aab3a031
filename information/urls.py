"""URLs of the public information pages."""

from django.urls import path

from information.public import app, elsewhere, offices, pages, whatsapp
from information.public import nearest as near

urlpatterns = [
    path("services/", pages.services, name="services"),
    path("services/documents/", pages.documents, name="documents"),
    path("services/driving-licence/", pages.driving_licence, name="driving_licence"),
    path("services/fir/", pages.fir, name="fir"),
    path("services/overseas/", elsewhere.overseas, name="overseas"),
    path("services/centres/", elsewhere.centres, name="centres"),
    path("services/social-media/", elsewhere.links, {"kind": "social"}, name="social"),
    path("services/websites/", elsewhere.links, {"kind": "website"}, name="website"),
    path("services/citizen-portal/", elsewhere.links, {"kind": "citizen_portal"}, name="citizen_portal"),
    path("helplines/", pages.helplines, name="helplines"),
    path("offices/", offices.offices, name="offices"),
    path("offices/nearest/", near.nearest, name="nearest"),
    path("offices/<slug:code>/", offices.district, name="district"),
    path("whatsapp/", whatsapp.whatsapp, name="whatsapp"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("offline/", app.offline, name="offline"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
]
