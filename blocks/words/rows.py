"""What a line of a list says beside time and name: in as few words as can be understood."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from blocks.kit import clip, literal
from blocks.words.facts import NAME_SHOWN, claimant_name, department_name, status_words
from blocks.words.meeting import meeting_words
from blocks.words.setting import Setting
from bot.appointments.model import ENDED, Appointment, Status
from bot.appointments.need import Need
from bot.when import short_day
from bot.when.reading.zones import city_of

HEADINGS = {
    Need.WAITING: "Waiting",
    Need.GAP: "⚠ No interpreter: language missing",
    Need.UNCONFIRMED: "⚠ Interpreter not confirmed",
    Need.ASKED: "To be accepted",
    Need.NOW: "Now",
    Need.SOON: "Next hour",
    Need.LATER: "Later",
    Need.OVER: "Over",
}
NAME_IN_MENU = 40
NO_LANGUAGE = "⚠ Interpreter: language missing"


def about_shortly(appointment: Appointment, *, gap_is_said: bool = False) -> list[str]:
    """Say what a session is about, how, where and in which language; nothing that it has not, or that its heading says."""
    notes = [appointment.subject.called("Subject")] if appointment.subject else []
    notes += [meeting_words(appointment)] if appointment.meeting_type else []
    notes += [appointment.office.called("Office")] if appointment.office else []
    notes += [department_name(appointment.department)] if appointment.department else []
    interpreter = appointment.interpreter
    if interpreter.language and interpreter.is_needed:
        notes.append(interpreter.language if gap_is_said else f"{interpreter.language} interpreter")
    elif interpreter.needed and not gap_is_said:
        notes.append(NO_LANGUAGE)
    return [clip(note, NAME_SHOWN) for note in notes]


def status_now(appointment: Appointment, now: datetime) -> str:
    """Say where it stands; nothing where it is booked as nearly all are, or where its heading says it."""
    if appointment.is_over(now) and appointment.status not in ENDED:
        return (
            "time is over"
            if appointment.status is Status.SCHEDULED
            else f"{status_words(appointment)}, time is over"
        )
    if appointment.status in {Status.SCHEDULED, Status.WAITING, Status.REQUESTED}:
        return ""
    return (
        f"▶ {status_words(appointment)}"
        if appointment.status is Status.IN_PROGRESS
        else status_words(appointment)
    )


def waiting_words(began: datetime, taken_by: str | None, zone: ZoneInfo) -> str:
    """Say in mrkdwn how long somebody has waited, and who has gone to them, if anybody; the minutes go on by themselves.

    https://docs.slack.dev/messaging/formatting-message-text#date-formatting
    """
    clock, seconds = f"{began.astimezone(zone):%H:%M} ({city_of(zone.key)})", int(began.timestamp())
    since = f"since <!date^{seconds}^{{time}}, {{ago}}|{clock}>"
    if taken_by is None:
        return since
    return f"{since} · {literal(clip(taken_by, NAME_SHOWN))} has it"


def days_words(first: date, last: date, today: date) -> str:
    """Say a span of days: "Today, Fri 20 Nov 2026", "Mon 16 Nov – Sun 22 Nov 2026"."""
    if first == last:
        named = {0: "Today, ", 1: "Tomorrow, ", -1: "Yesterday, "}.get((first - today).days, "")
        return named + short_day(first)
    return f"{short_day(first, year=first.year != last.year)} – {short_day(last)}"


def zone_note(setting: Setting) -> str:
    """Say once, to whoever is in another zone, what time it is at the desk; nothing where that is one's own."""
    desk = setting.desk_zone
    if desk is None:
        return ""
    here, there = (f"{setting.now.astimezone(zone):%H:%M}" for zone in (setting.zone, desk))
    return f"Times are yours ({city_of(setting.zone.key)}): {here} now is {there} at the desk ({city_of(desk.key)})."


NOBODY = "No session fits. Type part of a name or a time."


def option_words(appointment: Appointment, zone: ZoneInfo, *, with_day: bool) -> str:
    """Say a session in a line of a menu, by the desk's clock: "09:30 Callum Nowak · Leeds"."""
    start = appointment.start.astimezone(zone) if appointment.start else None
    clock = f"{start:%a %-d %b %H:%M}" if start and with_day else f"{start:%H:%M}" if start else "No time"
    department = [department_name(appointment.department)] if appointment.department else []
    ended = [status_words(appointment)] if appointment.status in ENDED else []
    return " · ".join((f"{clock} {claimant_name(appointment, NAME_IN_MENU)}", *department, *ended))
