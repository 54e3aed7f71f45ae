"""The languages that an interpreter may be needed for, and the other ways to be understood.

CLDR's names for languages, and those that interpreters' agencies list beside them.
https://cldr.unicode.org/ · https://www.gov.uk/government/publications/moj-language-services
"""

from __future__ import annotations

from functools import cache

from bot.line.cldr import NAMES

_AGENCIES = """
Acholi, Akan, Amazigh, Aramaic, Assyrian, Azeri, Bahdini, Badini, Bajuni, Baluchi, Balochi, Bambara, Bangla, Bangladeshi, Bengali,
Benin, Berber, Bravanese, Brava, Burmese, Cantonese, Chaldean, Chinese, Creole, Czech Romani, Dinka, Dioula, Edo, Fanti, Fante, Farsi, Feyli,
Filipino, Flemish, Fula, Fulani, Ganda, Ghanaian, Gorani, Gujerati, Hakka, Haryanvi, Hausa, Hazaragi, Hindko, Hokkien, Ibo, Ilocano, Isoko, Itsekiri,
Kashmiri, Kibajuni, Kikongo, Kikuyu, Kinyarwanda, Kirundi, Konkani, Krio, Kurdish, Kurdish Sorani, Kurdish Kurmanji, Kurdish Bahdini, Kurmanji,
Kurmanji Kurdish, Sorani Kurdish, Bahdini Kurdish, Feyli Kurdish, Sorani, Lingala, Luganda, Luo, Mandarin, Mandinka, Mandingo, Mauritian Creole,
Mirpuri, Moldovan, Moldavian, Moroccan Arabic, Ndebele, Nigerian Pidgin, Oromo, Afaan Oromo, Oromiffa, Pahari, Pangasinan, Papiamento, Pashto, Pashtu, Pushto,
Patois, Jamaican Patois, Patwa, Persian, Pidgin English, Pidgin, Portuguese Creole, Potwari, Pothwari, Punjabi, Panjabi, Punjabi (Gurmukhi), Roma, Romani, Romany, Romanes, Saraiki, Seraiki,
Serbo-Croat, Serbo-Croatian, Setswana, Shona, Sindhi, Sinhala, Sinhalese, Singhalese, Somali, Bravanese Somali, Sundanese, Susu, Swahili, Kiswahili, Sylheti,
Tagalog, Taiwanese, Tamazight, Temne, Tetum, Tigrigna, Tigrinya, Toisan, Turkish Cypriot, Turkmen, Twi, Uighur, Urhobo, Wolof, Yoruba, Zaghawa, Zulu,
Brazilian Portuguese, Portuguese (Brazil), Haitian Creole, French Creole, Sudanese Arabic, Syrian Arabic, Iraqi Arabic, Egyptian Arabic, Libyan Arabic, Modern Standard Arabic,
Algerian Arabic, Classical Arabic, Lebanese Arabic, Simplified Chinese, Traditional Chinese, Gaelic, Irish Gaelic, Scottish Gaelic, Ulster Scots, Afrikaans, Albanian, Amharic, Arabic, Armenian, Basque,
Belarusian, Bosnian, Bulgarian, Catalan, Croatian, Czech, Danish, Dari, Dutch, English, Estonian, Finnish, French, Georgian, German, Greek, Gujarati, Hebrew, Hindi, Hungarian, Icelandic,
Igbo, Indonesian, Italian, Japanese, Kannada, Kazakh, Khmer, Korean, Kyrgyz, Lao, Latvian, Lithuanian, Macedonian, Malay, Malayalam, Maltese, Marathi, Mongolian, Nepali, Norwegian, Polish,
Portuguese, Romanian, Russian, Serbian, Slovak, Slovakian, Slovene, Slovenian, Spanish, Swedish, Tajik, Tamil, Telugu, Thai, Tibetan, Turkish, Ukrainian, Urdu, Uzbek, Vietnamese, Welsh, Yiddish
"""
_NEEDS = """
BSL, British Sign Language, ISL, Irish Sign Language, SSE, Sign Supported English, Sign Supported Speech, sign language, American Sign Language, International Sign, ASL, IS,
Deaf relay, deaf relay, relay, Makaton, lipspeaker, lip speaker, lip-speaker, lipspeaking, lip speaking, lipreader, deafblind manual, deaf-blind manual, deafblind, deaf-blind, hands-on signing,
hands on signing, hands-on BSL, hands on BSL, hands-on, visual frame signing, visual frame BSL, tactile BSL, tactile signing, block alphabet, Braille,
speech-to-text, speech to text, speech-to-text reporter, speech to text reporter, STTR, palantypist, palantype, notetaker, note-taker, note taker, electronic notetaker, manual notetaker,
Signalong, PECS, Tadoma, cued speech, signed English, intermediary, registered intermediary, Welsh language
"""
_OWN_NAMES = {
    "cymraeg": "Welsh", "polski": "Polish", "polskie": "Polish", "deutsch": "German", "français": "French", "francais": "French",
    "español": "Spanish", "espanol": "Spanish", "română": "Romanian", "romana": "Romanian", "italiano": "Italian", "português": "Portuguese",
    "portugues": "Portuguese", "soomaali": "Somali", "af soomaali": "Somali", "türkçe": "Turkish", "turkce": "Turkish", "shqip": "Albanian",
    "русский": "Russian", "українська": "Ukrainian", "العربية": "Arabic", "فارسی": "Farsi", "اردو": "Urdu", "中文": "Chinese",
    "magyar": "Hungarian", "lietuvių": "Lithuanian", "gaeilge": "Irish", "gàidhlig": "Scottish Gaelic",
}  # fmt: skip
_ALONE_TOO = ("bsl", "british sign language", "makaton")
LONGEST = 4
"""Words that a language's name may have."""


