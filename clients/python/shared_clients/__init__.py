"""Clients of the Self-Service Agent, shared by everything written in Python that talks to it."""

from .errors import RequestManagerError
from .request_manager import RequestManagerClient

__all__ = ["RequestManagerClient", "RequestManagerError"]
