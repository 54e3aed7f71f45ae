"""Understand what was typed after `book`: who, when, how long, where, which interpreter, how to reach them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from blocks.forms.typed import Typed
from bot import when
from bot.appointments.api import Field
from bot.appointments.permission import Person
from bot.workspace import Workspace
from handlers.forms.validation import LONGEST_NAME

_EMAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]+")
_NO_INTERPRETER = re.compile(r"\b(?:with\s+)?(?:no|without(?:\s+an?)?)\s+interpreter\b", re.IGNORECASE)
_INTERPRETER = re.compile(
    r"(?:\b(?:with|and|needs|needing)\s+)?(?:\b(?:an?|the)\s+)?"
    r"(?:(?P<before>(?:\w+\s+)?sign\s+language|[^\W\d_]{2,})\s+)?\binterpreter\b"
    r"(?:\s*(?::|\bin\b|\bfor\b)\s*(?P<after>[^\W\d_]{2,}))?",
    re.IGNORECASE,
)
_NOT_LANGUAGES = {"with", "an", "a", "the", "and", "needs", "needing", "need"}
_DEPARTMENT = re.compile(r"\b(?:dept|department)\s*[: ]\s*(?P<name>[^\s,]+)", re.IGNORECASE)
_WHERE = re.compile(r"(?:^|\s)(?:in|at)\s+(?P<name>[^\W\d_][^,;]*)$", re.IGNORECASE)
_AROUND = " \t,;:.-–"


@dataclass(frozen=True, slots=True)
class Understood:
    """The form's fields as understood; `note` says what could not be taken over whole."""

    typed: Typed
    note: str | None = None


def understand(text: str, person: Person, ws: Workspace) -> Understood:
    """Sort the words of a booking into what the service's form asks for. What belongs to nothing else is the name."""
    asks = ws.desk.asks
    email, text = _take(_EMAIL, text) if Field.CONTACT in asks else ("", text)
    phone, text = _take_phone(text) if Field.CONTACT in asks else ("", text)
    found = when.find_time(text, now=ws.clock(), zone=person.zone, locale=person.locale, purpose="book")
    typed_when, duration = "", ""
    if found is not None:
        text, typed_when = found.rest, found.phrase
        if isinstance(found, when.Reading) and found.minutes:
            duration = when.say_minutes(found.minutes)
    needed, language = None, ""
    if Field.INTERPRETER in asks:
        needed, language, text = _take_interpreter(text)
    department, text = _take_department(text, ws) if Field.DEPARTMENT in asks else ("", text)
    name = re.sub(r"^(?:for|with)\s+", "", text.strip(_AROUND), flags=re.IGNORECASE).strip(_AROUND)
    note = None
    if len(name) > LONGEST_NAME:
        note = f"Only the first {LONGEST_NAME} characters of the name were taken over. Check it."
        name = name[:LONGEST_NAME]
    typed = Typed(
        name=name,
        when=typed_when[:200],
        duration=duration,
        department=department,
        phone=phone,
        email=email,
        needed=needed,
        language=language,
    )
    return Understood(typed, note)


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    if match is None:
        return "", text
    return match.group(), _without(text, match.start(), match.end())


def _take_phone(text: str) -> tuple[str, str]:
    import phonenumbers  # large, and nobody lists a day with it

    for match in phonenumbers.PhoneNumberMatcher(text[:500], "GB"):
        return match.raw_string, _without(text, match.start, match.end)
    return "", text


def _take_interpreter(text: str) -> tuple[str | None, str, str]:
    match = _NO_INTERPRETER.search(text)
    if match is not None:
        return "no", "", _without(text, match.start(), match.end())
    match = _INTERPRETER.search(text)
    if match is None:
        return None, "", text
    language = match["after"] or match["before"] or ""
    start = match.start()
    if language.casefold() in _NOT_LANGUAGES:
        language = ""
    elif match["before"] and not match["after"] and not _is_said_of_interpreter(match):
        # "Jane Doe interpreter": the word before belongs to the name unless something ties it to the interpreter
        start, language = match.end("before"), ""
    return "yes", language, _without(text, start, match.end())


def _is_said_of_interpreter(match: re.Match[str]) -> bool:
    lead = match.string[match.start() : match.start("before")].strip()
    return bool(lead) or match.start() == 0 or match["before"].casefold() in _LANGUAGES


def _take_department(text: str, ws: Workspace) -> tuple[str, str]:
    match = _DEPARTMENT.search(text) or _WHERE.search(text.strip(_AROUND))
    if match is not None:
        source = match.string
        return match["name"].strip(_AROUND), _without(source, match.start(), match.end())
    for name in ws.settings.known_departments:
        known = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
        if known is not None:
            return name, _without(text, known.start(), known.end())
    return "", text


def _without(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())


_LANGUAGES = frozenset(
    [
        "albanian",
        "amharic",
        "arabic",
        "armenian",
        "bengali",
        "bsl",
        "bulgarian",
        "cantonese",
        "croatian",
        "czech",
        "dari",
        "dutch",
        "english",
        "estonian",
        "farsi",
        "filipino",
        "finnish",
        "french",
        "georgian",
        "german",
        "greek",
        "gujarati",
        "hebrew",
        "hindi",
        "hungarian",
        "italian",
        "japanese",
        "kannada",
        "korean",
        "kurdish",
        "latvian",
        "lithuanian",
        "makaton",
        "malayalam",
        "mandarin",
        "marathi",
        "mongolian",
        "nepali",
        "oromo",
        "pashto",
        "persian",
        "polish",
        "portuguese",
        "punjabi",
        "romanian",
        "romani",
        "russian",
        "serbian",
        "sinhala",
        "slovak",
        "slovenian",
        "somali",
        "sorani",
        "spanish",
        "swahili",
        "swedish",
        "sylheti",
        "tagalog",
        "tamil",
        "telugu",
        "thai",
        "tigrinya",
        "turkish",
        "twi",
        "ukrainian",
        "urdu",
        "vietnamese",
        "welsh",
        "yoruba",
    ]
)
"""Languages that the desks ask for; others are understood too, with "with a … interpreter"."""
