"""Collect errors inside a page that a person would not see."""

from playwright.sync_api import ConsoleMessage, Page, Response


class Watch:
    """Collects policy violations, console errors and uncaught errors of the pages that it watches."""

    def __init__(self):
        self.trouble: list[str] = []
        self._refusals: set[str] = set()

    def over(self, page: Page) -> None:
        """Watch another page, and the pages that it opens."""
        page.on("response", self._note_refusal)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.trouble.append(f"{page.url}: {error}"))
        page.on("popup", self.over)

    def _note_refusal(self, response: Response) -> None:
        """A page that answers 403 or 404 may be the subject of the test; a missing picture or style sheet never is.

        The preview of the queue counts as a page.
        """
        is_page = response.request.is_navigation_request() or response.url.endswith("/preview/")
        if is_page and 400 <= response.status < 500:
            self._refusals.add(response.url)

    def _hear(self, message: ConsoleMessage) -> None:
        # A policy violation is reported as an error of the console too.
        place = message.location.get("url", "")
        if message.type == "error" and not (place in self._refusals and "Failed to load resource" in message.text):
            self.trouble.append(f"{place}: {message.text}")
