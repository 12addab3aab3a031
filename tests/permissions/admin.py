"""Django's admin: open to the administrator alone, and each list as its column says. Nothing is deleted there.

The rows are made from the table below: a list that is missing there is a route without a row. (accounts.admin_base)
"""

from dataclasses import replace

from tests.permissions.cast import CITIZENS, of_their_role
from tests.permissions.rows import FACTOR, FORBIDDEN, LET_IN, NOBODY, NOT_THERE, SIGN_IN, Row, Rule, led

OMAR, BOTH, ONE_IN = frozenset({"omar"}), frozenset({"GET", "POST"}), 4

# What an administrator adds and changes; all of them are shown. Rule: offices, postings, categories, policies, public
# information. Records cannot be changed, and limits change by a new version that a second administrator confirms.
TABLE = """
                               adds changes
    accounts_office             x      x
    accounts_officechange       x      x
    accounts_officer            x      x
    accounts_posting            x      x
    accounts_rolegrant          x      x
    accounts_staffact           -      -
    api_apiclient               x      x
    api_partnerchange           -      x
    complaints_category         -      x
    complaints_policy           -      -
    complaints_policychange     x      x
    complaints_retentionperiod  -      -
    complaints_retentionchange  x      x
    complaints_outsideauthority -      -
    complaints_outsideauthoritychange x x
    complaints_understandingphrase x   x
    complaints_workingcalendar  -      -
    complaints_calendarchange   x      x
    complaints_holiday          x      x
    information_helpline        x      x
    information_service         x      x
    information_link            x      x
    information_step            x      x
    information_centre          x      x
    information_legalaid        x      x
    information_legalformreview x      x
    monitoring_boardtarget      -      -
    monitoring_boardtargetchange x     x
    notices_notice              -      -
    whatsapp_accountevent       -      -
    whatsapp_update             -      -
    whatsapp_chatsentence       -      x
    mail_intake_incomingmail    -      -
"""


def refused(actor: str, about: str, method: str) -> set[str]:
    """Everybody else is redirected to its sign-in page (`admin:login`), which admits nobody who is signed in."""
    if actor == "factorless":
        return {FACTOR}
    return {FORBIDDEN, NOT_THERE} if actor in OMAR else {led("admin:login")}


def at_the_sign_in(actor: str, about: str, method: str) -> set[str]:
    if actor == "factorless":
        return {FACTOR}
    return {SIGN_IN} if actor in {*CITIZENS, "deactivated"} else {FORBIDDEN}


def at_the_way_out(actor: str, about: str, method: str) -> set[str]:
    return {FACTOR} if actor == "factorless" else {led("admin:index")}


def alike(row: Row, actor: str, about: str, method: str) -> Rule | None:
    """Everybody who is no administrator gets the same answer."""
    return None if actor in OMAR else Rule("is no administrator", of_their_role(actor))


def row(path: str, who=OMAR, *, senders=None, to: str = "", refuse=refused) -> Row:
    """Django's own pages accept a form everywhere; without a form it changes nothing.

    `to`: where Omar is redirected.
    """
    yes = dict.fromkeys(BOTH, to) if to else {"GET": LET_IN}
    return Row(f"desk/admin/{path}", who, refuse, BOTH, yes, senders=senders, alike=alike, one_in=ONE_IN)


def only_looked_at(path: str) -> Row:
    return replace(row(path), takes=frozenset({"GET"}))


def rows_of(model: str, adds: str, changes: str) -> dict[str, Row]:
    """Return the rows for the routes of one list."""
    place = "/".join(model.rsplit("_", 1))  # an app's name may have "_", a model's has none
    one, name = f"{place}/{{{model}}}", f"admin:{model}"
    return {
        f"{name}_changelist": row(f"{place}/"),
        f"{name}_add": row(f"{place}/add/", OMAR if adds == "x" else NOBODY),
        f"{name}_change": row(f"{one}/change/", senders=OMAR if changes == "x" else NOBODY),
        f"{name}_history": row(f"{one}/history/"),
        f"{name}_delete": row(f"{one}/delete/", NOBODY),
        f"desk/admin/{place}/<path:object_id>/": row(f"{one}/", to=led(f"{name}_change")),
    }


WHOLE_SITE = {
    "admin:index": row(""),
    "admin:app_list": row("accounts/"),
    "admin:jsi18n": only_looked_at("jsi18n/"),
    "admin:autocomplete": only_looked_at(
        "autocomplete/?app_label=accounts&model_name=posting&field_name=officer&term=b"
    ),
    "admin:accounts_posting_upcoming": row("accounts/posting/upcoming/"),
    "admin:api_apiclient_events": row("api/apiclient/{api_apiclient}/events/"),
    "admin:login": row("login/", NOBODY, refuse=at_the_sign_in),
    "admin:logout": row("logout/", to=led("account_logout"), refuse=at_the_way_out),
    "admin:password_change": row("password_change/", to=led("mfa_index")),
    "admin:password_change_done": row("password_change/done/", to=led("mfa_index")),
    "admin:view_on_site": row("r/{complaint_type}/{plain_id}/", NOBODY),  # it does not reveal whether there is one
    "desk/admin/(?P<url>.*)$": row("no/such/page/", NOBODY),
}
WHOLE_SITE |= {
    "admin:complaints_policychange_simulation": row("complaints/policychange/simulation/{complaints_policysimulation}/")
}
LISTS = [line.split() for line in TABLE.strip().splitlines()[1:]]
ROWS = WHOLE_SITE | {name: one for line in LISTS for name, one in rows_of(*line).items()}
