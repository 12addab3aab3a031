"""Some hundred and sixty officers at real ranks across the province. Every name is invented."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts.models import Office, Officer, Posting
from accounts.rules.offices import Kind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from accounts.services.factors import give_app
from accounts.services.officers import create_officer
from accounts.services.postings import post
from demo.codes import secret_of

PASSWORD = "demo only, never in production"  # noqa: S105 (the page of codes shows it; DEMO is refused elsewhere)

FIRST = [
    ("Ahmad", "احمد"), ("Sana", "ثنا"), ("Bilal", "بلال"), ("Faisal", "فیصل"), ("Hina", "حنا"), ("Imran", "عمران"),
    ("Junaid", "جنید"), ("Kashif", "کاشف"), ("Mehwish", "مہوش"), ("Nadeem", "ندیم"), ("Omar", "عمر"),
    ("Rabia", "رابعہ"), ("Saad", "سعد"), ("Tahir", "طاہر"), ("Usman", "عثمان"), ("Zara", "زارا"), ("Waqas", "وقاص"),
    ("Asma", "اسما"), ("Danish", "دانش"), ("Farhan", "فرحان"), ("Ghazala", "غزالہ"),
]  # fmt: skip
LAST = [
    ("Chaudhry", "چوہدری"), ("Malik", "ملک"), ("Bhatti", "بھٹی"), ("Gondal", "گوندل"), ("Rana", "رانا"),
    ("Sheikh", "شیخ"), ("Cheema", "چیمہ"), ("Warraich", "وڑائچ"), ("Mirza", "مرزا"), ("Awan", "اعوان"),
]  # fmt: skip
WOMEN = {"Sana", "Hina", "Mehwish", "Rabia", "Zara", "Asma", "Ghazala"}

CITIES = ("rawalpindi", "faisalabad", "multan", "gujranwala")
STAFFED = (*CITIES, "sargodha", "bahawalpur")


@dataclass(frozen=True)
class Post:
    """A post to fill: where, in which role, by what rank (None: a civilian), and the address to sign in with."""

    address: str
    office: str
    role: Role
    rank: Rank | None
    is_head: bool = False


def posts() -> Iterator[Post]:
    """Every post of the demo, from the Central Police Office down."""
    yield Post("igp", "punjab", Role.SUPERVISOR, Rank.IG, True)
    yield Post("operator.cpo", "punjab", Role.COMPLAINT_OPERATOR, None)
    yield Post("operator2.cpo", "punjab", Role.COMPLAINT_OPERATOR, None)
    yield Post("monitor", "punjab", Role.MONITOR, Rank.SSP)
    yield Post("auditor", "punjab", Role.AUDITOR, Rank.SP)
    yield Post("discipline", "punjab", Role.DISCIPLINE_OFFICER, Rank.DIG)
    yield Post("administrator", "punjab", Role.ADMINISTRATOR, None)
    yield Post("administrator2", "punjab", Role.ADMINISTRATOR, None)
    yield from _lahore()
    regions = Office.objects.regions().exclude(code="region_lahore").order_by("code").values_list("code", flat=True)
    for region in regions:
        yield Post(f"rpo.{region.removeprefix('region_')}", region, Role.SUPERVISOR, Rank.DIG, True)
    for district in Office.objects.districts().exclude(code="lahore").order_by("code").values_list("code", flat=True):
        title, rank = ("cpo", Rank.SSP) if district in CITIES else ("dpo", Rank.SP)
        yield Post(f"{title}.{district}", district, Role.SUPERVISOR, rank, True)
        yield Post(f"operator.{district}", district, Role.COMPLAINT_OPERATOR, None)
    for district in STAFFED:
        yield from _staffed(district)
    for address in ("appeals", "appeals2"):  # last, so that nobody else's name changes
        yield Post(address, "punjab", Role.SUPERVISOR, Rank.DIG)


def _lahore() -> Iterator[Post]:
    yield Post("ccpo", "region_lahore", Role.SUPERVISOR, Rank.ADDL_IG, True)
    yield Post("operator", "lahore", Role.COMPLAINT_OPERATOR, None)
    yield Post("operator2", "lahore", Role.COMPLAINT_OPERATOR, None)
    for division in Office.objects.filter(kind=Kind.DIVISION, parent__code="lahore").order_by("code"):
        yield Post(f"sp.{division.code.removeprefix('lahore_')}", division.code, Role.SUPERVISOR, Rank.SP, True)
    for circle in Office.objects.filter(kind=Kind.CIRCLE, code__startswith="lahore_").order_by("code"):
        name = circle.code.removeprefix("lahore_").removesuffix("_circle")
        yield Post(f"sdpo.{name}", circle.code, Role.SUPERVISOR, Rank.DSP, True)
        yield Post(f"inquiry.{name}", circle.code, Role.INQUIRY_OFFICER, Rank.IP)
        yield Post(f"sho.{name}", f"lahore_{name}", Role.SUPERVISOR, Rank.IP, True)
    yield Post("sho.block_j", "lahore_block_j", Role.SUPERVISOR, Rank.IP, True)
    yield Post("clerk", "lahore_gulshan_park_circle", Role.CLERK, Rank.HC)


def _staffed(district: str) -> Iterator[Post]:
    """Each circle has an SDPO, an inquiry officer and a station's head; the first ones sign in by the district."""
    circles = Office.objects.filter(kind=Kind.CIRCLE, parent__code=district).order_by("code")
    for number, circle in enumerate(circles, 1):
        ending = district if number == 1 else f"{district}.{number}"
        yield Post(f"sdpo.{ending}", circle.code, Role.SUPERVISOR, Rank.DSP, True)
        yield Post(f"inquiry.{ending}", circle.code, Role.INQUIRY_OFFICER, Rank.IP)
        yield Post(f"sho.{ending}", circle.code.removesuffix("_circle"), Role.SUPERVISOR, Rank.IP, True)


def hire(*, at: datetime) -> list[Posting]:
    """Make every officer and post them, at a moment before the first complaint."""
    names = itertools.cycle(itertools.product(LAST, FIRST))
    offices = {office.code: office for office in Office.objects.all()}
    hired = [_hire(wanted, next(names), offices, at=at) for wanted in posts()]
    ccpo = next(posting for posting in hired if posting.office.code == "region_lahore")
    # Hashed once: a hundred hashes of one password would take most of the time in which the officers are made.
    Officer.objects.filter(pk__in=[posting.officer_id for posting in hired]).update(password=make_password(PASSWORD))
    hired.append(post(officer=ccpo.officer, office=offices["lahore"], role=ccpo.role, is_head=True, by=None, at=at))
    return hired


def _hire(wanted: Post, name, offices: dict[str, Office], *, at: datetime) -> Posting:
    (last, last_ur), (first, first_ur) = name
    officer = create_officer(
        email=f"{wanted.address}@demo.example",
        name_en=f"{first} {last}",
        name_ur=f"{first_ur} {last_ur}",
        rank=wanted.rank,
        is_woman=first in WOMEN,
        by=None,
        at=at,
    )
    give_app(officer=officer, secret=secret_of(officer.email))
    return post(
        officer=officer, office=offices[wanted.office], role=wanted.role, is_head=wanted.is_head, by=None, at=at
    )