def folded(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.replace("\n", " ").split(",") if name.strip()]


@cache
def common() -> frozenset[str]:
    """The languages that agencies offer, folded: where one stands by itself, it is what somebody speaks."""
    return frozenset(folded(name) for name in _listed(_AGENCIES)) | _OWN_NAMES.keys()


@cache
def needs() -> frozenset[str]:
    """The other ways to be understood, folded."""
    return frozenset(folded(name) for name in _listed(_NEEDS))


@cache
def _cldr() -> dict[str, str]:
    """CLDR's names of languages by their codes."""
    return dict(one.split(" ", 1) for one in NAMES.replace("\n", " ").strip().split("; "))


@cache
def all_languages() -> frozenset[str]:
    """Everything that may stand where a language is told, folded."""
    cldr = {folded(name) for name in _cldr().values()}
    return common() | needs() | cldr | {name.replace("-", " ") for name in needs()}


@cache
def _spelt() -> dict[str, str]:
    """How the agencies' lists write a language, by its folded name; what is the same is written the same."""
    same = {"british sign language": "BSL", "irish sign language": "ISL", "sign supported english": "SSE"}
    own = {folded(name): name for names in (_NEEDS, _AGENCIES) for name in reversed(_listed(names))}
    return own | _OWN_NAMES | same


@cache
def _by_code() -> dict[str, str]:
    """CLDR's names of languages, by themselves and by their codes."""
    return {folded(name): name for name in _cldr().values()} | _cldr()


def listed(name: str) -> str | None:
    """Write a language as the lists do, whether its name or its code was told; None: it is in no list.

    >>> listed("polish interpreter"), listed("british sign language"), listed("pl"), listed("Mrs Kowalska")
    ('Polish', 'BSL', 'Polish', None)
    """
    said = folded(name).removesuffix(" interpreter").strip()
    for one in dict.fromkeys((said, said.partition("(")[0].strip())):
        if found := _spelt().get(one) or _by_code().get(one):
            return found
    return None


def usual(name: str) -> str:
    """Write a language as people here do, where it was told in its own words."""
    return _OWN_NAMES.get(folded(name), name)


@cache
def first_words() -> frozenset[str]:
    """What the languages and needs begin with that may stand by themselves."""
    return frozenset(name.split()[0] for name in common() | needs() if name)
