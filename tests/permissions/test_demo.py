"""Pages that exist in the demo only: everybody may open them there."""

from runpy import run_path
from types import ModuleType

import pytest

from config import urls
from tests.permissions.knocking import addresses
from tests.permissions.rows import METHODS

PAGES = {
    "demo_page": "/demo/",
    "demo_making": "/demo/making/",
    "demo:mailbox": "/demo/mailbox/",
    "demo_codes": "/demo/codes/",
    "demo_phone_screen": "/demo/phone/923001112233/screen/",
    "styleguide": "/styleguide/",
    "styleguide_messages": "/styleguide/messages/",
    "styleguide_letter": "/styleguide/messages/resolved/plain/",
}
# The telephone's page also accepts messages, which go to the WhatsApp simulator only.
WRITTEN_ON = {"demo_phones": "/demo/phone/", "demo_phone": "/demo/phone/923001112233/"}
# A file of a chat; without the simulator there is none.
FILES = {"demo_phone_file": "/demo/phone/923001112233/file/1/"}
# One click signs in: only a form.
CLICKED = {"demo_sign_in": "/demo/sign-in/monitor/"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    """The portal's addresses in DEMO."""
    settings.DEMO = True
    made = ModuleType("config.urls in DEMO")
    made.urlpatterns = run_path(urls.__file__)["urlpatterns"]
    settings.ROOT_URLCONF = made
    return made.urlpatterns


def test_exactly_these_are_added(demo):
    assert {name for name, _ in addresses(demo)} - {name for name, _ in addresses(urls.urlpatterns)} == {
        *PAGES,
        *WRITTEN_ON,
        *CLICKED,
        *FILES,
    }


@pytest.mark.mostly_slow
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", PAGES.values())
def test_a_stranger_looks_at_it_and_does_nothing_else_there(client, path):
    found = {method: getattr(client, method.lower())(path).status_code for method in METHODS}
    assert found == dict.fromkeys(METHODS, 405) | {"GET": 200, "HEAD": 200}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", WRITTEN_ON.values())
def test_the_telephone_is_looked_at_and_written_on(client, path):
    found = {method: getattr(client, method.lower())(path).status_code for method in METHODS}
    assert found == dict.fromkeys(METHODS, 405) | {"GET": 200, "HEAD": 200, "POST": 302}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", FILES.values())
def test_a_file_is_looked_at_alone(client, path):
    found = {method: getattr(client, method.lower())(path).status_code for method in METHODS}
    assert found == dict.fromkeys(METHODS, 405) | {"GET": 404, "HEAD": 404}


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", CLICKED.values())
def test_one_click_takes_a_form_alone(client, path):
    found = {method: getattr(client, method.lower())(path).status_code for method in METHODS}
    assert found == dict.fromkeys(METHODS, 405) | {"POST": 302}


@pytest.mark.parametrize("path", [*PAGES.values(), *WRITTEN_ON.values(), *CLICKED.values()])
def test_without_the_demo_there_is_no_such_page(client, path):
    assert {getattr(client, method.lower())(path).status_code for method in METHODS} == {404}
