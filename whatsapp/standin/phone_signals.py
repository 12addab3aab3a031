"""What a phone shows and reports besides messages: ticks, "typing …", and delivery reports to the portal."""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

TYPING_FOR = 25  # seconds, unless a message comes before (Meta's reference of typing indicators)


@dataclass
class PhoneSignals:
    """The memory of one stand-in. `report`: sends one status to the portal; None to send none (in tests)."""

    report: Callable[[dict], object] | None = None
    _typing_until: dict[str, float] = field(default_factory=dict)
    _reports: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    _worker: threading.Thread | None = None

    def is_typing(self, number: str) -> bool:
        return self._typing_until.get(number, 0) > time.time()

    def note_read(self, chats: dict[str, list[dict]], message: dict) -> bool:
        """Take the portal's read mark: this message and all before it are read. It may come with "typing".

        Return whether a phone sent that message.
        """
        is_known = False
        for number, entries in chats.items():
            places = [place for place, one in enumerate(entries) if one["id"] == message.get("message_id")]
            for entry in entries[: places[0] + 1] if places else ():
                if entry["by"] == "phone":
                    entry["state"] = "read"
            if places and message.get("typing_indicator"):
                self._typing_until[number] = time.time() + TYPING_FOR
            is_known = is_known or bool(places and entries[places[0]]["by"] == "phone")
        return is_known

    def note_arrival(self, number: str, entry: dict) -> None:
        """A message of the portal arrived on the phone: nobody types any more, and the portal hears of it."""
        self._typing_until.pop(number, None)
        entry["state"] = "delivered"
        for status in ("sent", "delivered"):
            self._send_later(number, entry["id"], status)

    def note_opened(self, number: str, entries: list[dict]) -> None:
        """The chat is open on the phone: what the portal wrote is read."""
        for entry in entries:
            if entry["by"] == "portal" and entry.get("state") == "delivered":
                entry["state"] = "read"
                self._send_later(number, entry["id"], "read")

    def _send_later(self, number: str, id: str, status: str) -> None:
        if self.report is None:
            return
        if self._worker is None:
            self._worker = threading.Thread(target=self._send_reports, daemon=True)
            self._worker.start()
        self._reports.put({"id": id, "status": status, "timestamp": str(int(time.time())), "recipient_id": number})

    def _send_reports(self) -> None:
        while True:
            status = self._reports.get()
            time.sleep(0.2)  # the portal stores the id of a message after the API's answer
            try:
                self.report(status)
            except OSError:  # the portal is not running: a lost report is no harm
                continue
