"""French."""

from __future__ import annotations

from bot.when.words.table import Table, numbered

TABLE: Table = {
    "weekday": numbered(
        0, "lundi/lun, mardi/mar, mercredi/mer, jeudi/jeu, vendredi/ven, samedi/sam, dimanche/dim"
    ),
    "weekdays": numbered(0, "lundis, mardis, mercredis, jeudis, vendredis, samedis, dimanches"),
    "month": numbered(
        1,
        "janvier/janv, fevrier/fevr/fev, mars, avril/avr, mai, juin, juillet/juil, aout, septembre/sept, "
        "octobre, novembre, decembre",
    ),
    "number": numbered(
        1,
        "un/une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, seize, "
        "dix sept, dix huit, dix neuf, vingt, vingt et un/vingt et une, vingt deux, vingt trois, vingt quatre, "
        "vingt cinq, vingt six, vingt sept, vingt huit, vingt neuf, trente, trente et un",
    )
    | {40: "quarante", 45: "quarante cinq", 50: "cinquante", 55: "cinquante cinq", 35: "trente cinq"},
    "ordinal": numbered(
        1,
        "premier/premiere/1er/1ere, deuxieme/second/seconde, troisieme, quatrieme, cinquieme, sixieme, septieme, huitieme, "
        "neuvieme, dixieme",
    ),
    "half": {30: "demi, demie"},
    "quarter": {15: "quart, quarts, trimestre, trimestres"},
    "unit": {
        "minute": "minute, minutes, min, mn",
        "day": "jour, jours, j",
        "week": "semaine, semaines, sem",
        "month": "mois",
        "year": "an, ans, annee, annees",
        "weekend": "week end, weekend, fin de semaine",
        "working day": "jour ouvrable, jours ouvrables, jour ouvre, jours ouvres",
    },
    "heure": {0: "heure, heures, h"},
    "amount": {
        "half hour": "demi heure, une demi heure",
        "quarter hour": "quart d heure, un quart d heure, quart dheure, un quart dheure",
        "three quarters": "trois quarts dheure, trois quarts d heure",
    },
    "relday": {
        0: "aujourdhui, aujourd hui, ce jour",
        1: "demain",
        2: "apres demain, apresdemain",
        -1: "hier",
        -2: "avant hier",
    },
    "now": {0: "maintenant, tout de suite, en ce moment"},
    "edge": {
        "day after": "le lendemain de, le lendemain du, lendemain du, lendemain de, le lendemain",
        "day before": "la veille de, la veille du, veille de",
        "end": "fin de, la fin de, la fin du, fin du, fin",
    },
    "sametime": {0: "meme heure, a la meme heure"},
    "daypart": {
        "morning": "matin, du matin, le matin, au matin, dans la matinee, matinee, du mat",
        "afternoon": "apres midi, de lapres midi, lapres midi, aprem, de l apres midi, l apres midi, de laprem",
        "evening": "soir, du soir, le soir, au soir, soiree, dans la soiree",
        "night": "nuit, de la nuit",
    },
    "part": {"tonight": "ce soir, cette nuit"},
    "mod": {
        "this": "ce, cet, cette, ces",
        "next": "prochain, prochaine, prochains, prochaines",
        "following": "suivant, suivante, suivants, suivantes, dapres, d apres, qui suit",
        "last": "dernier, derniere, derniers, dernieres, passe, passee, passes, passees, precedent, precedente, precedents, precedentes",
    },
    "clock": {720: "midi", 0: "minuit"},
    "oclock": {},
    "the": {None: "le, la, les, l"},
    "at": {None: "a, vers les, au alentours de"},
    "on": {None: "au"},
    "in": {None: "dans, en"},
    "for": {None: "pour, pendant, durant, dune duree de"},
    "from": {None: "de, du, des, depuis, a partir de, a partir du, des le"},
    "until": {None: "jusqua, jusqu a, jusquau, jusqu au"},
    "and": {None: "et"},
    "of": {None: "de la, du mois de"},
    "before": {None: "avant, avant le"},
    "after": {None: "apres, apres le"},
    "between": {None: "entre, entre le"},
    "within": {None: "dici, d ici, sous, dans les, en moins de"},
    "wc": {0: "la semaine du, semaine du"},
    "minus": {None: "moins, moins le"},
    "later": {None: "plus tard"},
    "ago": {None: "plus tot, il y a, ya, y a"},
    "or": {None: "ou"},
    "every": {None: "chaque, tous les, toutes les"},
    "not": {"era": "av j c, ap j c, apr j c, p chr n", None: "sauf, pas"},
    "vague": {
        None: "quelques, bientot, des que possible, debut, milieu, milieu de, debut de, mi, plusieurs, fin de journee, en fin de journee"
    },
    "approx": {None: "environ, vers, autour de, a peu pres, aux alentours de"},
    "empty": {None: "svp, merci, pile, se passe"},
    "label": {None: "salle, chambre, bureau, numero, no, dossier, etage, appartement, poste"},
}
MOVING: Table = {
    "onward": {None: "plus tard, apres"},
    "sooner": {None: "plus tot, avant"},
    "sameday": {None: "le meme jour, meme jour, ce jour la"},
}
BEHIND_NUMBER: Table = {"month": {9: "sept"}}
GLUED: Table = {"ordinal": {None: "er, ere, eme, e"}}
NAMED = {
    "elsewhere": "nouvel an chinois, nouvel an juif, nouvel an lunaire, nouvel an musulman, paques orthodoxe",
    "ash wednesday": "mercredi des cendres",
    "shrove": "mardi gras",
    "good friday": "vendredi saint",
    "maundy": "jeudi saint",
    "epiphany": "epiphanie",
    "christmas": "noel, jour de noel, le jour de noel",
    "christmas eve": "veille de noel, reveillon de noel",
    "new year": "jour de lan, nouvel an, le nouvel an, jour de l an, premier de lan",
    "new year eve": "saint sylvestre, la saint sylvestre, reveillon du nouvel an",
    "easter": "paques, dimanche de paques",
    "easter monday": "lundi de paques",
    "ascension": "ascension, jeudi de lascension, lascension",
    "whit sunday": "pentecote",
    "whit monday": "lundi de pentecote",
    "all saints": "toussaint, la toussaint, jour de la toussaint",
    "bastille": "fete nationale",
    "labour may": "fete du travail",
    "assumption": "assomption, lassomption",
    "valentine": "saint valentin, la saint valentin",
    "armistice": "armistice, larmistice",
}
