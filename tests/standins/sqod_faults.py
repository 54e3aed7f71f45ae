"""The stand-in SQOD's operations, and what it says of itself when it refuses."""

from __future__ import annotations

from typing import Literal

Operation = Literal["token", "list", "get", "create", "update", "cancel"]
MESSAGES = {
    401: "Unauthenticated.",
    403: "This action is unauthorized.",
    404: "No query results for model [App\\Models\\Appointment] 1",
    405: "The method is not supported for this route.",
    429: "Too Many Attempts.",
}
