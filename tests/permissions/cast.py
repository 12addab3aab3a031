"""Who knocks at every door, and the complaints behind them."""

from dataclasses import dataclass, field

from django.test import Client
from django.utils.timezone import now

from accounts.models import Officer
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.officers import deactivate
from accounts.services.postings import post, transfer
from complaints.models import Complaint
from complaints.services.naming import name_officer
from tests.browser.samples import Samples
from tests.factories import OfficerFactory
from tests.signing_in import sign_in
from tests.world import World, build

CITIZENS = ["stranger", "complainant"]
OFFICERS = [
    *("salma", "farah", "dania", "bilal", "hina", "kamran", "latif", "usman"),  # Lahore, from the cell to the CCPO
    *("rashid", "sana"),  # another district of another region
    *("imran", "nadia", "zara", "asad", "omar", "wajid"),  # the CPO; Wajid is its discipline officer
    "moved",  # was an inquiry officer beside Bilal until this morning, and is one in Multan now
]
SHUT_OUT = ["deactivated", "unposted", "factorless"]
ACTORS = [*CITIZENS, *OFFICERS, *SHUT_OUT]

# Who sees which complaint. Plain: Bilal has it. Conduct: it came in against Gulberg station. Confidential: Dania has
# it. Accusing: a conduct complaint that names Dania, who heads the circle; the district has it.
SEES = """
                 salma farah dania bilal hina kamran latif usman rashid sana imran nadia zara asad omar wajid moved
    plain          x     x     x     x    x     -      -     x     -     -     x     x     x    x    -     -     -
    conduct        x     -     -     -    -     -      -     x     -     -     x     x     x    x    -     -     -
    confidential   x     x     x     x    -     -      -     x     -     -     x     x     x    x    -     -     -
    accusing       x     -     -     -    -     -      -     x     -     -     x     x     x    x    -     -     -
"""


def sight() -> dict[str, frozenset[str]]:
    """The table above: by complaint, the officers who see it."""
    head, *lines = [line.split() for line in SEES.strip().splitlines()]
    return {name: frozenset(who for who, sees in zip(head, row, strict=True) if sees == "x") for name, *row in lines}


@dataclass
class Cast:
    """The world, its samples, and a browser for each actor."""

    world: World = field(default_factory=build)
    complaints: dict[str, Complaint] = field(default_factory=dict)

    def __post_init__(self):
        self.samples = Samples(self.world)
        self.complaints = {
            "plain": self.samples.asked,
            "conduct": self.samples.worded,
            "confidential": self.samples.confidential,
            "accusing": self._accusing(),
        }
        self.people = {name: self.world.people[name].officer for name in OFFICERS if name in self.world.people}
        self.people["wajid"] = self._hired("wajid", Rank.SP, "punjab", Role.DISCIPLINE_OFFICER)
        self.people["moved"] = self._moved()
        self.people["deactivated"] = self._hired("deactivated", Rank.IP, "gulberg_circle", Role.INQUIRY_OFFICER)
        self.people["unposted"] = OfficerFactory(name_en="Unposted")
        self.people["factorless"] = self._hired("factorless", Rank.SP, "punjab", Role.MONITOR)

    def browser(self, actor: str) -> Client:
        """Signed in as far as that actor comes."""
        client = Client()
        if actor == "complainant":
            client.cookies["sessionid"] = self.samples.session("complainant")
        elif actor == "factorless":
            client.force_login(self.people[actor])
        elif actor == "deactivated":
            sign_in(client, self.people[actor])
            deactivate(officer=self.people[actor], by=None, at=now())
        elif actor != "stranger":
            sign_in(client, self.people[actor])
        return client

    @property
    def names(self) -> dict[str, str]:
        """What the addresses are filled in with."""
        named = {name: complaint.etag for name, complaint in self.complaints.items()}
        return self.samples.names | named | {"kamran": self.world.kamran.officer.pk}

    def _accusing(self) -> Complaint:
        world, start = self.world, self.samples.start
        complaint = world.complaint("bribe_demand", start, station="garden_town")
        name_officer(
            complaint_id=complaint.pk, officer_id=world.dania.officer.pk, why="The receipt bears her name.",
            by=world.nadia.actor, at=start,
        )  # fmt: skip
        return complaint

    def _hired(self, name: str, rank: Rank, office: str, role: Role) -> Officer:
        officer = OfficerFactory(name_en=name.title(), rank=rank)
        post(officer=officer, office=self.world.office(office), role=role, by=None, at=self.samples.start)
        return officer

    def _moved(self) -> Officer:
        officer = self._hired("moved", Rank.IP, "gulberg_circle", Role.INQUIRY_OFFICER)
        transfer(posting=officer.postings.get(), to=self.world.office("multan"), by=None, at=now())
        return officer
