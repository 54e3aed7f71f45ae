"""The words for days and months of all languages that dateparser knows, and of some that are written in our letters.

They make a word list for a language that has none of its own here, and tell a foreign day from a name.
https://dateparser.readthedocs.io/en/latest/supported_locales.html
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from bot.when.parts import DAYS, MONTHS
from bot.when.words.table import Table

_RELATIVE = {"0 day ago": 0, "in 1 day": 1, "in 2 day": 2, "1 day ago": -1, "2 day ago": -2}
_UNITS = ("minute", "hour", "day", "week", "month", "year")
_LED_TO = {
    "ro": "la, ora, la ora", "it": "alle, ore, alle ore, all, a", "pt": "as, as as, a", "ru": "в, во", "uk": "о, об, в, у",
    "bg": "в, във", "be": "а, у", "mk": "во", "sr": "u, у", "hr": "u", "bs": "u", "sl": "ob", "cs": "v, ve", "sk": "o, v",
    "tr": "saat", "az": "saat", "ar": "الساعة, في", "fa": "ساعت", "ckb": "کاتژمێر", "nl": "om, op", "af": "om", "lt": "",
    "sq": "ne, ne oren", "el": "στις, στη", "sv": "klockan, kl", "da": "kl, klokken", "nb": "kl, klokken", "fi": "klo, kello",
    "hu": "", "et": "kell", "lv": "plkst, pulksten", "sw": "saa", "so": "saacadda", "id": "pukul, jam", "ms": "pukul", "vi": "luc",
    "ca": "a les", "gl": "as",
}  # fmt: skip
"""What leads to a time of day, folded."""
_AND = {"ro": "si", "it": "e", "pt": "e", "ru": "и", "uk": "і, та", "tr": "ve", "nl": "en", "ar": "و"}
_OF = {"ro": "de", "pt": "de, do", "it": "di, del", "ca": "de, del, d", "gl": "de", "nl": "van", "sv": "den"}
_IN_OUR_LETTERS: dict[str, dict[int, str]] = {
    "relday": {
        0: "aaj, aj, aajj, nan, el yom, alyom, elyoum, maanta, leo, bugun, emroz, imruz, hoje, ma, tänään, idag, danas, dzis, dnes, azi",
        1: "kal, bukra, bokra, bukrah, boukra, ghadan, ghodwa, berri, kesho, ola, yarin, fardo, farda, saba, sibey, sbah, imorgon, imorra, "
        "imorgen, sutra, zitra, zajtra, utre, holnap, agol, aghol, agami kal, naale, nalai, repu, mangwana, gobe, nega",
        2: "parso, parson, parsoon, porshu, parasi, parasi din, pasfarda, saba kam, saaba, tuldoraan",
    },
    "weekday": {
        0: "somvar, somwar, peer, pir, sombar, isniin, isnin, itnain, itnayn, doshanbe, jumatatu, al ithnain",
        1: "mangal, mangalvar, mangalwar, mongolbar, talaado, talaada, thulatha, seshanbe, jumanne",
        2: "budh, budhvar, budhwar, budhbar, arbaca, arbaco, arbiaa, arbaa, chaharshanbe, jumatano",
        3: "jumerat, jumeraat, jumeirat, guruvar, guruwar, veervar, brihospotibar, khamiis, khamis, khamees, panjshanbe, alhamisi",
        4: "jumma, jummah, jumuah, jumua, juma, jumah, jumah, shukravar, shukrawar, shukkurbar, jimce, jimco, gumaa, jomeh, ijumaa",
        5: "shanivar, shaniwar, hafta, sanichar, shonibar, sabti, sabt, sabet, shanbe, jumamosi",
        6: "itwar, itvar, ravivar, raviwar, robibar, axad, ahad, yekshanbe, jumapili",
    },
    "daypart": {
        0: "subah, subha, savere, sobah, sobh, dopahar, dopeher, dupahar, shaam, sham, raat, rat, bikel, shokal, fiid, galab, subax",
        1: "baje, bajay, baj",
    },
}  # fmt: skip
"""As people write them who have no other letters on their keyboard: Hindi, Urdu, Bengali, Arabic, Somali, Persian, Swahili …"""


def _listed(words: str) -> list[str]:
    return words.split()


_NEAR = frozenset(
    _listed("ro it pt nl sv da nb fi hu lt lv et sq cs sk hr bs sl tr az so sw id ms vi ga gd ca gl fil")
)
"""Languages whose shorter words count too: others' abbreviations look like our own words."""
_SHORT = frozenset(("joi", "lun", "mie"))
_ENGLISH = frozenset(
    _listed(
        "any are bear bill china dear doc done eerie ever firm freed here home jolly lush make mate mine "
        "mode moor more monde move much name over paid peer rats real rest same sand seat self sent sere "
        "shot side sine some soon stab such tune tuber urge week were wine with work yard your four five "
        "seven eight nine then them this that they there when what"
    )
)
"""English words that are a day or a month somewhere."""


