"""Services that pages show."""

from itertools import groupby

from information.models import Service

LICENCE_CODES = ("learner_permit", "licence_renewal")


def applicable_services_by_kind() -> list[tuple[str, list[list[Service]]]]:
    """Return the services that people apply for, by kind, with the label of the kind. One query.

    Adjacent services with the same details are in one list, so that a page shows the details once.
    """
    rows = Service.objects.exclude(kind="whatsapp_menu").order_by("-kind", "order")
    return [
        (of_kind[0].get_kind_display(), [list(same) for _, same in groupby(of_kind, key=_details_to_compare)])
        for of_kind in (list(rows) for _, rows in groupby(rows, key=lambda service: service.kind))
    ]


def driving_licence_services() -> dict[str, Service]:
    """Return the driving licence's services by code; one that is not loaded is missing. One query."""
    return {service.code: service for service in Service.objects.filter(kind="pkm", code__in=LICENCE_CODES)}


def services_at_embassies() -> list[list[Service]]:
    """Return the services of embassies and consulates; those with the same details are grouped. One query."""
    return [
        list(same) for _, same in groupby(Service.objects.of_kind("overseas_global_portal"), key=_details_to_compare)
    ]


def services_at_centres() -> list[Service]:
    """Return the services of a Khidmat Markaz. One query."""
    return list(Service.objects.of_kind("pkm"))


def centre_service(code: str) -> Service | None:
    """Return one service of a Khidmat Markaz. One query."""
    return Service.objects.filter(kind="pkm", code=code).first()


def whatsapp_menu_services() -> list[Service]:
    """Return the menu of the police's WhatsApp service, in its order. One query."""
    return list(Service.objects.of_kind("whatsapp_menu"))


def _details_to_compare(service: Service) -> tuple:
    return service.documents_en, service.fee_en, service.time_en, service.notes_en, service.url, service.as_of
