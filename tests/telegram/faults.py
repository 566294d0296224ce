"""Trouble on the way to Telegram, ordered by a test. A fault is never a violation of the bot's."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from tests.telegram.model import JSON

NEVER_BY_STAR = "getupdates"


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request: an answer with an error status, or (status None) a connection that breaks off.

    `after_effect`: the request takes effect, only its answer is lost.
    """

    status: int | None = None
    retry_after_s: int | None = None
    after_effect: bool = False

    def body(self) -> JSON | None:
        """The error as the Bot API words it, or None for an HTML page of the proxy before it."""
        if self.status in (None, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT):
            return None
        phrase = HTTPStatus(self.status).phrase
        body: JSON = {"ok": False, "error_code": self.status, "description": f"{phrase}: ordered by the test"}
        if self.retry_after_s is not None:
            body["description"] = f"Too Many Requests: retry after {self.retry_after_s}"
            body["parameters"] = {"retry_after": self.retry_after_s}
        return body


HTML_PAGE = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"


class Faults:
    """The faults still to come, in the order they were asked for. The method "*" is any but getUpdates."""

    def __init__(self) -> None:
        self._coming: list[tuple[str, Fault]] = []

    def fail_next(self, method: str, status: int, times: int = 1, retry_after: int | None = None) -> None:
        """Answer the next requests with an error; they have no effect. 502 and 504 come as an HTML page."""
        self._coming += [(method.lower(), Fault(status, retry_after))] * times

    def drop_next(self, method: str, after_effect: bool = False, times: int = 1) -> None:
        """Break the connection off, before the next requests have their effect or after it."""
        self._coming += [(method.lower(), Fault(after_effect=after_effect))] * times

    def take(self, method: str) -> Fault | None:
        """The fault of this request, if one is due; it is then over."""
        wanted = (method.lower(),) if method.lower() == NEVER_BY_STAR else (method.lower(), "*")
        for number, (name, fault) in enumerate(self._coming):
            if name in wanted:
                del self._coming[number]
                return fault
        return None
