"""Spanish."""

from __future__ import annotations

from bot.when.words.table import Table, numbered

TABLE: Table = {
    "weekday": numbered(
        0, "lunes/lun, martes/mar, miercoles/mie/mier, jueves/jue, viernes/vie, sabado/sab, domingo/dom"
    ),
    "month": numbered(
        1,
        "enero/ene, febrero/feb, marzo/mar, abril/abr, mayo/may, junio/jun, julio/jul, agosto/ago, "
        "septiembre/setiembre/sep/sept, octubre/oct, noviembre/nov, diciembre/dic",
    ),
    "number": numbered(
        1,
        "uno/un/una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, quince, "
        "dieciseis, diecisiete, dieciocho, diecinueve, veinte, veintiuno/veintiuna, veintidos, veintitres, "
        "veinticuatro, veinticinco, veintiseis, veintisiete, veintiocho, veintinueve, treinta, treinta y uno",
    )
    | {
        0: "cero, zero",
        60: "sesenta",
        70: "setenta",
        80: "ochenta",
        90: "noventa",
        900: "novecientos",
        1000: "mil",
        35: "treinta y cinco",
        40: "cuarenta",
        45: "cuarenta y cinco",
        50: "cincuenta",
        55: "cincuenta y cinco",
    },
    "ordinal": {
        1: "primero, primer, primera",
        2: "segundo, segunda",
        3: "tercero, tercer, tercera",
        4: "cuarta",
        5: "quinto, quinta",
        -1: "ultimo, ultima",
    },
    "half": {30: "media, medio"},
    "quarter": {15: "cuarto, cuartos"},
    "unit": {
        "minute": "minuto, minutos, min",
        "hour": "hora, horas",
        "day": "dia, dias",
        "week": "semana, semanas",
        "month": "mes, meses",
        "year": "ano, anos",
        "weekend": "fin de semana",
        "working day": "dia laborable, dias laborables, dias habiles, dia habil",
    },
    "amount": {
        "half hour": "media hora",
        "quarter hour": "cuarto de hora, un cuarto de hora",
        "three quarters": "tres cuartos de hora",
        "90": "hora y media, una hora y media",
    },
    "relday": {0: "hoy", 1: "manana", 2: "pasado manana", -1: "ayer", -2: "anteayer, antes de ayer, antier"},
    "now": {0: "ahora, ahora mismo, ahorita, ya, en este momento"},
    "sametime": {0: "a esta hora, misma hora"},
    "daypart": {
        "morning": "de la manana, por la manana, en la manana, de la madrugada",
        "afternoon": "de la tarde, por la tarde, tarde, en la tarde",
        "evening": "de la noche, por la noche, noche, en la noche",
    },
    "part": {"tonight": "esta noche", "this morning": "esta manana", "this afternoon": "esta tarde"},
    "mod": {
        "this": "este, esta, estos, estas",
        "next": "proximo, proxima, proximos, proximas, que viene, siguiente, siguientes",
        "last": "pasado, pasada, pasados, pasadas, ultimo, ultima, ultimos, ultimas",
    },
    "oclock": {0: "en punto, h, hs, hrs"},
    "clock": {720: "mediodia, al mediodia, medio dia", 0: "medianoche, a medianoche"},
    "a": {},
    "the": {None: "el, los, lo, la"},
    "at": {None: "a las, a la, al las, las, a, sobre las, hacia las, para las"},
    "on": {None: "el dia"},
    "in": {None: "en, dentro de"},
    "for": {None: "durante, por, para"},
    "from": {None: "desde, desde el, desde las, a partir de, a partir del"},
    "until": {None: "hasta, hasta el, hasta las, al"},
    "and": {None: "y, e"},
    "of": {None: "de, del, de el, del mes de"},
    "before": {None: "antes de, antes del, antes de las"},
    "after": {None: "despues de, despues del, despues de las"},
    "within": {None: "en menos de, en el plazo de"},
    "between": {None: "entre, entre las, entre el"},
    "minus": {None: "menos"},
    "later": {None: "mas tarde, despues"},
    "ago": {None: "hace"},
    "or": {None: "o, u"},
    "every": {None: "cada, todos los, todas las"},
    "not": {"era": "d c, a c", None: "no, excepto, salvo"},
    "vague": {
        None: "unos, unas, algunos, pronto, cuanto antes, principios de, mediados de, finales de, un par de"
    },
    "approx": {None: "aproximadamente, sobre, alrededor de, mas o menos, unos"},
    "empty": {None: "por favor, gracias"},
    "label": {None: "sala, habitacion, numero, despacho, piso, oficina, expediente, telefono"},
}
MOVING: Table = {
    "onward": {None: "mas tarde, despues"},
    "sooner": {None: "antes, mas temprano"},
    "sametime": {0: "a la misma hora, misma hora, la misma hora"},
    "sameday": {None: "el mismo dia, mismo dia, ese dia"},
}
NAMED = {
    "elsewhere": "ano nuevo chino, ano nuevo judio, ano nuevo lunar, ano nuevo musulman",
    "ash wednesday": "miercoles de ceniza",
    "shrove": "martes de carnaval",
    "palm sunday": "domingo de ramos",
    "easter saturday": "sabado santo, sabado de gloria",
    "corpus christi": "corpus christi, corpus",
    "christmas": "navidad, dia de navidad, la navidad",
    "christmas eve": "nochebuena",
    "new year": "ano nuevo, dia de ano nuevo",
    "new year eve": "nochevieja, fin de ano",
    "epiphany": "reyes, dia de reyes, dia de los reyes",
    "good friday": "viernes santo",
    "maundy": "jueves santo",
    "easter": "domingo de pascua, domingo de resurreccion, pascua",
    "easter monday": "lunes de pascua",
    "all saints": "todos los santos, dia de todos los santos",
    "labour may": "dia del trabajo, dia del trabajador",
    "assumption": "asuncion",
    "hispanic": "fiesta nacional, dia de la hispanidad",
    "constitution es": "dia de la constitucion",
    "immaculate": "inmaculada, la inmaculada",
    "valentine": "san valentin",
}