class Foreign(NamedTuple):
    """What a word means in some language: a tag of the grammar, its value, and the English for it."""

    tag: str
    value: int
    english: str


@cache
def _files() -> dict[str, Path]:
    """What dateparser has for each language: found without importing it, which takes 100 ms and 5 MB that English never needs."""
    found = importlib.util.find_spec("dateparser")
    places = (found and found.submodule_search_locations) or ()
    files = [file for place in places for file in Path(place, "data", "date_translation_data").glob("*.py")]
    return {file.stem: file for file in files if "_" not in file.stem}


def languages() -> frozenset[str]:
    """The languages that dateparser has words for."""
    return frozenset(_files())


def _info(language: str) -> dict[str, Any]:
    """The words of a language: not imported, or those of two hundred would stay in memory."""
    loader = SourceFileLoader(f"dateparser_{language}", str(_files()[language]))
    made = ModuleType(loader.name)
    loader.exec_module(made)
    info: dict[str, Any] = made.info
    return info


def _said(info: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Each weekday, month and day counted from today: tag, value, the word."""
    for tag, names in (("weekday", DAYS), ("month", MONTHS)):
        for value, name in enumerate(names, tag == "month"):
            for word in info.get(name.lower(), ()):
                yield tag, value, word
    for key, value in _RELATIVE.items():
        for word in info.get("relative-type", {}).get(key, ()):
            yield "relday", value, word


def table(language: str, fold: Any) -> Table | None:
    """Make a word list for a language out of dateparser's; None where it has none either."""
    if language not in languages():
        return None
    info = _info(language)
    made: dict[str, dict[Any, list[str]]] = {}

    def put(tag: str, value: Any, words: list[str]) -> None:
        forms = [" ".join(fold(part) for part in word.replace(".", " ").split()) for word in words]
        made.setdefault(tag, {}).setdefault(value, []).extend(form for form in forms if form)

    for unit in _UNITS:
        put("unit", unit, info.get(unit, []))
    for half in ("am", "pm"):
        put("meridiem", half, [word for word in info.get(half, []) if len(word) > 1])
    put("ago", None, info.get("ago", []))
    put("in", None, info.get("in", []))
    for tag, words in (("at", _LED_TO), ("and", _AND), ("of", _OF)):
        put(tag, None, words.get(language, "").split(", "))
    for tag, value, word in _said(info):
        put(tag, value, [word])
    return {
        tag: {value: ", ".join(dict.fromkeys(forms)) for value, forms in meanings.items() if forms}
        for tag, meanings in made.items()
    }


@cache
def everywhere() -> dict[str, Foreign]:
    """Map the words for days and months of all languages, folded, to what they mean; English says it for people."""
    from bot.when.words.foreign import TABLE

    found: dict[str, Foreign] = {}
    for line in TABLE.strip().splitlines():
        tag, value, words = line.split("|")
        meant = Foreign(tag, int(value), in_english(tag, int(value)))
        found |= dict.fromkeys(words.split("; "), meant)
    return found


def gathered(fold: Callable[[str], str]) -> dict[str, tuple[str, int]]:
    """Gather those words, of which the table is written: of two hundred files, by tag and value."""
    found: dict[str, tuple[str, int]] = {}
    for tag, meanings in _IN_OUR_LETTERS.items():
        for value, words in meanings.items():
            for word in words.split(", "):
                found[fold(word)] = tag, value
    for language in sorted(languages()):
        for tag, value, word in _said(_info(language)):
            key = fold(word.strip(" ."))
            short = key.isascii() and len(key) < (4 if language in _NEAR else 5)
            if (not short and key not in _ENGLISH) or key in _SHORT:
                found.setdefault(key, (tag, value))
    return found


def in_english(tag: str, value: int) -> str:
    """Say what a word of another language means; empty where it is neither a day nor a month."""
    match tag:
        case "weekday":
            return DAYS[value]
        case "month":
            return MONTHS[value - 1]
        case "relday":
            said = {0: "today", 1: "tomorrow", 2: "the day after tomorrow", -1: "yesterday", -2: "2 days ago"}
            return said.get(value, "")
    return ""
