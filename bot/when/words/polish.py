"""Polish: the cases that dates and times stand in."""

from __future__ import annotations

from bot.when.words.table import Table, numbered

_HOURS = (
    "pierwsza/pierwszej, druga/drugiej, trzecia/trzeciej, czwarta/czwartej, piata/piatej, szosta/szostej, "
    "siodma/siodmej, osma/osmej, dziewiata/dziewiatej, dziesiata/dziesiatej, jedenasta/jedenastej, "
    "dwunasta/dwunastej, trzynasta/trzynastej, czternasta/czternastej, pietnasta/pietnastej, szesnasta/szesnastej, "
    "siedemnasta/siedemnastej, osiemnasta/osiemnastej, dziewietnasta/dziewietnastej, dwudziesta/dwudziestej, "
    "dwudziesta pierwsza/dwudziestej pierwszej, dwudziesta druga/dwudziestej drugiej, "
    "dwudziesta trzecia/dwudziestej trzeciej"
)
_CARDINALS = (
    "jeden/jedna/jedno/jedna, dwa/dwie/dwoch, trzy/trzech, cztery/czterech, piec/pieciu, szesc/szesciu, siedem, "
    "osiem, dziewiec, dziesiec/dziesieciu, jedenascie, dwanascie, trzynascie, czternascie, pietnascie, szesnascie, "
    "siedemnascie, osiemnascie, dziewietnascie, dwadziescia"
)
_DAYS = (
    "pierwszy/pierwszego, drugi/drugiego, trzeci/trzeciego, czwarty/czwartego, piaty/piatego, szosty/szostego, "
    "siodmy/siodmego, osmy/osmego, dziewiaty/dziewiatego, dziesiaty/dziesiatego, jedenasty/jedenastego, "
    "dwunasty/dwunastego, trzynasty/trzynastego, czternasty/czternastego, pietnasty/pietnastego, "
    "szesnasty/szesnastego, siedemnasty/siedemnastego, osiemnasty/osiemnastego, dziewietnasty/dziewietnastego, "
    "dwudziesty/dwudziestego, dwudziesty pierwszy/dwudziestego pierwszego, dwudziesty drugi/dwudziestego drugiego, "
    "dwudziesty trzeci/dwudziestego trzeciego, dwudziesty czwarty/dwudziestego czwartego, "
    "dwudziesty piaty/dwudziestego piatego, dwudziesty szosty/dwudziestego szostego, "
    "dwudziesty siodmy/dwudziestego siodmego, dwudziesty osmy/dwudziestego osmego, "
    "dwudziesty dziewiaty/dwudziestego dziewiatego, trzydziesty/trzydziestego, "
    "trzydziesty pierwszy/trzydziestego pierwszego"
)
_numbers = {
    n: ", ".join(filter(None, (numbered(1, _CARDINALS).get(n), numbered(1, _HOURS).get(n))))
    for n in range(1, 24)
}

