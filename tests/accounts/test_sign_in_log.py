"""Sign-ins, sign-outs and refused attempts are logged, without what was typed."""

import logging

import pytest

from tests.accounts.conftest import PASSWORD
from tests.signing_in import code_of, give_app_to

pytestmark = pytest.mark.django_db
LOGGER = "accounts.services.sign_in_logging"


def test_who_signs_in_and_out_and_who_is_refused_stands_in_the_log(client, officer, heads, lahore, caplog):
    bilal = officer("Bilal")
    heads("t_station", bilal)
    secret = give_app_to(bilal)
    with caplog.at_level(logging.INFO, LOGGER):
        for email, password in (("bilal@example.org", "a wrong password"), ("nobody@example.org", PASSWORD)):
            client.post("/desk/sign-in/", {"login": email, "password": password})
        client.post("/desk/sign-in/", {"login": "bilal@example.org", "password": PASSWORD})
        assert not [one for one in caplog.messages if "signed in" in one], "the password alone is no sign-in"
        client.post("/desk/sign-in/code/", {"code": "000000"})
        client.post("/desk/sign-in/code/", {"code": code_of(secret)})
        client.post("/desk/my-sign-in/again/code/", {"code": "000000"})
        client.post("/desk/sign-out/")
    said = [one.getMessage() for one in caplog.records if one.name == LOGGER]
    refused = "A sign-in was refused: no officer has that address and password"
    no_factor = f"A second factor of officer {bilal.pk} was refused"
    signed = [f"Officer {bilal.pk} signed {way}" for way in ("in", "out")]
    assert said == [refused, refused, no_factor, signed[0], no_factor, signed[1]]
