"""From what was typed to what is asked of the desk; what can't be so is said under its own input."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from blocks.forms.inputs import NOTHING
from blocks.forms.typed import Typed
from blocks.words.labels import FLAG_LABELS
from bot import when
from bot.appointments.api import Field
from bot.appointments.filter import departments_meant, folded, no_department
from bot.appointments.folding import bare, bare_name, unmarked
from bot.appointments.model import Claimant, Department, Interpreter, Named, RoomOptions
from bot.appointments.permission import Person
from bot.settings import Settings

LONGEST_NAME = 255
_NUMBER = re.compile(r"(?:tel:)?[\d\s()+./\-‐‑–]+", re.IGNORECASE)
"""What may stand in a phone number: the reader of numbers drops all else without a word, and turns letters into figures."""
NONE, NEEDED = "None", "Yes"
"""What stands in *Interpreter* where there is no language to say."""
_NO_INTERPRETER = frozenset({"none", "no", "not needed", "no interpreter", "n/a"})
_ANY_INTERPRETER = frozenset({"yes", "needed", "required", "language missing", "unknown", "not known yet"})
_CHOOSE = {
    Field.CUSTOMER: "Choose whom it is for.",
    Field.SUBJECT: "Choose what it is about.",
    Field.OFFICE: "Choose an office.",
    Field.MEETING_TYPE: "Choose how you will meet.",
    Field.EMPLOYEE: "Choose who hosts it.",
}

Faults = dict[str, str]


def check_claimant(typed: Typed, person: Person, settings: Settings, today: date) -> tuple[Claimant, Faults]:
    """Check name, phone, e-mail and date of birth; what is empty stays None."""
    faults: Faults = {}
    name = " ".join(bare_name(typed.name).split())
    if not any(character.isalnum() for character in name):
        faults["name"] = "Type the claimant's name."
    elif len(name) > LONGEST_NAME:
        faults["name"] = f"At most {LONGEST_NAME} characters, please; this has {len(name):,}."
    phone = _checked(typed.phone, "phone", _phone, faults)
    email = _checked(typed.email, "email", _email, faults)
    birth = None
    if typed.birth:
        born = when.read_birth_date(bare(typed.birth), today=today, locale=person.locale)
        if isinstance(born, when.Refusal):
            faults["birth"] = born.message
        else:
            birth = born
    return Claimant(name=name or None, phone=phone, email=email, date_of_birth=birth), faults


def check_interpreter(typed: Typed) -> Interpreter:
    """Read the interpreter: none, or the language; a plain yes is one whose language is not known yet."""
    said = " ".join(bare_name(typed.language).split())
    if not said:
        return Interpreter()
    if folded(said) in _NO_INTERPRETER:
        return Interpreter(needed=False)
    return Interpreter(needed=True, language=None if folded(said) in _ANY_INTERPRETER else said)


def check_department(typed: Typed, settings: Settings) -> tuple[Department | None, Faults]:
    """Check the department against the known ones, where they are known."""
    text = " ".join(typed.department.split())
    if not text:
        return None, {}
    known = settings.known_departments
    if not known:
        return Department(name=bare_name(text)), {}
    meant = departments_meant(text, known) or departments_meant(bare(text), known)
    if len(meant) == 1:
        return meant[0], {}
    if meant:
        return None, {"department": f"Which one: {' or '.join(one.name or '' for one in meant)}?"}
    return None, {"department": no_department(text, known)}


def check_room(typed: Typed) -> tuple[RoomOptions, Faults]:
    """Check the options behind *More options*; only those that were chosen are set."""
    faults: Faults = {}
    chosen: dict[str, Any] = {flag: typed.more[flag] == "on" for flag in FLAG_LABELS if flag in typed.more}
    if "bandwidth" in typed.more:
        chosen["bandwidth"] = typed.more["bandwidth"]
    if "use_redirect" in typed.more:
        chosen["use_redirect"] = typed.more["use_redirect"] == "yes"
    for page in ("claimant_redirect", "agent_redirect"):
        if page in typed.more:
            chosen[page] = _checked(typed.more[page], page, _web_page, faults)
    return RoomOptions(**chosen), faults


def check_things(typed: Typed, needs: Collection[Field]) -> Faults:
    """Check that everything is chosen without which nothing can be booked."""
    faults: Faults = {}
    for thing, words in _CHOOSE.items():
        chosen = getattr(typed, thing.value)
        if (thing in needs and not chosen) or (isinstance(chosen, Named) and chosen.id == NOTHING):
            faults[thing.value] = words
    return faults


def _checked(text: str, field: str, check: Any, faults: Faults) -> str | None:
    if not text:
        return None
    try:
        return str(check(text))
    except ValueError as error:
        faults[field] = str(error)
        return None


def _phone(text: str) -> str:
    """Read a number as typed in the UK and return it in E.164."""
    import phonenumbers  # large, as below: it can wait for the first form

    wrong = "That is not a phone number we can use. Type it like 020 7123 4567 or +44 20 7123 4567."
    try:
        text = bare(text)
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException as error:
        raise ValueError(wrong) from error
    if number.extension:
        raise ValueError(
            f"The extension can't be kept. Remove “{number.extension}” and what stands before it, and note it elsewhere."
        )
    if not phonenumbers.is_valid_number(number) or not _NUMBER.fullmatch(text):
        raise ValueError(wrong)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(
            unmarked(text.rstrip(".")).removeprefix("mailto:"), check_deliverability=False
        ).normalized
    except EmailNotValidError as error:
        raise ValueError(
            "That is not an e-mail address we can use. Type it like jane@example.org."
        ) from error


def _web_page(text: str) -> str:
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        whole = False
    if not whole or any(character.isspace() for character in text):
        raise ValueError("Type a whole web address, starting with https://.")
    return text
