"""Who sees which review, and of a review which flags. Whatever is not here does not exist for its reader.

The officer sees their own; whoever decides, what lies at their office and is not kept from them, and what they decided;
the Central Police Office sees all, but nobody there a case of somebody beside or above them, the accountability branch
and auditors apart. A flag on a complaint that the firewall hides from a reader is not there for them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Posting
from accounts.rules.offices import OfficeKind, ancestors, lineage
from accounts.rules.roles import HAS_A_CELL, Role
from complaints.models import Complaint, Naming, ProvisionalExclusion
from complaints.models.naming import STATIONS
from reviews.models import Flag, Review, ReviewEvent
from reviews.models.review import ReviewQuerySet
from reviews.queries.cases import DECIDING
from reviews.rules.capacities import Doer, Position, decides_at_all
from reviews.rules.stages import UNDECIDED

OF_ALL = frozenset({Role.DISCIPLINE_OFFICER, Role.AUDITOR})
"""At the Central Police Office: who sees the case of their own head too."""


def oversees(post: Position) -> bool:
    """Whether a posting watches over reviews of the whole province."""
    return post.office_kind == OfficeKind.CENTRAL and (post.is_head or post.role in {*OF_ALL, Role.MONITOR})


def decides_somewhere(post: Position) -> bool:
    """Whether reviews can lie with this posting for a decision."""
    return decides_at_all(post) and post.office_kind in HAS_A_CELL


def visible_to(who: Doer, *, at: datetime, hidden: Sequence[int] | None = None) -> ReviewQuerySet:
    """The reviews that exist for somebody: each with a flag at least that they may know of.

    `hidden`: the ids of what the firewall hides from that posting, where they are known already; mostly none.
    """
    scope = Q(officer=who.officer_id)
    if who.post is not None:
        scope |= Exists(_decided_by(who)) | _lies_with(who)
        if oversees(who.post):
            scope |= _of_the_province(who.post, at=at)
    return Review.objects.filter(scope).filter(_known(who, at=at, hidden=hidden))


def _known(who: Doer, *, at: datetime, hidden: Sequence[int] | None) -> Q:
    """Each review has a flag, and few are of what is hidden: one without any of those need not be looked through."""
    this = {"review": OuterRef("pk")}
    if who.post is None:
        return Q(Exists(flags_for(who, at=at).filter(**this)))
    if hidden is None:
        shut = Q(breach__complaint__in=_hidden(who, at=at))
    elif hidden:
        shut = Q(breach__complaint__in=hidden)
    else:
        return Q()
    return ~Q(pk__in=Flag.objects.filter(shut).values("review")) | Q(Exists(Flag.objects.exclude(shut).filter(**this)))


def waiting_for(who: Doer, *, at: datetime) -> ReviewQuerySet:
    """Of those, what waits for a decision of this very officer."""
    if who.post is None:
        return Review.objects.none()
    undecided = visible_to(who, at=at).filter(_lies_with(who), status__in=[str(stage) for stage in UNDECIDED])
    return undecided.exclude(Exists(_decided_by(who))).exclude(officer=who.officer_id)


def flags_for(who: Doer, *, at: datetime) -> QuerySet[Flag]:
    """The flags of complaints that the firewall does not hide from this reader."""
    if who.post is None:
        return Flag.objects.exclude(Exists(_naming({who.officer_id})))
    return Flag.objects.exclude(breach__complaint__in=_hidden(who, at=at))


def _hidden(who: Doer, *, at: datetime) -> QuerySet:
    """The complaints that the firewall hides from them, found one by one."""
    return Complaint.objects.unscoped("computes what the reader may not see").ids_hidden_from(who.post, at=at)


def may_be_told(officer_id: int, *, at: datetime) -> QuerySet[Flag]:
    """The flags that may be laid before an officer, whatever they hold: two statements more."""
    posts = Posting.objects.filter(officer=officer_id).current(at).values_list("office", "office__path", "office__kind")
    held = list(posts)
    paths = {step for _office, path, _kind in held for step in lineage(path)}
    above = Posting.objects.heads().current(at).filter(office__path__in=paths).values_list("officer", flat=True)
    stations = [office for office, _path, kind in held if kind in STATIONS]
    flags = Flag.objects.exclude(breach__complaint__about_police=True, breach__complaint__place__in=stations)
    theirs = Q(officer__in={officer_id, *above}) | Q(office__path__in=paths)
    excluded = ProvisionalExclusion.objects.filter(theirs, complaint=OuterRef("breach__complaint"))
    return flags.exclude(Exists(_naming({officer_id, *above}))).exclude(Exists(excluded))


def _naming(officers: set[int]) -> QuerySet[Naming]:
    return Naming.objects.standing().filter(complaint=OuterRef("breach__complaint"), officer__in=officers)


def _decided_by(who: Doer) -> QuerySet[ReviewEvent]:
    return ReviewEvent.objects.filter(review=OuterRef("pk"), kind__in=DECIDING, officer=who.officer_id)


def _lies_with(who: Doer) -> Q:
    """What this posting may decide in, as reviews.rules.capacities has it; a test holds the two together."""
    if who.post is None or not decides_at_all(who.post):
        return Q(pk__in=[])
    late = ancestors(who.post.office_path) if who.post.is_head else lineage(who.post.office_path)
    late += [
        step for own in who.post.paths[1:] for step in lineage(own)
    ]  # in a head's place: where they sit themselves
    theirs = who.post.officers
    flags = Flag.objects.filter(review=OuterRef("pk"))
    named = Naming.objects.standing().filter(officer__in=theirs, complaint__breaches__flags__review=OuterRef("pk"))
    return (
        Q(seat=who.post.office_id)
        & ~Q(officer__in=theirs)
        & ~Exists(flags.filter(breach__flags__review__officer__in=theirs))
        & ~Exists(named)
        & ~Exists(flags.filter(breach__office__path__in=late))
    )


def _of_the_province(post: Position, *, at: datetime) -> Q:
    """A monitor sees nobody's case who sits at the Central Police Office too; its head, everybody's."""
    if post.is_head or post.role in OF_ALL:
        return Q(pk__isnull=False)
    beside = Posting.objects.current(at).filter(officer=OuterRef("officer"), office__kind=OfficeKind.CENTRAL.value)
    return Q(~Exists(beside))
