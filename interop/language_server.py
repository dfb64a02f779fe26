"""A client of the Language Server Protocol: what an editor sends when somebody opens a plan, types and points."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

CURSOR = "‸"
"""Where the cursor stands in the text of a test."""

PATIENCE = 30
"""Seconds that a server may take for an answer."""


class LanguageServer:
    """A language server in a folder, started and greeted. Leaving the block ends it."""

    def __init__(self, command: list[str], folder: Path, settings: dict[str, Any]) -> None:
        self.folder = folder
        self.settings = settings
        self._process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._heard: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> LanguageServer:
        self._ask(
            "initialize",
            {
                "processId": None,
                "rootUri": self.folder.as_uri(),
                "workspaceFolders": [{"uri": self.folder.as_uri(), "name": "plannen"}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "hover": {"contentFormat": ["markdown"]},
                        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                        "publishDiagnostics": {},
                    },
                },
            },
        )
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def hover(self, text: str) -> str:
        """What the editor shows when the mouse rests at the cursor."""
        answer = self._at_cursor("textDocument/hover", text)
        return answer["contents"]["value"] if answer else ""

    def completions(self, text: str) -> dict[str, str]:
        """What the editor offers at the cursor, with what it tells of each."""
        answer = self._at_cursor("textDocument/completion", text)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: (item.get("documentation") or {}).get("value", "") for item in items}

    def _at_cursor(self, method: str, text: str) -> Any:
        before, cursor, after = text.partition(CURSOR)
        assert cursor, "the text says nowhere where the cursor is"
        file = self.folder / "plan.toml"
        file.write_text(before + after, "utf-8")
        document = {"uri": file.as_uri(), "languageId": "toml", "version": 1, "text": before + after}
        self._tell("textDocument/didOpen", {"textDocument": document})
        self._wait(lambda message: message.get("method") == "textDocument/publishDiagnostics")
        time.sleep(1)  # the schema is read beside the first diagnostics, and nothing tells when that is done
        lines = before.split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        return self._ask(method, {"textDocument": {"uri": file.as_uri()}, "position": position})["result"]

    def _ask(self, method: str, params: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda message: message.get("id") == number and "method" not in message)

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _wait(self, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that is meant; what the server asks meanwhile is answered."""
        until = time.monotonic() + PATIENCE
        while True:
            message = self._heard.get(timeout=max(0.1, until - time.monotonic()))
            assert message is not None, "the language server ended"
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
            elif is_it(message):
                return message

    def _answer(self, message: dict[str, Any]) -> Any:
        if message["method"] == "workspace/configuration":
            return [self.settings for _ in message["params"]["items"]]
        return None

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.decode().partition(":")
                length = int(value) if name.lower() == "content-length" else length
                header = stream.readline()
            if length:
                self._heard.put(json.loads(stream.read(length)))
        self._heard.put(None)
