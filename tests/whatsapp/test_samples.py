"""Meta's sample payloads other than deliveries: verification, outgoing messages, templates, errors, files."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.whatsapp.payload_shapes import FOLDER
from whatsapp.rules.cloud_api.api_errors import ErrorKind
from whatsapp.rules.cloud_api.api_payloads import make_payload
from whatsapp.rules.cloud_api.message_templates import OFFICER_QUESTION, TemplateMessage, template_payload
from whatsapp.rules.replies import ButtonReply, ListReply, ListRow, LocationRequest, ReplyButton, TextReply
from whatsapp.services import graph_api
from whatsapp.standin import message_rules, template_rules
from whatsapp.standin.api_refusals import Refusal

OURS = {
    "out_text": TextReply("Words"),
    "out_reply_buttons": ButtonReply("Words", (ReplyButton("a=b", "Yes"), ReplyButton("a=c", "No"))),
    "out_list_menu_page1": ListReply("Words", "Choose", (ListRow("a=b", "One", "The first"),)),
    "out_location_request": LocationRequest("Words"),
}
MEANINGS = {"190": ErrorKind.OURS, "130429": ErrorKind.LATER, "131056": ErrorKind.LATER, "131047": ErrorKind.NEVER,
            "131026": ErrorKind.NEVER, "131009": ErrorKind.NEVER}  # fmt: skip


def sample(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


ANSWERS = sample("out_errors")["responses"]
ERRORS = {code: told for code, told in ANSWERS.items() if "body" in told}


def skeleton(value: object) -> object:
    """Return names and types only; the first element of a list."""
    if isinstance(value, dict):
        return {name: skeleton(part) for name, part in value.items()}
    return [skeleton(value[0])] if isinstance(value, list) else type(value).__name__


@pytest.mark.parametrize("case", ["query", *range(4)])
def test_the_sample_handshakes_end_as_they_should(client, case):
    told = sample("verify_get")
    asked = told["query"] if case == "query" else told["bad"][case]
    answer = client.get("/whatsapp/webhook", asked)
    assert answer.status_code == (told["expect"]["status"] if case == "query" else 403)
    assert answer.content.decode() == (told["expect"]["body"] if case == "query" else "")


@pytest.mark.parametrize("name", OURS)
def test_what_goes_out_is_built_as_the_sample_is_and_the_stand_in_takes_both(name):
    theirs = sample(name)["request"]
    assert message_rules.refuse_message(theirs, {}) is None
    ours = make_payload(OURS[name])
    assert message_rules.refuse_message(ours | {"messaging_product": "whatsapp", "to": "+92"}, {}) is None
    common = {part: skeleton(theirs[part]) for part in ("type", theirs["type"])}
    common.get("interactive", {}).pop("header", None)  # they show more than is used here
    common.get("interactive", {}).pop("footer", None)
    assert skeleton(ours) == common


def test_the_sample_template_is_taken_and_sent_and_ours_is_built_as_it_is():
    theirs, sent = sample("create_template_status_ur")["request"], sample("out_template_status_ur")["request"]
    assert template_rules.refuse_new_template(theirs, {}) is None
    assert template_rules.refuse_template_message(sent["template"], {("complaint_status", "ur"): theirs}) is None
    ours = template_payload(TemplateMessage(OFFICER_QUESTION, "2648 1907 3555", "264819073555"), "ur")["template"]
    assert skeleton(ours) == skeleton(sent["template"])


@pytest.mark.mostly_slow(keep=2)
@pytest.mark.parametrize("code", ERRORS)
def test_each_sample_error_has_its_meaning(simulator, code):
    told = ERRORS[code]
    details = told["body"]["error"].get("error_data", {}).get("details", "")
    simulator.troubles.append(Refusal(int(code), details, told["status"]))
    with pytest.raises(graph_api.GraphError) as failed:
        graph_api.post_message(make_payload(TextReply("Words")), phone="+923001112233")
    assert (failed.value.error.code, failed.value.error.kind) == (int(code), MEANINGS[code])


def test_a_page_of_a_gateway_in_place_of_an_answer_is_a_trouble_that_passes(settings):
    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            body = b"<html>Bad gateway</html>"
            self.send_response(ANSWERS["502_html"]["status"])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.WHATSAPP_GRAPH_URL = f"http://127.0.0.1:{server.server_address[1]}"
    with pytest.raises(graph_api.GraphError) as failed:
        graph_api.post_message(make_payload(TextReply("Words")), phone="+923001112233")
    server.shutdown()
    server.server_close()
    assert failed.value.error.kind is ErrorKind.LATER


# --- Files: the token goes to Meta's hosts alone ------------------------------------------------------------------


class Host(BaseHTTPRequestHandler):
    """A host that names a file at `url`, or redirects there, and records the keys of its visitors."""

    def do_GET(self):
        self.server.came.append(self.headers.get("Authorization"))
        body = json.dumps(sample("media_get")["response"] | {"url": self.server.url}).encode()
        self.send_response(302 if self.path.startswith("/moved") else 200)
        self.send_header("Location", self.server.url)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def hosts(settings):
    """Meta's host from the settings, and a foreign one."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Host) for _ in range(2)]
    for server in servers:
        server.came = []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    graph_host, stranger = servers
    settings.WHATSAPP_GRAPH_URL = f"http://127.0.0.1:{graph_host.server_address[1]}"
    graph_host.url = stranger.url = f"http://127.0.0.1:{stranger.server_address[1]}/file"
    yield graph_host, stranger
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_file_on_a_strangers_host_is_not_asked_for(hosts):
    graph_host, stranger = hosts
    with pytest.raises(graph_api.GraphError) as failed:
        graph_api.fetch_media("19")
    assert failed.value.error.kind is ErrorKind.NEVER
    assert (len(graph_host.came), stranger.came) == (1, [])


def test_nobody_is_followed_to_another_host(hosts, settings):
    graph_host, stranger = hosts
    graph_host.url = f"{settings.WHATSAPP_GRAPH_URL}/moved"
    with pytest.raises(graph_api.GraphError):
        graph_api.fetch_media("19")
    assert (len(graph_host.came), stranger.came) == (2, [])


@pytest.mark.parametrize(
    ("url", "is_metas"),
    [(sample("media_get")["response"]["url"], True), ("https://scontent.fbcdn.net/x", True),
     ("http://lookaside.fbsbx.com/x", False), ("https://lookaside.fbsbx.com.evil.example/x", False),
     ("https://evilfbcdn.net/x", False)],
)  # fmt: skip
def test_files_lie_on_metas_hosts(url, is_metas):
    assert graph_api.is_media_address(url) is is_metas
