"""A mail server for tests, on a local port: takes letters, or falls silent at a point of the talk."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager


class Server:
    """``silent_at``: the client's words (small letters) that it never answers, "" for the greeting.

    ``letters``: to whom were those it took.
    """

    def __init__(self, silent_at: str | None) -> None:
        self.silent_at = silent_at
        self.letters: list[str] = []
        self.connections = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb", buffering=0) as stream:
            if self.silent_at == "":
                connection.recv(1)  # nothing comes: until the client has had enough
                return
            stream.write(b"220 test\r\n")
            recipient = ""
            while line := stream.readline():
                text = line.decode().strip()
                if self.silent_at and self.silent_at in text.lower():
                    connection.recv(1)
                    return
                recipient = text[8:] if text.lower().startswith("rcpt to:") else recipient
                stream.write(self._answer(text, stream, recipient))
                if text.upper() == "QUIT":
                    return

    def _answer(self, text: str, stream, recipient: str) -> bytes:
        if text.upper() != "DATA":
            return b"221 bye\r\n" if text.upper() == "QUIT" else b"250 ok\r\n"
        stream.write(b"354 go on\r\n")
        while (line := stream.readline()) and line != b".\r\n":
            pass
        self.letters.append(recipient)
        return b"250 taken\r\n"


@contextmanager
def serving(silent_at: str | None = None):
    """A server for the length of the block."""
    server = Server(silent_at)
    try:
        yield server
    finally:
        server.socket.close()
