"""What is said of a job that was tried in vain for a whole day."""

from __future__ import annotations

from collections.abc import Mapping

from bot.appointments.jobs import Lost

LOST: Mapping[Lost, str] = {
    Lost.CARD: "A card for a session that you booked could not be posted for a day. The booking itself stands.",
    Lost.ENDING: "Frontdesk could not find out for a day how something that you sent ended. Look the appointment up.",
    Lost.NOTICE: "A text or e-mail to a claimant of yours could not be sent for a day. Look at your sessions and tell the claimant yourself.",
    Lost.MARK: "What you noted of a session could not be written to the appointment service for a day. Frontdesk's own note stands.",
    Lost.ANSWER: "Frontdesk could not answer you for a day. Please ask again.",
}
