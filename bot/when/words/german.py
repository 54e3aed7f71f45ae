"""German."""

from __future__ import annotations

from bot.when.words.table import Table, numbered

_UNITS = ["ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun"]
_TENS = {20: "zwanzig", 30: "dreissig", 40: "vierzig", 50: "funfzig"}

_NTH = (
    "erst, zweit, dritt, viert, funft/fuenft, sechst, siebt/siebent, acht, neunt, zehnt, elft, zwolft/zwoelft, dreizehnt, "
    "vierzehnt, funfzehnt, sechzehnt, siebzehnt, achtzehnt, neunzehnt, zwanzigst"
)
_nth = numbered(1, _NTH) | {30: "dreissigst", 31: "einunddreissigst"}
_nth |= {20 + n: f"{unit}undzwanzigst" for n, unit in enumerate(_UNITS, 1)}

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
    "ordinal": {
        n: ", ".join(f"{stem}{end}" for stem in stems.split(", ") for end in ("e", "en", "er", "es", "em"))
        for n, stems in _nth.items()
    },
    "half": {30: "halb, halbe, halben"},
    "quarter": {15: "viertel, viertelstunden, quartal, quartals"},
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
        "three quarters": "dreiviertelstunde, dreiviertel stunde, drei viertelstunden, einer dreiviertel stunde, eine dreiviertel stunde",
    },
    "relday": {
        0: "heute",
        1: "morgen",
        2: "ubermorgen, uebermorgen",
        -1: "gestern",
        -2: "vorgestern",
        -3: "vorvorgestern",
    },
    "now": {0: "jetzt, sofort, gleich jetzt, im moment, zur zeit, derzeit"},
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
        "second": "ubernachste, ubernachsten, ubernachster, ubernachstes, uebernaechste, uebernaechsten",
        "last": "letzte, letzten, letzter, letztes, vergangene, vergangenen, vorige, vorigen",
    },
    "oclock": {0: "uhr"},
    "clock": {720: "mittag, zwolf uhr mittags", 0: "mitternacht"},
    "edge": {"end": "ende"},
    "a": {},
    "the": {None: "der, die, das, den, dem, des"},
    "at": {None: "um, gegen, so um, so gegen"},
    "on": {None: "am, an, zum, beim"},
    "in": {None: "in, im"},
    "within": {None: "binnen, innerhalb, innerhalb von, innerhalb der"},
    "for": {None: "fur, fuer, dauer"},
    "from": {None: "von, vom, ab"},
    "until": {None: "bis, bis zum, bis zu, bis um, auf den"},
    "and": {None: "und, aber"},
    "of": {None: "von der"},
    "before": {None: "vor"},
    "after": {None: "nach"},
    "past": {None: "nach"},
    "between": {None: "zwischen"},
    "later": {None: "spater, spaeter"},
    "ago": {None: "fruher"},
    "or": {None: "oder"},
    "every": {None: "jeden, jede, jeder, taglich, wochentlich"},
    "not": {"era": "n chr, v chr, d g z", None: "nicht, ausser, kein, keine"},
    "vague": {None: "einige, einigen, ein paar, paar, bald, baldmoglichst, anfang, mitte, demnachst"},
    "approx": {None: "etwa, so circa, so ungefahr, so etwa, circa, ca, ungefahr, rund, zirka"},
    "empty": {None: "bitte, danke, genau, punkt"},
    "label": {None: "zimmer, raum, buro, nummer, nr, wohnung, etage, akte, tel"},
}
MOVING: Table = {
    "onward": {None: "spater, spaeter"},
    "sooner": {None: "fruher, frueher"},
    "sametime": {
        0: "zur gleichen zeit, gleiche zeit, selbe zeit, zur selben zeit, gleiche uhrzeit, selbe uhrzeit"
    },
    "sameday": {None: "am gleichen tag, gleicher tag, am selben tag, selber tag"},
}
GLUED: Table = {"ordinal": {None: "te, ten, ter, tes, tem, ste, sten"}}
NAMED = {
    "elsewhere": "chinesisches neujahr, chinesische neujahr, chinesisches neujahrsfest, judisches neujahr, "
    "orthodoxe ostern, orthodoxes osterfest",
    "mothers": "muttertag",
    "nicholas": "nikolaus, nikolaustag",
    "ash wednesday": "aschermittwoch",
    "shrove": "fastnacht, fastnachtsdienstag, faschingsdienstag",
    "maundy": "grundonnerstag",
    "easter saturday": "karsamstag",
    "corpus christi": "fronleichnam",
    "christmas": "weihnachten, weihnachtstag, erster weihnachtstag, ersten weihnachtstag",
    "boxing": "zweiter weihnachtstag, zweiten weihnachtstag, zweiter weihnachtsfeiertag",
    "christmas eve": "heiligabend, heiliger abend, heiligen abend",
    "new year": "neujahr, neujahrstag",
    "new year eve": "silvester",
    "good friday": "karfreitag",
    "easter": "ostern, ostersonntag",
    "easter monday": "ostermontag",
    "ascension": "christi himmelfahrt, himmelfahrt, himmelfahrtstag, vatertag",
    "whit sunday": "pfingsten, pfingstsonntag",
    "whit monday": "pfingstmontag",
    "german unity": "tag der deutschen einheit",
    "labour may": "tag der arbeit",
    "epiphany": "heilige drei konige",
    "all saints": "allerheiligen",
    "valentine": "valentinstag",
    "reformation": "reformationstag",
}
