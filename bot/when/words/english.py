"""English as a British desk speaks it, and as Americans do."""

from __future__ import annotations

from bot.when.words.english_days import NAMED as NAMED
from bot.when.words.table import Table, numbered

NUMBERS = (
    "zero/oh, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, "
    "fifteen, sixteen, seventeen, eighteen, nineteen, twenty"
)
ORDINALS = (
    "first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth, eleventh, twelfth, thirteenth, "
    "fourteenth, fifteenth, sixteenth, seventeenth, eighteenth, nineteenth, twentieth"
)

UNITS = {
    "second": "seconds, secs",
    "minute": "minute, minutes, min, mins, mn",
    "hour": "hour, hours, hr, hrs",
    "day": "day, days, dy",
    "week": "week, weeks, wk, wks",
    "fortnight": "fortnight, fortnights",
    "month": "month, months, mth, mths",
    "year": "year, years, yr, yrs",
    "weekend": "weekend, wkend",
    "working day": "business day, business days, working day, working days, workday, workdays, weekday, weekdays",
    "working week": "working week, business week, work week, workweek",
}
MORE = ("more", "extra", "additional", "further")


def and_more(forms: str) -> str:
    """Add "more minutes" to "minutes": it counts as much."""
    return ", ".join([forms, *(f"{more} {form}" for form in forms.split(", ") for more in MORE)])


