"""Processes that keep the server company: started with it, started again when they fall over, stopped with it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType

log = logging.getLogger("danbiet.cli")
# Seconds: between two looks, until one that fell over is started again (twice as long each time), and to end by itself.
LOOK = 0.5
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
GRACE = 25.0


@dataclass(slots=True)
class _Companion:
    words: Sequence[str]
    process: subprocess.Popen[bytes]
    looks_left: int = 0
    wait: float = FIRST_WAIT


class Company:
    """A context: within it the commands run, each in a process of its own; ``commands``: name -> words of ``danbiet``.

    Each ends by itself when this process is gone, however that came about.
    """

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = commands
        self._companions: dict[str, _Companion] = {}
        self._stop = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="company", daemon=True)

    def __enter__(self) -> Company:
        for name, words in self._commands.items():
            self._companions[name] = _Companion(words, self._start(words))
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._keeper.join()
        processes = [one.process for one in self._companions.values()]
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def processes(self) -> dict[str, int]:
        """Name -> process id, as of now."""
        return {name: one.process.pid for name, one in self._companions.items()}

    @staticmethod
    def _start(words: Sequence[str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "danbiet.cli.main", *words, "--with-parent", str(os.getpid())]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def _keep(self) -> None:
        while not self._stop.wait(LOOK):
            for name, one in self._companions.items():
                self._look(name, one)

    def _look(self, name: str, one: _Companion) -> None:
        if one.process.poll() is None:
            return
        if one.looks_left == 0:
            log.warning("%s ended with %s; starting it again in %.0f s", name, one.process.returncode, one.wait)
            one.looks_left = max(1, int(one.wait / LOOK))
            one.wait = min(2 * one.wait, LONGEST_WAIT)
        one.looks_left -= 1
        if one.looks_left == 0:
            one.process = self._start(one.words)
