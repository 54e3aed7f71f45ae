"""What can go wrong between the desk and the appointment service, each with the words a person reads."""

from __future__ import annotations

from math import ceil


class AppointmentError(Exception):
    """Something that a person has to be told. `words` says what happened; the desk adds whether anything changed.

    The message of the exception itself holds ids and status codes only: it may be logged.
    """

    words = "Something went wrong with the appointment service."
    advice = "Try again in a minute."
    code = "appointment_error"

    def __init__(self, detail: str = "", *, retry_after: float | None = None, mend: str = "") -> None:
        super().__init__(detail or self.code)
        self.retry_after = retry_after
        """Seconds that the service asks to wait."""
        self.mend = mend
        """What whoever runs Frontdesk should look at, where that can be told."""
        if retry_after is not None and retry_after >= 2:
            self.advice = wait_words(retry_after)


def wait_words(seconds: float) -> str:
    """Say how long to wait, as one would say it, and never too short."""
    minutes, hours = ceil(seconds / 60), ceil(seconds / 3600)
    if seconds <= 90:
        return f"Try again in {ceil(seconds)} seconds."
    if minutes < 60:
        return f"Try again in {minutes} minutes."
    if hours == 1:
        return "Try again in an hour."
    return f"Try again in {hours} hours." if hours < 24 else "Try again in a day."


class TooLateToUndo(AppointmentError):
    words = "It is too late to undo this: that can be done for a minute, by whoever did it."
    advice = "Change it as any other, with Reschedule or Edit."
    code = "too_late_to_undo"


class NotFound(AppointmentError):
    words = "The appointment service no longer has this appointment."
    advice = "Look for the claimant by name, or book a new appointment."
    code = "not_found"


class NoSuchWay(AppointmentError):
    """404 for an appointment that can be read: it is there, but not the address that the change was sent to."""

    words = "The appointment service has the appointment, but nothing at the address that this is sent to."
    advice = "Ask whoever runs Frontdesk to check the settings of that call."
    code = "no_such_way"


class NotSignedIn(AppointmentError):
    """401, also with a fresh token."""

    words = "The appointment service does not accept our sign-in."
    advice = "Ask whoever runs Frontdesk to check its credentials: the doctor says which."
    code = "not_signed_in"


class NotKept(AppointmentError):
    """Our own database can't be written or read. Nothing is sent before what is to be sent is kept."""

    words = "Nothing was sent: our own database can't be written."
    advice = "Try again in a minute. If it stays so, tell whoever runs Frontdesk."
    code = "not_kept"


class NotPermitted(AppointmentError):
    """403: signed in, but the service will not have it."""

    words = "The appointment service does not let us do that."
    advice = "Ask whoever runs Frontdesk to check what its account there may do."
    code = "not_permitted"


class Refused(AppointmentError):
    """400, 409, 422 and other definite refusals: nothing was changed.

    `fields` maps the desk's own names (`start`, `minutes`, `department`, `claimant.name`, `claimant.phone`, `claimant.email`,
    `claimant.date_of_birth`, `interpreter.needed`, `interpreter.language`, `reason`, `room.<option>`, `meeting_type`, `subject`,
    `office`, `employee`, `customer`, `notes`) to sentences; `others` are sentences about nothing that the desk asks for.
    """

    words = "The appointment service refused."
    advice = "Change what it names and try again."
    code = "refused"

    def __init__(
        self, detail: str = "", fields: dict[str, str] | None = None, others: tuple[str, ...] = ()
    ) -> None:
        super().__init__(detail)
        self.fields = fields or {}
        self.others = others


class TooBusy(AppointmentError):
    """429, still after waiting as long as the time budget allows. Nothing was changed."""

    words = "The appointment service is too busy."
    advice = "Try again in a moment."
    code = "too_busy"


class Unreachable(AppointmentError):
    """The connection could not be made: the request certainly never arrived. Nothing was changed."""

    words = "The appointment service can't be reached."
    code = "unreachable"


class NoAnswer(AppointmentError):
    """The request may have arrived, but no usable answer came (time-out, cut connection, 5xx). A write may have happened."""

    words = "The appointment service did not answer."
    code = "no_answer"


class Unreadable(NoAnswer):
    """A 2xx whose body is not what the contract says. A write has probably happened."""

    words = "The appointment service answered something we can't read."
    code = "unreadable"


class TooMany(AppointmentError):
    words = "There are more sessions in that span than can be read at once."
    advice = "Ask for a shorter span."
    code = "too_many"


class Unsupported(AppointmentError):
    words = "The appointment service can't do that."
    advice = "Do it in the service's own portal."
    code = "unsupported"


class NotYours(AppointmentError):
    """*Join* was pressed by somebody who is no host of the session: each host has a link of their own."""

    words = "You are not a host of this session, so there is no meeting link for you."
    advice = "Ask one of its hosts, or have yourself added to it in the appointment service."
    code = "not_yours"


class NoEmployee(AppointmentError):
    """The service knows nobody with the person's e-mail address, or Slack does not tell it to us."""

    words = "The appointment service has no employee with your Slack e-mail address."
    advice = "Ask whoever runs it to give your employee record that address."
    code = "no_employee"


class NotNamed(AppointmentError):
    """A name that was typed is nothing's, or several things'; the words repeat it and so are never logged."""

    advice = "Type more of the name, or the id."
    code = "not_named"

    def __init__(
        self, kind: str, typed: str, *, several: tuple[str, ...] = (), known: tuple[str, ...] = ()
    ) -> None:
        super().__init__(f"{kind}: {len(several) or 'nothing'} called so")
        shown = typed if len(typed) <= 60 else f"{typed[:59]}…"
        if several:
            self.words = f"“{shown}” could be more than one {kind}: {', '.join(several)}."
            return
        self.words = f"No {kind} is called “{shown}”."
        if known:
            self.advice = f"Known: {', '.join(known)}."
