"""German."""

from __future__ import annotations

from bot.when.words.table import Table, numbered

_UNITS = ["ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"]
_TENS = {20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "funfzig"}

TABLE: Table = {
    "weekday": numbered(
        0,
        "montag/mo/montags, dienstag/di/dienstags, mittwoch/mi/mittwochs, donnerstag/do/donnerstags, "
        "freitag/fr/freitags, samstag/sa/sam/sonnabend/samstags, sonntag/so/sonntags",
    ),
    "month": numbered(
        1,
        "januar/jan/janner, februar/feb, marz/mar/mrz/maerz, april/apr, mai, juni/jun, juli/jul, august/aug, "
        "september/sep/sept, oktober/okt, november/nov, dezember/dez",
    ),
    "number": numbered(
        1,
        "eins/ein/einer/eine/einem/einen, zwei/zwo, drei, vier, funf/fuenf, sechs, sieben, acht, neun, zehn, elf, zwolf/zwoelf, "
        "dreizehn, vierzehn, funfzehn, sechzehn, siebzehn, achtzehn, neunzehn, zwanzig",
    )
    | {tens + n: f"{unit}und{word}" for tens, word in _TENS.items() for n, unit in enumerate(_UNITS, 1)}
    | {30: "dreissig", 40: "vierzig", 50: "funfzig"},
    "ordinal": numbered(
        1,
        "erste/ersten/erster, zweite/zweiten, dritte/dritten, vierte/vierten, funfte/funften, sechste/sechsten, "
        "siebte/siebten, achte/achten, neunte/neunten, zehnte/zehnten, elfte/elften, zwolfte/zwolften",
    ),
    "half": {30: "halb, halbe, halben"},
    "quarter": {15: "viertel"},
    "unit": {
        "minute": "minute, minuten, min",
        "hour": "stunde, stunden, std",
        "day": "tag, tage, tagen",
        "week": "woche, wochen",
        "month": "monat, monate, monaten, monats",
        "year": "jahr, jahre, jahren, jahres",
        "weekend": "wochenende",
        "working day": "werktag, werktage, werktagen, arbeitstag, arbeitstage, arbeitstagen",
    },
    "amount": {
        "half hour": "halbe stunde, eine halbe stunde, einer halben stunde",
        "90": "anderthalb stunden, eineinhalb stunden",
        "quarter hour": "viertelstunde, eine viertelstunde, einer viertelstunde",
        "three quarters": "dreiviertelstunde",
    },
    "relday": {0: "heute", 1: "morgen", 2: "ubermorgen, uebermorgen", -1: "gestern", -2: "vorgestern"},
    "now": {0: "jetzt, sofort, gleich jetzt"},
    "sametime": {0: "um diese zeit, gleiche zeit"},
    "daypart": {
        "morning": "vormittag, vormittags, am vormittag, morgens, am morgen, fruh, in der fruh",
        "afternoon": "nachmittag, nachmittags, am nachmittag, mittags",
        "evening": "abend, abends, am abend",
        "night": "nachts, nacht, in der nacht",
    },
    "part": {"tonight": "heute abend, heut abend, heute nacht", "this morning": "heute morgen, heute fruh"},
    "mod": {
        "this": "dieser, diese, dieses, diesen, diesem",
        "next": "nachste, nachsten, nachster, nachstes, nachstem, naechste, naechsten, naechster",
        "coming": "kommende, kommenden, kommender, kommendes",
        "following": "folgende, folgenden",
        "last": "letzte, letzten, letzter, letztes, vergangene, vergangenen, vorige, vorigen",
    },
    "oclock": {0: "uhr"},
    "clock": {720: "mittag, zwolf uhr mittags", 0: "mitternacht"},
    "a": {},
    "the": {None: "der, die, das, den, dem, des"},
    "at": {None: "um, gegen, so um, so gegen"},
    "on": {None: "am, an, zum, beim"},
    "in": {None: "in, im, binnen"},
    "for": {None: "fur, fuer, dauer"},
    "from": {None: "von, vom, ab"},
    "until": {None: "bis, bis zum, bis zu, bis um"},
    "and": {None: "und"},
    "of": {None: "von der"},
    "before": {None: "vor"},
    "after": {None: "nach"},
    "past": {None: "nach"},
    "between": {None: "zwischen"},
    "later": {None: "spater, spaeter"},
    "ago": {None: "fruher"},
    "or": {None: "oder"},
    "every": {None: "jeden, jede, jeder, taglich, wochentlich"},
    "not": {None: "nicht, ausser, kein, keine"},
    "vague": {
        None: "ubernachste, ubernachsten, ubernachster, ubernachstes, uebernaechste, uebernaechsten, einige, einigen, ein paar, paar, bald, baldmoglichst, anfang, mitte, ende, demnachst"
    },
    "approx": {None: "etwa, so circa, so ungefahr, so etwa, circa, ca, ungefahr, rund, zirka"},
    "empty": {None: "bitte, danke, genau, punkt"},
    "label": {None: "zimmer, raum, buro, nummer, nr, wohnung, etage, akte, tel"},
}
NAMED = {
    "christmas": "weihnachten, weihnachtstag, erster weihnachtstag, ersten weihnachtstag",
    "boxing": "zweiter weihnachtstag, zweiten weihnachtstag, zweiter weihnachtsfeiertag",
    "christmas eve": "heiligabend, heiliger abend, heiligen abend",
    "new year": "neujahr, neujahrstag",
    "new year eve": "silvester",
    "good friday": "karfreitag",
    "easter": "ostern, ostersonntag",
    "easter monday": "ostermontag",
    "ascension": "christi himmelfahrt, himmelfahrt",
    "whit sunday": "pfingsten, pfingstsonntag",
    "whit monday": "pfingstmontag",
    "german unity": "tag der deutschen einheit",
    "labour may": "tag der arbeit",
    "epiphany": "heilige drei konige",
    "all saints": "allerheiligen",
    "valentine": "valentinstag",
    "reformation": "reformationstag",
}