TABLE: Table = {
    "weekday": numbered(
        0,
        "poniedzialek/poniedzialku/pon/pn, wtorek/wtorku/wt/wtr, sroda/srode/srody/sr, czwartek/czwartku/czw, "
        "piatek/piatku/pt/pia, sobota/sobote/soboty/sob, niedziela/niedziele/niedzieli/niedz/nd",
    ),
    "month": numbered(
        1,
        "styczen/stycznia/styczniu/sty, luty/lutego/lutym/lut, marzec/marca/marcu/mar, kwiecien/kwietnia/kwietniu/kwi, "
        "maj/maja/maju, czerwiec/czerwca/czerwcu/cze, lipiec/lipca/lipcu/lip, sierpien/sierpnia/sierpniu/sie/sierp, "
        "wrzesien/wrzesnia/wrzesniu/wrz, pazdziernik/pazdziernika/pazdzierniku/paz/pazdz, listopad/listopada/listopadzie/lis, "
        "grudzien/grudnia/grudniu/gru",
    ),
    "number": _numbers | {30: "trzydziesci", 40: "czterdziesci", 50: "piecdziesiat", 45: "czterdziesci piec"},
    "ordinal": numbered(1, _DAYS),
    "half": {30: "wpol do, w pol do, pol do, wpol, pol"},
    "quarter": {15: "kwadrans, kwartal, kwartale, kwartalu"},
    "unit": {
        "minute": "minuta, minute, minuty, minut, min, minutami, minutach",
        "day": "dzien, dni, dnia, doba, dobe, dniach",
        "week": "tydzien, tygodnie, tygodni, tygodniu, tygodnia, tyg, tygodniach",
        "month": "miesiac, miesiace, miesiecy, miesiacu, miesiaca",
        "year": "rok, lata, lat, roku",
        "weekend": "weekend, weekendzie",
        "hour": "godzine, godziny, godzin, godz, godzinach",
        "working day": "dni robocze, dni roboczych, dzien roboczy",
    },
    "amount": {"half hour": "pol godziny", "90": "poltorej godziny"},
    "relday": {0: "dzis, dzisiaj", 1: "jutro", 2: "pojutrze, po jutrze", -1: "wczoraj", -2: "przedwczoraj"},
    "now": {0: "teraz, w tej chwili, w tym momencie, obecnie"},
    "sametime": {0: "o tej porze"},
    "daypart": {
        "morning": "rano, z rana, przed poludniem, ranem",
        "afternoon": "po poludniu, popoludniu, popoludnie",
        "evening": "wieczorem, wieczor, wieczora",
        "night": "w nocy, noca, noc",
    },
    "part": {"tonight": "dzis wieczorem, dzisiaj wieczorem"},
    "mod": {
        "this": "ten, ta, to, tym, tego, tej",
        "next": "nastepny, nastepna, nastepnego, nastepnym, przyszly, przyszla, przyszlym, przyszlego, przyszlej, nastepne, nastepnych, kolejny, kolejna, kolejne, kolejnych",
        "coming": "najblizszy, najblizsza",
        "last": "ostatni, ostatnia, ostatnie, ostatnich, ostatniego, ostatniej, zeszly, zeszlym, zeszla, zeszlego, ubiegly, "
        "ubieglym, ubieglego, poprzedni, poprzednia, poprzednie, poprzednich, poprzedniego, poprzedniej",
    },
    "oclock": {0: "godzina, godzinie, g"},
    "clock": {720: "poludnie, w poludnie", 0: "polnoc, o polnocy"},
    "a": {},
    "the": {},
    "at": {None: "o, o godz, o godzinie, godz, okolo godziny, o kolo"},
    "on": {None: "w, we, dnia"},
    "in": {None: "za, za jeszcze, za jakies"},
    "within": {None: "w ciagu"},
    "for": {None: "na, przez"},
    "from": {None: "od"},
    "until": {None: "do"},
    "to": {},
    "and": {None: "i, a"},
    "of": {},
    "before": {None: "przed"},
    "after": {None: "po"},
    "past": {None: "po"},
    "between": {None: "miedzy, pomiedzy"},
    "later": {None: "pozniej"},
    "ago": {None: "temu"},
    "or": {None: "lub, albo"},
    "every": {None: "co, kazdy, codziennie"},
    "not": {None: "nie, oprocz"},
    "vague": {None: "kilka, pare, wkrotce, jak najszybciej, poczatek, koniec, polowa"},
    "approx": {None: "okolo, mniej wiecej, kolo, ok"},
    "empty": {None: "prosze, dziekuje, r"},
    "label": {None: "pokoj, sala, numer, nr, sprawa, tel"},
}
MOVING: Table = {
    "onward": {None: "pozniej"},
    "sooner": {None: "wczesniej"},
    "sametime": {0: "o tej samej porze, o tej samej godzinie, ta sama godzina"},
    "sameday": {None: "tego samego dnia"},
}
BEHIND_NUMBER: Table = {"unit": {"hour": "godz"}}
GLUED: Table = {
    "oclock": {None: "stej, sta, tej, ta, szej, sza, mej, ma, giej, ga, ciej, cia"},
    "ordinal": {None: "szy, ty, ego, go, tego, szego, ci, ciego, gi, giego, my, mego, wszy"},
}
NAMED = {
    "elsewhere": "chinski nowy rok, zydowski nowy rok, prawoslawna wielkanoc",
    "nicholas": "mikolajki",
    "mothers pl": "dzien matki, dzien mamy",
    "fathers pl": "dzien ojca, dzien taty",
    "ash wednesday": "popielec, sroda popielcowa",
    "whit sunday": "zeslanie ducha swietego, zielone swiatki",
    "maundy": "wielki czwartek",
    "christmas": "boze narodzenie, swieta bozego narodzenia",
    "christmas eve": "wigilia, wigilie",
    "boxing": "drugi dzien swiat",
    "new year": "nowy rok",
    "new year eve": "sylwester, sylwestra",
    "epiphany": "trzech kroli, swieto trzech kroli",
    "good friday": "wielki piatek",
    "easter": "wielkanoc, niedziela wielkanocna",
    "easter saturday": "wielka sobota",
    "palm sunday": "niedziela palmowa",
    "easter monday": "poniedzialek wielkanocny, lany poniedzialek",
    "labour may": "swieto pracy",
    "constitution pl": "swieto konstytucji, trzeciego maja",
    "corpus christi": "boze cialo",
    "assumption": "wniebowziecie",
    "all saints": "wszystkich swietych",
    "armistice": "swieto niepodleglosci",
    "valentine": "walentynki",
}
