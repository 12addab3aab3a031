"""The desk's search: by words in complainants' statements, by number, by name.

If no complaint contains all the words, those with words of similar spelling are shown.

Results are newest first, paged by id. However many complaints hold a word, a page checks only the newest CANDIDATES; if
it stops there, it says so, and the next page goes on from there. The newest complaints are searched first, and older
ones only if those hold too few: common words are found at once, and rare words have few matches anywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complainant, Complaint, OpenWords, Statement
from complaints.models.complaint import ComplaintQuerySet
from complaints.models.database.full_text_search import search_query, search_vector
from complaints.rules.search.search_words import SearchWord
from desk.queries.complaint_list_pages import SIZE
from desk.queries.planner_settings import force_bitmap_scan
from desk.queries.queue_rows import load_queue_rows
from desk.rules.protected_identity import may_know_protected_complainants

CANDIDATES = 2_000
FIRST_WINDOW = 256_000
"""How many ids the first window of a search spans. A word in one of 128 complaints has CANDIDATES matches there. The
matches of a rarer word decide how wide the second window is."""
SHORTEST_SIMILAR = 4  # letters: too many words are similar to a shorter one


class Matches(Func):
    """Whether a text vector matches a text query."""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


@dataclass(frozen=True)
class SearchResult:
    """Rows of the queue, newest first. `below`: the id from which the next page goes on, None at the end.

    `cut`: the page stopped before it was full. `alike`: no complaint contains all the words, and these contain words of
    similar spelling.
    """

    rows: list[dict]
    below: int | None = None
    cut: bool = False
    alike: bool = False


def is_visible_etag(etag: str, *, actor: Actor) -> bool:
    """Return whether this actor may see a complaint with that E-tag. One statement."""
    return Complaint.objects.visible_to(actor).filter(etag=etag).exists()


def search_by_words(
    words: Sequence[SearchWord], *, actor: Actor, open_only: bool = False, below: int | None = None
) -> SearchResult:
    """Return complaints whose statement contains all of these words, or words that begin with them.

    See complaints.rules.search.search_words. Six statements at most, four in a small portal. The words of open
    complaints have a table of their own; an office below the CPO has few of them, so all are searched.
    """
    visible, has_words = Complaint.objects.visible_to(actor), Matches(search_vector("folded"), search_query(words))
    if not open_only:
        return _visible_among_candidates(_find_newest_ids(Statement.objects.filter(has_words), below), visible)
    texts, visible = OpenWords.objects.filter(has_words), visible.open()
    if actor.office_kind is OfficeKind.CENTRAL:
        return _visible_among_candidates(_newest_ids_query(texts, below), visible)
    older = Q() if below is None else Q(pk__lt=below)
    return _load_result_page(visible.filter(older, pk__in=texts.values("complaint")))


def search_by_similar_words(words: Sequence[SearchWord], *, actor: Actor) -> SearchResult:
    """Return the newest open complaints with words of similar spelling: one page, without a next one.

    A word that occurs in an open complaint that the actor may see must be contained as it is; an index finds it ten
    times faster. Every other word must resemble a word of the complaint. Numbers and words shorter than
    SHORTEST_SIMILAR that do not occur are ignored; if no word is left to compare, nothing is found.
    """
    visible = Complaint.objects.visible_to(actor).open()
    with force_bitmap_scan():
        occurring = _find_occurring_words(words, visible)
        others = [word.folded for word in words if word not in occurring]
        misspelt = [word for word in others if len(word) >= SHORTEST_SIMILAR and not word.isdecimal()]
        if not misspelt:
            return SearchResult([])
        # pg_trgm: a word similarity of 0.6 or more
        texts = OpenWords.objects.filter(*(Q(folded__trigram_word_similar=word) for word in misspelt))
        if occurring:
            texts = texts.filter(Matches(search_vector("folded"), search_query(occurring)))
        candidates = list(_newest_ids_query(texts, None))
    result = _visible_among_candidates(candidates, visible)
    return SearchResult(result.rows, cut=result.below is not None, alike=True)


def search_by_person_number(index_values: dict[str, list[bytes]], *, actor: Actor) -> SearchResult:
    """Return the complaints of a telephone or identity number, if this actor may see whose they are. Three statements.

    `index_values`: blind indexes by the name of the complainant's column.
    """
    people = Complainant.objects.filter(**{f"{column}__in": values for column, values in index_values.items()})
    ids = list(people.values_list("pk", flat=True)[:CANDIDATES])
    return _load_result_page(
        filter_by_visible_identity(Complaint.objects.visible_to(actor), actor).filter(complainant__in=ids)
    )


def search_by_complainant_name(names: Sequence[Sequence[bytes]], *, actor: Actor) -> SearchResult:
    """Return the newest complaints of people with this name, if this actor may see whose they are.

    `names`: for each word of the name the blind indexes of which one must match. Six statements at most.
    """
    people = Complainant.objects.all()
    for marks in names:
        people = people.filter(name_index__overlap=list(marks))
    candidates = _find_newest_ids(people, None, column="pk")
    visible = filter_by_visible_identity(Complaint.objects.visible_to(actor), actor)
    return _visible_among_candidates(candidates, visible)


def filter_by_visible_identity(complaints: ComplaintQuerySet, actor: Actor) -> ComplaintQuerySet:
    """Return those whose complainant this actor may know: the rule of `complaint_details.may_see_identity`."""
    return (
        complaints if may_know_protected_complainants(actor) else complaints.filter(confidential=False, protected=False)
    )


def _find_occurring_words(words: Sequence[SearchWord], visible: ComplaintQuerySet) -> list[SearchWord]:
    """Return the words that occur in these open complaints. Only the newest CANDIDATES complaints with one are checked.

    Complaints that the actor may not see must not count: their reader could test whether a name occurs in one. One
    statement.
    """
    queries = []
    for number, word in enumerate(words):
        texts = OpenWords.objects.filter(Matches(search_vector("folded"), search_query([word])))
        newest = texts.order_by("-complaint").values("complaint")[:CANDIDATES]
        queries.append(visible.filter(pk__in=newest).order_by().values_list(Value(number))[:1])
    return [words[number] for (number,) in queries[0].union(*queries[1:], all=True)]


def _find_newest_ids(texts: QuerySet, below: int | None, *, column: str = "complaint") -> list[int]:
    """Return the ids of the newest complaints with these texts, one more than a page checks.

    `column`: the column with the complaint's id; a complainant has the same id as their complaint.

    One statement for the newest id, and one for each window of ids, at most three. Common words need only the first.
    The second is so wide that it should hold twice CANDIDATES, if the words are as frequent there; it has all older ids
    if the first holds none. The third has the rest.
    """
    last = Statement.objects.order_by("-complaint").values_list("complaint", flat=True)[:1]
    top = below if below is not None else next(iter(last), 0) + 1
    ids: list[int] = []
    upper, window = top, FIRST_WINDOW
    while upper > 0 and len(ids) <= CANDIDATES:
        lower = max(0, upper - window)
        in_window = texts.filter(**{f"{column}__gte": lower, f"{column}__lt": upper})
        # `+ 0` keeps PostgreSQL from using the order of the column. Where few of very many texts match, it would read
        # back through all of them instead of using the index of the words (0.9 s at ten million complaints). That can
        # happen in a later window, or in a first one that reaches the oldest complaint.
        is_first = upper == top
        newest_first = F(column).desc() if is_first and lower else (F(column) + 0).desc()
        ids += in_window.order_by(newest_first).values_list(column, flat=True)[: CANDIDATES + 1 - len(ids)]
        window = 2 * CANDIDATES * window // len(ids) if is_first and ids else lower
        upper = lower
    return ids


def _newest_ids_query(texts: QuerySet, below: int | None) -> QuerySet:
    """Return the ids of the newest complaints with these texts, one more than a page checks."""
    if below is not None:
        texts = texts.filter(complaint__lt=below)
    return texts.order_by("-complaint").values_list("complaint", flat=True)[: CANDIDATES + 1]


def _visible_among_candidates(candidates: Iterable[int], visible: ComplaintQuerySet) -> SearchResult:
    """Return the candidates that the actor may see, and whether there are more candidates than were checked."""
    candidates = list(candidates)
    if not candidates:
        return SearchResult([])
    checked = candidates[:CANDIDATES]
    result = _load_result_page(visible.filter(pk__in=checked))
    if result.below is None and len(candidates) > CANDIDATES:
        return SearchResult(result.rows, below=checked[-1], cut=True)
    return result


def _load_result_page(complaints: ComplaintQuerySet) -> SearchResult:
    rows = load_queue_rows(complaints.order_by("-id").values_list("pk", flat=True)[: SIZE + 1])
    return SearchResult(rows[:SIZE], below=rows[SIZE - 1]["id"] if len(rows) > SIZE else None)
