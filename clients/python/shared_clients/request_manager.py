"""Asks the Self-Service Agent something, over the front door's HTTP API."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Mapping
from urllib.parse import quote

import httpx

from .errors import RequestManagerError

# Longer than the server waits for an answer by default (120 s): its 504 names the request, a time-out of ours would not.
DEFAULT_TIMEOUT_SECONDS = 130.0

# Members of the caller's metadata that an endpoint has as fields of its own.
_FIELDS: dict[str, frozenset[str]] = {
    "web": frozenset({"client_ip", "user_agent", "session_token"}),
    "cli": frozenset({"cli_session_id", "command_context"}),
    "tool": frozenset({"tool_id", "tool_instance_id", "trigger_event", "tool_context"}),
    "generic": frozenset(),
}


class RequestManagerClient:
    """Sends requests of one person, or of a tool about one person, and looks them up.

    Close it with :meth:`close`, or use it as an asynchronous context manager::

        async with RequestManagerClient("http://localhost:8080", "web-test-user", api_key="web-test-user") as client:
            answer = await client.send_request("How do I connect to the VPN from home?")
            print(answer["response"]["content"])
    """

    client: httpx.AsyncClient
    """What sends. Its headers go along with every call and may be changed at any time."""

    def __init__(
        self,
        request_manager_url: str,
        user_id: str,
        *,
        api_key: str | None = None,
        tool_key: str | None = None,
        timeout: float | httpx.Timeout = DEFAULT_TIMEOUT_SECONDS,
    ) -> None:
        """
        :param request_manager_url: where the front door is, such as ``https://agent.example.com``.
        :param user_id: whose requests these are.
        :param api_key: an API key or a JWT, sent as ``Authorization: Bearer``.
        :param tool_key: a tool's key for the endpoint ``tool``, sent as ``x-api-key``.
        :param timeout: how long a call may take, in seconds.
        """
        self.user_id = user_id
        self.client = httpx.AsyncClient(base_url=request_manager_url, timeout=timeout)
        if api_key is not None:
            self.client.headers["Authorization"] = f"Bearer {api_key}"
        if tool_key is not None:
            self.client.headers["x-api-key"] = tool_key

    async def send_request(
        self,
        content: str,
        integration_type: str = "WEB",
        endpoint: str = "web",
        metadata: Mapping[str, Any] | None = None,
        *,
        request_type: str | None = None,
        session_id: str | None = None,
        idempotency_key: str | None = None,
        prefer: str | None = None,
    ) -> dict[str, Any]:
        """Sends one request and returns what the RequestManager answers.

        :param content: what the person asks.
        :param integration_type: the way the request came; ``generic`` alone is told so, the other endpoints have a type of their own.
        :param endpoint: ``web``, ``cli``, ``tool`` or ``generic``.
        :param metadata: kept with the request. A member that the endpoint has as a field is sent as that field instead: ``client_ip``,
            ``user_agent`` and ``session_token`` of ``web``, ``cli_session_id`` and ``command_context`` of ``cli``, ``tool_id``,
            ``tool_instance_id``, ``trigger_event`` and ``tool_context`` of ``tool``.
        :param request_type: ``message`` unless given.
        :param session_id: the session to go on with; without it, the person's current one.
        :param idempotency_key: the same for every repetition of this request, so that it is asked once only.
        :param prefer: ``respond-async`` returns at once with ``status`` ``pending``; see :meth:`get_request_status`.
        :returns: ``request_id``, ``session_id``, ``status`` and, once ``completed``, ``response``.
        :raises RequestManagerError: the request was refused, or not answered in time.
        :raises httpx.TransportError: nobody answered; the request may have been accepted.
        """
        body = _body(endpoint, integration_type, metadata or {})
        body.update(user_id=self.user_id, content=content)
        if request_type is not None:
            body["request_type"] = request_type
        if session_id is not None:
            body["session_id"] = session_id

        headers = {}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        if prefer is not None:
            headers["Prefer"] = prefer

        return _answer(await self.client.post(f"/api/v1/requests/{endpoint}", json=body, headers=headers))

    async def get_request_status(self, request_id: str) -> dict[str, Any]:
        """Looks a request up: ``status`` is ``pending``, ``completed`` (with ``response``) or ``failed`` (with ``failure_code``).

        :raises RequestManagerError: there is no such request (404 ``request_not_found``), or it is somebody else's.
        """
        return _answer(await self.client.get(f"/api/v1/requests/{quote(request_id, safe='')}"))

    async def close(self) -> None:
        """Closes the connections; the client cannot be used afterwards."""
        await self.client.aclose()

    async def __aenter__(self) -> RequestManagerClient:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _body(endpoint: str, integration_type: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    if endpoint not in _FIELDS:
        raise ValueError(f"endpoint must be one of: {', '.join(_FIELDS)}")
    if endpoint == "generic":
        return {"integration_type": integration_type, "metadata": dict(metadata)}
    if integration_type.lower() != endpoint:
        raise ValueError(f"requests to '{endpoint}' are of integration_type {endpoint.upper()}; others go to 'generic'")

    # Moved, not copied: session_token must not be kept, and metadata is.
    fields = _FIELDS[endpoint]
    body: dict[str, Any] = {name: value for name, value in metadata.items() if name in fields}
    body["metadata"] = {name: value for name, value in metadata.items() if name not in fields}
    return body


def _answer(response: httpx.Response) -> dict[str, Any]:
    if not response.is_success:
        raise RequestManagerError(response)
    return response.json()
