"""An SMS gateway on this machine: it keeps its requests, and can be closed and opened again on the same port."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gateway:
    """Answer every POST with `status`. `requests` holds all of them, in order: path, headers, body."""

    def __init__(self):
        self.requests = []
        self.status = 200
        self.port = 0
        self.first = None  # a barrier that the first few requests wait at, so that they are surely under way at once
        self.open()

    @property
    def url(self):
        return f"http://portal:k%40y@127.0.0.1:{self.port}/messages?from=PORTAL"

    @property
    def bodies(self):
        return [request["body"] for request in self.requests]

    @property
    def texts(self):
        return [body["text"] for body in self.bodies]

    def open(self):
        gateway = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
                if gateway.first and len(gateway.requests) <= gateway.first.parties:
                    gateway.first.wait(timeout=60)
                self.send_response(gateway.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Door)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
