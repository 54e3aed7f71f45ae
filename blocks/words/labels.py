"""The labels of our forms' inputs. They are fixed: people and screen readers rely on them, and sentences name them."""

from __future__ import annotations

LABELS = {
    "name": "Claimant name",
    "when": "When",
    "duration": "Duration",
    "department": "Department",
    "phone": "Phone",
    "email": "E-mail",
    "birth": "Date of birth",
    "language": "Interpreter",
    "reason": "Reason",
    "why": "Why",
    "channel": "Post the card in",
    "customer": "Claimant",
    "subject": "Subject",
    "office": "Office",
    "meeting_type": "Meeting",
    "employee": "Host",
    "notes": "Notes for the staff",
}
FLAG_LABELS = {
    "call_recording": "Call recording",
    "breakout_room": "Breakout room",
    "agent_webcam": "Our webcam",
    "claimant_webcam": "Claimant's webcam",
    "background_blurring": "Background blurring",
    "microphone": "Microphone",
    "screen_sharing": "Screen sharing",
    "chat": "Chat messages",
    "participant_list": "Participant list",
}
MORE_LABELS = {
    **FLAG_LABELS,
    "bandwidth": "Bandwidth",
    "use_redirect": "Redirect after the call",
    "claimant_redirect": "Claimant's page after the call",
    "agent_redirect": "Our page after the call",
}
WITH_INTERPRETER = {"brief": "Pre-brief"}
"""Asked for where there is an interpreter."""
ALL_LABELS = LABELS | WITH_INTERPRETER | MORE_LABELS
