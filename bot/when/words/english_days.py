"""The days that have a name in English, and those of other calendars."""

from __future__ import annotations

_CALENDARS = (
    "chinese, lunar, jewish, islamic, muslim, hindu, persian, tamil, thai, korean, vietnamese, tibetan, orthodox, "
    "coptic, ethiopian"
)
_CHURCHES = "orthodox, eastern, coptic, greek, russian, serbian"
_FEASTS = (
    "easter, easter sunday, easter monday, good friday, christmas, christmas day, christmas eve, pentecost"
)


def _each(first: str, second: str) -> str:
    """Put every word of the one list before every word of the other."""
    return ", ".join(f"{a} {b}" for a in first.split(", ") for b in second.split(", "))


NAMED = {
    "elsewhere": f"{_each(_CALENDARS, 'new year, new years, new years day, new years eve')}, {_each(_CHURCHES, _FEASTS)}, "
    "diwali, deepavali, eid al fitr, eid al adha, eid ul fitr, eid ul adha, hanukkah, chanukah, passover, pesach, "
    "yom kippur, rosh hashanah, rosh hashana",
    "new year": "new years day, new year day, new years, new year, new year s day, nyd",
    "new year eve": "new years eve, new year s eve, new year eve, nye, hogmanay",
    "christmas": "christmas day, christmas, xmas, xmas day",
    "christmas eve": "christmas eve, xmas eve",
    "boxing": "boxing day, st stephens day, saint stephens day",
    "good friday": "good friday",
    "easter": "easter sunday, easter, easter day",
    "easter monday": "easter monday, easter mon",
    "easter saturday": "easter saturday, holy saturday",
    "maundy": "maundy thursday, holy thursday, covenant thursday",
    "palm sunday": "palm sunday",
    "ash wednesday": "ash wednesday",
    "shrove": "pancake day, shrove tuesday, mardi gras",
    "ascension": "ascension day, ascension thursday",
    "whit sunday": "whit sunday, whitsunday, pentecost",
    "trinity": "trinity sunday",
    "whit monday": "whit monday, pentecost monday",
    "mothers": "mothers day, mother s day, mothering sunday, mum s day",
    "fathers": "fathers day, father s day",
    "valentine": "valentine day, valentines day, valentine s day, valentines, st valentines day",
    "halloween": "halloween, hallowe en, all hallows eve",
    "bonfire": "bonfire night, guy fawkes night, guy fawkes day, fireworks night",
    "remembrance": "remembrance sunday",
    "armistice": "armistice day, remembrance day, veterans day",
    "burns": "burns night",
    "st david": "st davids day, saint davids day",
    "st patrick": "st patricks day, saint patricks day, st paddys day, saint paddys day",
    "st george": "st georges day, saint georges day",
    "st andrew": "st andrews day, saint andrews day",
    "april fool": "april fools day, april fools, april fool s day, april fool s",
    "epiphany": "epiphany, twelfth night",
    "early may": "early may bank holiday, may day bank holiday, may day, first may bank holiday",
    "spring": "spring bank holiday, late may bank holiday, whitsun bank holiday, second may bank holiday",
    "summer": "summer bank holiday, late summer bank holiday",
    "boyne": "battle of the boyne, orangemens day, the twelfth of july holiday",
    "independence": "independence day, fourth of july",
    "thanksgiving": "thanksgiving, thanksgiving day",
    "black friday": "black friday",
    "cyber monday": "cyber monday",
    "labor": "labor day, labour day",
    "memorial": "memorial day",
    "mlk": "martin luther king day, martin luther kings day, mlk day, mlk jr day, martin luther king jr day",
    "presidents": "presidents day",
    "columbus": "columbus day, indigenous peoples day",
    "juneteenth": "juneteenth",
}
