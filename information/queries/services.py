"""Services, as pages show them."""

from itertools import groupby

from information.models import Service

LICENCE = ("learner_permit", "licence_renewal")


def with_documents() -> list[tuple[str, list[list[Service]]]]:
    """The services of each kind that people apply for, under the words for the kind. One query.

    Neighbours of which the same is known stand in one list, so that a page says it once.
    """
    rows = Service.objects.exclude(kind="whatsapp_menu").order_by("-kind", "order")
    return [
        (of_kind[0].get_kind_display(), [list(alike) for _, alike in groupby(of_kind, key=_known)])
        for of_kind in (list(rows) for _, rows in groupby(rows, key=lambda service: service.kind))
    ]


def of_the_licence() -> dict[str, Service]:
    """The driving licence's services by code; one that is not loaded is missing. One query."""
    return {service.code: service for service in Service.objects.filter(kind="pkm", code__in=LICENCE)}


def from_abroad() -> list[list[Service]]:
    """What embassies and consulates take, alike ones together. One query."""
    return [list(alike) for _, alike in groupby(Service.objects.of_kind("overseas_global_portal"), key=_known)]


def at_centres() -> list[Service]:
    """What is done at a Khidmat Markaz. One query."""
    return list(Service.objects.of_kind("pkm"))


def of_code(code: str) -> Service | None:
    """One service of a Khidmat Markaz. One query."""
    return Service.objects.filter(kind="pkm", code=code).first()


def whatsapp_menu() -> list[Service]:
    """The menu of the police's WhatsApp service, in its order. One query."""
    return list(Service.objects.of_kind("whatsapp_menu"))


def _known(service: Service) -> tuple:
    return service.documents_en, service.fee_en, service.time_en, service.notes_en, service.url, service.as_of
