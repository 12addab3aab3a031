"""Find the officers and places that a search names, so that it can offer the lists of their complaints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.actors import Actor
from accounts.models import Office, Posting
from complaints.models import Complaint

MOST_SHOWN = 5
SHORTEST_WORD = 2
MOST_WORDS = 8


@dataclass(frozen=True)
class NamedLists:
    """Current postings whose officer has this name, and offices with this name. At most MOST_SHOWN of each."""

    postings: Sequence[Posting] = ()
    places: Sequence[Office] = ()

    def __bool__(self):
        return bool(self.postings or self.places)


def find_named_lists(typed: str, *, actor: Actor, at: datetime) -> NamedLists:
    """Return the officers below the actor's office, and the places in reach, whose name contains every word.

    Two statements. None for a search with a word that is too short: it is in too many names.
    """
    words = typed.split()
    if not words or len(words) > MOST_WORDS or min(map(len, words)) < SHORTEST_WORD:
        return NamedLists()
    by_officer, by_name = Q(), Q()
    for word in words:
        by_officer &= Q(officer__name_en__icontains=word) | Q(officer__name_ur__icontains=word)
        by_name &= Q(name_en__icontains=word) | Q(name_ur__icontains=word)
    postings = Posting.objects.current(at).with_people().filter(by_officer, office__path__startswith=actor.office_path)
    places = Office.objects.filter(by_name & offices_in_reach(actor)).order_by("path")
    return NamedLists(list(postings.order_by("officer__name_en", "pk")[:MOST_SHOWN]), list(places[:MOST_SHOWN]))


def offices_in_reach(actor: Actor) -> Q:
    """Return the condition that an office is the actor's, or below it, or the place of a complaint that they hold."""
    held = Complaint.objects.visible_to(actor).held_by(actor.posting_id).order_by()
    return Q(path__startswith=actor.office_path) | Q(pk__in=held.values("place"))
