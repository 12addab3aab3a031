"""URLs of the public information pages."""

from django.urls import path

from information.public import (
    blank_form_pages,
    external_service_pages,
    information_pages,
    installable_app,
    office_pages,
    whatsapp_page,
)
from information.public import nearest_page as near

urlpatterns = [
    path("services/", information_pages.services_page, name="services"),
    path("services/documents/", information_pages.service_requirements_page, name="documents"),
    path("services/driving-licence/", information_pages.driving_licence_page, name="driving_licence"),
    path("services/fir/", information_pages.fir_page, name="fir"),
    path("services/fir/application.pdf", blank_form_pages.download_blank_fir_application, name="blank_fir_application"),
    path("services/detention/", information_pages.detention_page, name="detention"),
    path(
        "services/detention/petition.pdf",
        blank_form_pages.download_blank_detention_petition,
        name="blank_detention_petition",
    ),
    path("services/legal-aid/", information_pages.legal_aid_page, name="legal_aid"),
    path("services/overseas/", external_service_pages.overseas_page, name="overseas"),
    path("services/centres/", external_service_pages.centres_page, name="centres"),
    path("services/social-media/", external_service_pages.links_page, {"kind": "social"}, name="social"),
    path("services/websites/", external_service_pages.links_page, {"kind": "website"}, name="website"),
    path(
        "services/citizen-portal/", external_service_pages.links_page, {"kind": "citizen_portal"}, name="citizen_portal"
    ),
    path("helplines/", information_pages.helplines_page, name="helplines"),
    path("offices/", office_pages.offices_page, name="offices"),
    path("offices/nearest/", near.show_nearest, name="nearest"),
    path("offices/<slug:code>/", office_pages.district_page, name="district"),
    path("whatsapp/", whatsapp_page.show_whatsapp_number, name="whatsapp"),
    path("privacy/", information_pages.privacy_page, name="privacy"),
    path("accessibility/", information_pages.accessibility_page, name="accessibility"),
    path("offline/", installable_app.offline_page, name="offline"),
    path("manifest.webmanifest", installable_app.show_app_manifest, name="manifest"),
]
