"""Signing in and one's own second factor: the pages for actors who are signed out, half signed in and signed in.

Half signed in means that the password was entered and no second factor was shown; the table says what they reach then.
Nobody here has an app or recovery codes to remove. Before a factor is added beside another one, or changed, the
password is asked for again (tests/accounts covers what follows).
"""

from tests.permissions.cast import ACTORS, CITIZENS, OFFICERS, of_their_role
from tests.permissions.rows import FACTOR, LED_ON, LET_IN, NOBODY, NOT_THERE, SIGN_IN, Row, Rule, led

AGAIN, BOTH = led("account_reauthenticate"), "GET POST"
OUTSIDE = {*CITIZENS, "deactivated"}
ONE_IN = 2
WHOLE = {*OFFICERS, "unposted"}

# name: path and methods; the answer when signed out, half signed in, signed in
TABLE = {
    "account_login": ("desk/sign-in/", BOTH, LET_IN, LED_ON, LED_ON),
    "mfa_authenticate": ("desk/sign-in/code/", BOTH, SIGN_IN, LED_ON, LED_ON),
    "account_inactive": ("desk/inactive/", "GET", LET_IN, LET_IN, LET_IN),
    "account_reset_password": ("desk/password/reset/", BOTH, LET_IN, LET_IN, LET_IN),
    "account_reset_password_done": ("desk/password/reset/sent/", "GET", LET_IN, LET_IN, LET_IN),
    "account_reset_password_from_key": ("desk/password/reset/{key}/", BOTH, LED_ON, LED_ON, LED_ON),
    "account_reset_password_from_key_done": ("desk/password/set/", "GET", LET_IN, LET_IN, LET_IN),
    "second_factor": ("desk/my-sign-in/first/", "GET", SIGN_IN, LET_IN, led("mfa_index")),
    "mfa_activate_totp": ("desk/my-sign-in/app/", BOTH, SIGN_IN, LET_IN, AGAIN),
    "mfa_add_webauthn": ("desk/my-sign-in/passkey/", BOTH, SIGN_IN, LET_IN, AGAIN),
    "mfa_deactivate_totp": ("desk/my-sign-in/app/away/", BOTH, SIGN_IN, FACTOR, NOT_THERE),
    "mfa_remove_webauthn": ("desk/my-sign-in/passkey/{passkey}/away/", BOTH, SIGN_IN, FACTOR, AGAIN),
    "mfa_view_recovery_codes": ("desk/my-sign-in/codes/", "GET", SIGN_IN, FACTOR, NOT_THERE),
    "mfa_generate_recovery_codes": ("desk/my-sign-in/codes/new/", BOTH, SIGN_IN, FACTOR, AGAIN),
    "account_reauthenticate": ("desk/my-sign-in/again/", BOTH, SIGN_IN, LET_IN, LET_IN),
    "mfa_reauthenticate": ("desk/my-sign-in/again/code/", BOTH, SIGN_IN, AGAIN, AGAIN),
    # Single sign-on is not set up for the matrix: then none of its pages exists (tests/accounts/single_sign_on).
    "sso_sign_in": ("desk/sign-in/sso/", "POST", NOT_THERE, NOT_THERE, NOT_THERE),
    "sso_callback": ("desk/sign-in/sso/back/", "GET", NOT_THERE, NOT_THERE, NOT_THERE),
    "sso_link": ("desk/my-sign-in/sso/", BOTH, SIGN_IN, FACTOR, NOT_THERE),
    "sso_confirm_link": ("desk/my-sign-in/sso/confirm/", BOTH, SIGN_IN, FACTOR, NOT_THERE),
    "mfa_reauthenticate_webauthn": ("desk/my-sign-in/again/passkey/", BOTH, SIGN_IN, AGAIN, AGAIN),
}


def stage_of(actor: str) -> int:
    """Return how far an actor is signed in: the index of the table's answers."""
    return 0 if actor in OUTSIDE else 2 if actor in WHOLE else 1


def alike(row: Row, actor: str, about: str, method: str) -> Rule | None:
    """Officers get the same answer if they are signed in to the same degree, whatever their posting."""
    return Rule("is an officer", of_their_role(actor)) if actor in OFFICERS else None


def _row(path: str, takes: str, *answers: str) -> Row:
    def refused(actor: str, about: str, method: str) -> set[str]:
        return {answers[stage_of(actor)]}

    return Row(path, NOBODY, refused, frozenset(takes.split()), alike=alike, one_in=ONE_IN)


def _sign_out() -> Row:
    """Signing out redirects everybody to the first page; a GET asks officers for confirmation."""

    def answer(actor: str, about: str, method: str) -> set[str]:
        return {LET_IN} if method == "GET" and actor not in OUTSIDE else {led("home")}

    return Row("desk/sign-out/", NOBODY, answer, frozenset({"GET", "POST"}), alike=alike, one_in=ONE_IN)


ROWS = {name: _row(*answers) for name, answers in TABLE.items()} | {"account_logout": _sign_out()}
assert {*OUTSIDE, *WHOLE, "factorless"} == set(ACTORS)
