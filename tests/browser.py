"""A real browser on a running server, for walks: pages looked at as people get them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Download, Error, Page, sync_playwright

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# The screen of many a commune's office.
OLD_DESK = {"width": 1366, "height": 768}
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
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        # A walk may type before the browser has looked where to begin; that it then leaves the focus alone is right.
        if not message.text.startswith("Autofocus processing was blocked"):
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.address}{path}")
        return self.page

    def check(self) -> list[str]:
        """What axe finds on the page, and whether it is wider than the screen."""
        found = self._axe()
        said = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [*said, f"{self.page.url} is {wide} px too wide"] if wide > 0 else said

    def _axe(self) -> list[dict]:
        """What axe finds on the page that stands once it has loaded. A click may still be bringing it: a look at a page
        that is being replaced fails in the middle, and the next look waits for the page that came."""
        for last in (False, False, True):
            self.page.wait_for_load_state("load")
            try:
                return Axe().run(self.page, options=RULES).response["violations"]
            except Error:
                if last:
                    raise
        return []

    def weigh(self, path: str) -> int:
        """Bytes over the line for the first visit of a page, all it loads included."""
        client = self.context.new_cdp_session(self.page)
        client.send("Network.enable")
        sizes: list[float] = []
        client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        self.page.goto(f"{self.address}{path}", wait_until="networkidle")
        return int(sum(sizes))


@dataclass(slots=True)
class Done:
    """A piece of work as it was done: its steps, and how many things were typed, chosen or handed over on the way."""

    steps: int = 0
    typed: int = 0
    # Over a slow line.
    bytes: int = 0


class Chair(Visitor):
    """Somebody at work, whose steps are counted by task.

    A step is a click, a key that sends or copies something, or a page opened by its address; what is typed is counted
    apart. Where ``DANBIET_PICTURES`` names a folder, every step leaves a picture there.
    """

    TALLEST = 3000

    def __init__(
        self, browser: Browser, address: str, size: dict[str, int], name: str, *, scripts: bool = True
    ) -> None:
        super().__init__(browser, address, size, scripts=scripts)
        self.name, self.size, self.scripts = name, size, scripts
        self.work: dict[str, Done] = {}
        self.now = Done()
        self.page.set_default_timeout(10_000)
        self.folder = os.environ.get("DANBIET_PICTURES", "")
        self.pictures = 0

    def print_out(self) -> bytes:
        """Ctrl+P: the sheets as PDF."""
        self.now.steps += 1
        made = self.page.pdf(prefer_css_page_size=True)
        if self.folder:
            self.pictures += 1
            (Path(self.folder) / f"{self._name()}.pdf").write_bytes(made)
        return made

    def again(self) -> Chair:
        """The same chair another day: a new browser session, the count goes on."""
        browser = self.context.browser
        assert browser is not None
        made = Chair(browser, self.address, self.size, self.name, scripts=self.scripts)
        made.work, made.pictures = self.work, self.pictures
        return made

    def slow_line(self) -> None:
        """From now on: 400 kbit/s, 0.4 s to and fro."""
        client = self.context.new_cdp_session(self.page)
        client.send("Network.enable")
        speed = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
        client.send("Network.emulateNetworkConditions", speed)
        client.on("Network.loadingFinished", lambda event: self._came(event["encodedDataLength"]))

    def _came(self, size: float) -> None:
        self.now.bytes += int(size)

    def task(self, what: str) -> None:
        """What follows is counted as this."""
        self.now = self.work.setdefault(what, Done())

    def open(self, path: str) -> Page:
        """Open a page by its address."""
        super().open(path)
        return self._stepped()

    def click(self, where: str) -> Page:
        """Click, and be where that leads."""
        self.page.click(where)
        return self._stepped()

    def press(self, keys: str) -> Page:
        """Press a key, or several at once."""
        self.page.keyboard.press(keys)
        return self._stepped()

    def back(self) -> Page:
        """The browser's way back."""
        self.page.go_back()
        return self._stepped()

    def send(self) -> Page:
        """Press Enter in a form, and be where that leads."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self._stepped()

    def get(self, where: str) -> Download:
        """Click on what gives a file."""
        with self.page.expect_download() as waited:
            self.page.click(where)
        self._stepped()
        return waited.value

    def hand_over(self, where: str, file: str | Path | dict[str, object]) -> None:
        """Choose a file: the click that opens the dialogue is a step."""
        self.page.set_input_files(where, file)  # type: ignore[arg-type]
        self.now.typed += 1
        self._stepped()

    def type(self, where: str, text: str) -> None:
        """Fill one field in."""
        self.page.fill(where, text)
        self.now.typed += 1

    def choose(self, where: str, value: str) -> None:
        """Choose from a list."""
        self.page.select_option(where, value)
        self.now.typed += 1

    def _stepped(self) -> Page:
        self.now.steps += 1
        if self.folder:
            self.page.wait_for_load_state()
            self.pictures += 1
            size: dict[str, int] = self.page.viewport_size  # type: ignore[assignment]
            tall = self.page.evaluate("document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": size["width"], "height": min(tall, self.TALLEST)}
            self.page.screenshot(path=Path(self.folder) / f"{self._name()}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
        return self.page

    def _name(self) -> str:
        what = next((name for name, done in self.work.items() if done is self.now), "")
        return re.sub(r"[^a-z0-9]+", "-", f"{self.name} {self.pictures:02d} {what} {self.now.steps}".lower())