TABLE: Table = {
    "weekday": {
        0: "monday, mon",
        1: "tuesday, tue, tues, tuesdy, teusday",
        2: "wednesday, wed, weds, wednes, wensday, wedensday",
        3: "thursday, thu, thur, thurs, thrusday",
        4: "friday, fri, firday",
        5: "saturday, sat, satuday",
        6: "sunday, sun",
    },
    "weekdays": {
        0: "mondays",
        1: "tuesdays",
        2: "wednesdays",
        3: "thursdays",
        4: "fridays",
        5: "saturdays",
        6: "sundays",
    },
    "month": {
        1: "january, jan",
        2: "february, feb, febuary, feburary",
        3: "march, mar",
        4: "april, apr",
        5: "may",
        6: "june, jun",
        7: "july, jul",
        8: "august, aug",
        9: "september, sep, sept",
        10: "october, oct",
        11: "november, nov",
        12: "december, dec",
    },
    "number": numbered(0, NUMBERS)
    | {
        30: "thirty",
        40: "forty, fourty",
        50: "fifty",
        60: "sixty",
        70: "seventy",
        80: "eighty",
        90: "ninety",
    },
    "ordinal": numbered(1, ORDINALS) | {30: "thirtieth"},
    "thousand": {None: "thousand"},
    "half": {30: "half"},
    "quarter": {15: "quarter, quarters, qtr"},
    "unit": {unit: and_more(forms) for unit, forms in UNITS.items()},
    "relday": {
        0: "today, tdy, current date, todays date",
        1: "tomorrow, tmrw, tomoz, tomorow, tommorow, tommorrow, tomorrows, tmw, tmr, the morrow",
        2: "overmorrow",
        -1: "yesterday, yest",
    },
    "onwards": {None: "onwards, onward, or later, or after"},
    "now": {
        0: "now, right now, just now, immediately, at the moment, at present, at the present time, at this moment"
    },
    "sametime": {0: "this time, at this time"},
    "meridiem": {"am": "am, a m, in the am", "pm": "pm, p m, in the pm"},
    "daypart": {
        "morning": "morning, morn, am only",
        "lunchtime": "lunchtime, lunch time, at lunch",
        "afternoon": "afternoon, aft, arvo, pm only",
        "evening": "evening",
        "night": "night",
    },
    "part": {"tonight": "tonight, tonite"},
    "thing": {
        "first thing": "first thing",
        "last thing": "last thing, close of play, end of play, eod, cob, cop",
    },
    "mod": {
        "this": "this, current, the current",
        "next": "next, nxt",
        "coming": "coming, upcoming",
        "following": "following",
        "last": "last",
        "previous": "previous, past, prior",
    },
    "oclock": {0: "oclock, o clock, hundred hours, hundred hrs"},
    "clock": {
        720: "noon, midday, mid day, 12 noon, twelve noon, noontime, high noon, 12 midday, twelve midday",
        0: "midnight, mid night, 12 midnight, twelve midnight",
    },
    "bankholiday": {0: "bank holiday, bankholiday, bank hol, public holiday"},
    "wc": {
        0: "w c, week commencing, wc, week beginning, w b, week of, the week of, week starting, wk commencing"
    },
    "ending": {0: "w e, week ending, wk ending, week end, we ending"},
    "edge": {
        "end": "end of, the end of",
        "eom": "eom, end of month, end of the month, month end",
        "eow": "eow, end of week, end of the week",
        "eoy": "eoy, end of year, end of the year",
    },
    "a": {1: "a, an"},
    "the": {None: "the"},
    "at": {None: "at, @"},
    "on": {None: "on"},
    "in": {None: "in, during"},
    "for": {None: "for, lasting, duration"},
    "from": {None: "from, since"},
    "starting": {None: "starting, starting from, starting on, beginning"},
    "until": {
        None: "until, till, til, up to, through, thru, up until, untill, ends, ends at, finishes, finishes at, finishing, finishing at"
    },
    "to": {None: "to"},
    "and": {None: "and, &, but"},
    "of": {None: "of"},
    "by": {None: "by, no later than"},
    "before": {None: "before, earlier than, prior to"},
    "after": {None: "after, later than, following on from"},
    "past": {None: "past, gone"},
    "within": {None: "within, inside"},
    "between": {None: "between, inbetween, in between"},
    "plus": {None: "+, plus"},
    "minus": {None: "minus, less"},
    "ago": {None: "ago, earlier"},
    "later": {None: "later, from now, hence, time, after now, later on, in the future"},
    "or": {None: "or"},
    "every": {
        None: "every, every other, every second, everyday, each, daily, weekly, monthly, fortnightly, annually, once a, "
        "twice a, times a, biweekly, bi weekly, bimonthly, twice weekly, thrice weekly, thrice a, per week, per month, repeating, recurring, "
        " mornings, afternoons, evenings, weekends"
    },
    "not": {
        "era": "bc, bce",
        "never": "not if, unless, moved from, changed from, rescheduled from, instead of, rather than, inst, ult, prox",
        None: "not, anything but, all but, apart from, other than, except for, except, excluding, isnt, cant, cannot, never, shouldnt, wont, dont, doesnt, couldnt",
    },
    "vague": {
        "never": "whenever, tbc, tba, tbd, to be confirmed, to be agreed, to be arranged, to be decided, to be advised, "
        "to be determined, to follow, same time, the same time, at the same time, that week, that day, if poss, if possible, else",
        "bound": "no earlier than, not earlier than, at the latest, latest, at the earliest, earliest, or earlier, or before, at least, at most",
        None: "after lunch, before lunch, over lunch, after work, before work, after school, usual time, few, couple, several, some, asap, soon, later today, sometime soon, early, late, mid, "
        "their time, their own time, beginning of, start of, middle of, rest of, roughly when, shortly, half of, eventually, "
        "the beginning of, the start of, the middle of, closest, nearest, to date, till date, earlier this, later this, less than, more than",
    },
    "approx": {None: "about, around, approximately, approx, circa, roughly, c, ca, ish, say, around about"},
    "label": {
        None: "room, flat, unit, floor, ref, reference, case, no, number, ext, extension, page, desk, apt, "
        "apartment, suite, bed, ward, door, gate, platform, bus, route, line, house, box, call, phone, tel, part, level, "
        "step, item, block, zone, table, version, v, section, form, counter, window, booth, room no, case no, dial, building, court, courtroom, hall, bay",
        "measure": "percent, per cent, kg, kilograms, miles, km, pounds, people, persons, guests, points, degrees",
    },
    "empty": {
        None: "please, pls, plz, anytime, any time, any day, all day, whole day, the whole day, the whole of, whole, all of, "
        "it, its, is, be, sometime, exactly, sharp, prompt, promptly, thanks, then, "
        "good morning, good afternoon, good evening, good night"
    },
}
MOVING: Table = {
    "onward": {None: "later, later on, further on, later than planned, later than that, afterwards"},
    "sooner": {None: "earlier, sooner, earlier than planned, earlier than that, beforehand"},
    "sametime": {
        0: "same time, the same time, at the same time, at same time, usual time, same hour, the same hour, same clock time"
    },
    "sameday": {
        None: "same day, the same day, on the same day, that day, on that day, the day itself, same date"
    },
    "edge": {
        "day after": "day after, the day after, the next day, next day, the following day, following day",
        "day before": "day before, the day before, the previous day, previous day",
    },
}
"""What these words mean where an appointment is to be moved, from which they count."""
AFTER_IN: Table = {"unit": {"month": "mon, mons"}}
GLUED: Table = {
    "unit": {"minute": "m", "hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y"},
    "meridiem": {"am": "a", "pm": "p"},
    "ordinal": {None: "st, nd, rd, th"},
}
