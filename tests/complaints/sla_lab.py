"""What the tests of the SLA lab share: time limits of one category, and complaints that miss some of them."""

from complaints.models import Policy
from complaints.services.administration.policy_limit_changes import LIMIT_FIELDS
from tests.world import DAY

CODE = "financial_crime"
NOW = "+25d 12:00"


def limits(**wanted) -> dict:
    now = Policy.objects.filter(category__code=CODE).order_by("-version").first()
    return {name: getattr(now, name) for name in LIMIT_FIELDS} | {"source": "Standing Order 4"} | wanted


def in_force(wanted: dict) -> None:
    """Let these limits apply to complaints from the first day on."""
    old = Policy.objects.get(category__code=CODE, valid_until=None)
    Policy.objects.filter(pk=old.pk).update(valid_until=DAY)
    Policy.objects.create(category=old.category, version=old.version + 1, valid_from=DAY, **wanted)


def many(world, number=12, **answers):
    """File complaints that get their contact 20 hours late for a limit of 4 hours, in time for one of 48."""
    made = []
    for _ in range(number):
        complaint = world.complaint(CODE, "09:00", **answers)
        world.salma.marks(complaint, to=world.bilal, at="09:10")
        world.bilal.records_contact(complaint, "+1d 09:00")
        made.append(complaint)
    return made
