"""The form of a refusal of the API (RFC 9457), for endpoints and for what stands before them."""

from typing import Any

PROBLEM = "application/problem+json"


def problem_body(status: int, title: str) -> dict[str, Any]:
    """Return a problem that concerns no field."""
    return {"title": title, "status": status, "errors": [{"field": "", "detail": title}]}
