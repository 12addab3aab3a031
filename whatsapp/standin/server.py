"""HTTP server of the stand-in: the Graph API for the portal, and phones for those who play them.

Graph: `POST /v…/<number>/messages` (also read marks), `POST /v…/<number>/media`, `GET /v…/<media id>`, `GET
/files/<media id>`, `GET` and `POST /v…/<account>/message_templates`.

Phones: `GET /phone/<number>?seen=N&open=1`, `POST /phone/<number>` (a message's part), `POST /phone/<number>/file`,
`GET /phone/<number>/file/<media id>`.

Meta's decisions: `POST /account/template` (name, language, event, reason), `POST /account/event` (field, value).
"""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from whatsapp.standin import api_refusals
from whatsapp.standin.meta_simulator import MetaSimulator

LARGEST = 30 * 1024 * 1024


class Server(ThreadingHTTPServer):
    """A server that listens on this machine only."""

    daemon_threads = True

    def __init__(self, simulator: MetaSimulator, *, port: int = 0):
        super().__init__(("127.0.0.1", port), Handler)
        self.simulator = simulator

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Handler of one request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits 40 ms for the acknowledgement of its headers
    server: Server

    def do_GET(self) -> None:
        match self._path():
            case ["files", media_id] if self._is_the_portal():
                self._send_file(media_id)
            case [_, _, "message_templates"] if self._is_the_portal():
                self._answer(200, {"data": list(self.server.simulator.templates.values())})
            case [version, media_id] if version.startswith("v") and self._is_the_portal():
                self._tell_of_file(media_id)
            case ["phone", number]:
                query = parse_qs(urlsplit(self.path).query)
                seen, is_open = int(query.get("seen", ["0"])[0]), "open" in query
                self._answer(200, self.server.simulator.screen(number, seen, is_open=is_open))
            case ["phone", _, "file", media_id] if self.server.simulator.file(media_id):
                self._send_file(media_id)
            case _:
                self._answer(api_refusals.EXPIRED.http, api_refusals.EXPIRED.body)

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), LARGEST))
        simulator = self.server.simulator
        match self._path():
            case ["phone", number]:
                self._answer(200, {"delivered": simulator.write(number, json.loads(body))})
            case ["phone", number, "file"]:
                self._answer(200, {"id": simulator.put_file(body, self.headers.get("Content-Type", ""))})
            case [_, _, "message_templates"] if self._is_the_portal():
                self._answer(*simulator.take_template(json.loads(body), status="PENDING"))
            case ["account", "template"]:
                simulator.decide_template(**json.loads(body))
                self._answer(200, {"success": True})
            case ["account", "event"]:
                told = json.loads(body)
                self._answer(200, {"delivered": simulator.deliver(told["value"], field=told["field"])})
            case [_, number, "media"] if self._is_the_portal() and number == simulator.account.number:
                self._answer(*simulator.take_document(body, self.headers.get("Content-Type", "")))
            case [_, number, "messages"] if self._is_the_portal() and number == simulator.account.number:
                self._take(json.loads(body))
            case _:
                self._answer(api_refusals.EXPIRED.http, api_refusals.EXPIRED.body)

    def _take(self, message: dict) -> None:
        troubles = self.server.simulator.troubles
        if message.get("status") != "read" and troubles and troubles[0] == "hang":
            troubles.pop(0)
            self.close_connection = True  # without a response
        else:
            self._answer(*self.server.simulator.accept(message))

    def _path(self) -> list[str]:
        return urlsplit(self.path).path.strip("/").split("/")

    def _is_the_portal(self) -> bool:
        return self.headers.get("Authorization") == f"Bearer {self.server.simulator.account.token}"

    def _tell_of_file(self, media_id: str) -> None:
        found = self.server.simulator.file(media_id)
        if found is None:
            self._answer(400, api_refusals.Refusal(100, "Object does not exist").body)
            return
        url = f"{self.server.url}/files/{media_id}"
        self._answer(200, {"url": url, "mime_type": found[1], "file_size": len(found[0]), "id": media_id})

    def _send_file(self, media_id: str) -> None:
        content, media_type = self.server.simulator.file(media_id)
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args) -> None:
        """Log nothing, so that the demo's terminal stays readable."""
