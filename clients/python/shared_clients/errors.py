"""How the RequestManager says no."""

from __future__ import annotations

from typing import Any

import httpx


class RequestManagerError(Exception):
    """A call was answered with something else than success.

    Calls that were not answered at all raise ``httpx.TransportError``: whether they were accepted is not known, so repeat them with the
    same idempotency key.
    """

    status: int
    """The HTTP status."""

    code: str | None
    """What a program looks at, such as ``user_id_mismatch``; None when something in between answered, such as a proxy."""

    title: str
    """What a person reads."""

    errors: dict[str, list[str]]
    """What is wrong with each field, for ``validation_failed``."""

    request_id: str | None
    """The request that was accepted nevertheless: with ``response_timeout`` it goes on and can be fetched."""

    trace_id: str | None
    """What to name when asking the operator."""

    retry_after: str | None
    """The ``Retry-After`` header: seconds, or an HTTP date."""

    def __init__(self, response: httpx.Response) -> None:
        problem = _problem_in(response)
        self.status = response.status_code
        self.code = problem.get("code")
        self.title = problem.get("title") or response.reason_phrase
        self.errors = problem.get("errors") or {}
        self.request_id = problem.get("request_id")
        self.trace_id = problem.get("trace_id")
        self.retry_after = response.headers.get("Retry-After")
        super().__init__(self._text())

    def _text(self) -> str:
        fields = "".join(f" {field} {', '.join(wrong)}." for field, wrong in self.errors.items())
        return f"{self.status} {self.code or 'without a code'}: {self.title}{fields}"


def _problem_in(response: httpx.Response) -> dict[str, Any]:
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
