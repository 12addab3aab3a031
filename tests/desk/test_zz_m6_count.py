from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.conftest import seat, address, world  # noqa
from tests.world import clock
from complaints.services import joining
from complaints.models import Complaint

def test_n(world, seat):
    a = world.in_inquiry("10:00"); b = world.complaint("threats", "09:05", by="bashir")
    for who in ("bilal", "salma", "dania", "zara", "usman"):
        s = seat(world.people[who]); s.opens(a, "10:10")
        with CaptureQueriesContext(connection) as q: s.opens(a, "10:20")
        n = len(q)
        globals().setdefault("N", {})[who] = n
    joining.link(Complaint.objects.for_service().get(pk=a.pk), typed=b.etag, by=world.salma.actor, at=clock("10:30"), words="x")
    for who in ("bilal", "salma", "dania", "zara", "usman"):
        s = seat(world.people[who]); s.opens(a, "10:40")
        with CaptureQueriesContext(connection) as q: s.opens(a, "10:50")
        print(who, N[who]-3, len(q)-3)
