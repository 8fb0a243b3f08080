"""A real browser on a running server, for walks: pages looked at as people get them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
# As root a browser can't have its own sandbox; no test loads a foreign page.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def running(executable: str) -> Iterator[Browser]:
    """The system's Chromium. The driver runs an event loop beside the test's database calls, which Django refuses
    unless told."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=executable, args=FLAGS)
            try:
                yield browser
            finally:
                browser.close()
    finally:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
        if before is not None:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Visitor:
    """Somebody with a screen of some size; collects what went wrong on the way."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int], *, scripts: bool = True) -> None:
        self.address = address
        self.context = browser.new_context(viewport=size, java_script_enabled=scripts)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def check(self) -> list[str]:
        """What axe finds on the page, and whether it is wider than the screen."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        said = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [*said, f"{self.page.url} is {wide} px too wide"] if wide > 0 else said

    def weigh(self, path: str) -> int:
        """Bytes over the line for the first visit of a page, all it loads included."""
        client = self.context.new_cdp_session(self.page)
        client.send("Network.enable")
        sizes: list[float] = []
        client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        self.page.goto(f"{self.address}{path}", wait_until="networkidle")
        return int(sum(sizes))
