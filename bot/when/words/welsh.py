"""Welsh, with its mutations where a date or a time puts them."""

from __future__ import annotations

from bot.when.words.table import Table, numbered

TABLE: Table = {
    "weekday": numbered(
        0,
        "dydd llun/llun/nos lun/ddydd llun, dydd mawrth/ddydd mawrth/mawrth nesaf, dydd mercher/mercher/ddydd mercher, "
        "dydd iau/iau/ddydd iau, dydd gwener/gwener/ddydd gwener, dydd sadwrn/sadwrn/ddydd sadwrn, "
        "dydd sul/sul/ddydd sul",
    ),
    "month": numbered(
        1,
        "ionawr/ion, chwefror/chwef/chwe, mawrth/maw, ebrill/ebr, mai, mehefin/meh, gorffennaf/gorff/gor, awst, "
        "medi, hydref/hyd, tachwedd/tach, rhagfyr/rhag",
    ),
    "number": numbered(
        1,
        "un, dau/dwy/ddau/ddwy, tri/tair/dri/dair, pedwar/pedair/bedwar/bedair, pump/pum/bump, chwech/chwe, saith, "
        "wyth, naw, deg/ddeg, un ar ddeg, deuddeg/ddeuddeg, tair ar ddeg, pedair ar ddeg, pymtheg",
    )
    | {
        20: "ugain, hugain",
        25: "pum munud ar hugain, bump ar hugain",
        30: "tri deg",
        40: "pedwar deg",
        45: "pedwar deg pump",
    },
    "ordinal": numbered(
        1,
        "cyntaf/gyntaf, ail, trydydd/trydedd, pedwerydd, pumed, chweched, seithfed, wythfed, nawfed, degfed",
    ),
    "half": {30: "hanner awr wedi"},
    "quarter": {15: "chwarter"},
    "unit": {
        "minute": "munud, funud, munudau, o funudau",
        "hour": "awr, oriau, o oriau",
        "day": "diwrnod, ddiwrnod, dydd, ddydd, niwrnod, dyddiau",
        "week": "wythnos, wythnosau",
        "fortnight": "pythefnos, bythefnos",
        "month": "mis, fis, misoedd",
        "year": "blwyddyn, flynedd, flwyddyn, mlynedd",
        "weekend": "penwythnos",
    },
    "amount": {"half hour": "hanner awr", "quarter hour": "chwarter awr", "90": "awr a hanner"},
    "relday": {0: "heddiw", 1: "yfory, fory", 2: "drennydd", -1: "ddoe", -2: "echdoe"},
    "now": {0: "nawr, rwan, ar hyn o bryd"},
    "daypart": {
        "morning": "y bore, bore, yn y bore",
        "afternoon": "y prynhawn, prynhawn, pnawn, y pnawn, yn y prynhawn",
        "evening": "yr hwyr, gyda r nos, y nos, gydar nos, nos",
    },
    "part": {"tonight": "heno"},
    "mod": {"this": "yma, hon, hwn", "next": "nesaf, nesa", "last": "diwethaf, dwetha, olaf"},
    "oclock": {0: "or gloch, o r gloch"},
    "clock": {720: "hanner dydd, ganol dydd, canol dydd", 0: "hanner nos"},
    "a": {},
    "the": {None: "y, yr"},
    "at": {None: "am"},
    "on": {None: "ar, ar y"},
    "in": {None: "mewn, ymhen, yn, ym mis, ym"},
    "for": {None: "am gyfnod o, i bara"},
    "from": {None: "o, or"},
    "until": {None: "tan, hyd, hyd at"},
    "to": {None: "i"},
    "and": {None: "a, ac"},
    "of": {None: "o fis"},
    "before": {None: "cyn"},
    "after": {None: "ar ol"},
    "past": {None: "wedi"},
    "between": {None: "rhwng"},
    "later": {None: "yn ddiweddarach"},
    "ago": {None: "yn ol"},
    "or": {None: "neu"},
    "every": {None: "bob"},
    "vague": {None: "ychydig, cyn gynted a phosibl, dechrau, canol, diwedd"},
    "approx": {None: "tua, oddeutu"},
    "empty": {None: "os gwelwch yn dda, diolch"},
    "label": {None: "ystafell, rhif, fflat"},
}
MOVING: Table = {
    "onward": {None: "yn ddiweddarach, yn hwyrach"},
    "sooner": {None: "yn gynharach, ynghynt"},
    "sametime": {0: "yr un amser, yr un pryd, ar yr un adeg"},
    "sameday": {None: "yr un diwrnod, ar yr un diwrnod"},
}
GLUED: Table = {"ordinal": {None: "af, ain, fed, eg, ydd, ed"}}
NAMED = {
    "christmas": "nadolig, dydd nadolig",
    "christmas eve": "noswyl nadolig",
    "boxing": "gwyl san steffan",
    "new year": "dydd calan, calan",
    "new year eve": "nos galan",
    "good friday": "dydd gwener y groglith",
    "easter": "sul y pasg, pasg",
    "easter monday": "llun y pasg, dydd llun y pasg",
    "st david": "dydd gwyl dewi, gwyl dewi",
}
