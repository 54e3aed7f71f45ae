"""The page as HTML: works without scripts, by keyboard, and loads nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from zoneinfo import available_timezones

from msgspec import Struct

from blocks.words import connect_page as words
from bot.connecting.fields import Row, Service

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto 4rem; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
fieldset { border: 1px solid #767676; border-radius: .4rem; padding: .5rem 1rem 1rem; margin: 1rem 0; }
legend { font-weight: 600; padding: 0 .4rem; }
label { display: block; font-weight: 600; margin-top: 1rem; } .radio label { display: inline; font-weight: 400; }
.hint { margin: .1rem 0 .3rem; font-size: .95rem; } .hint code { overflow-wrap: anywhere; }
.wrong { font-weight: 600; border-left: .3rem solid #d4351c; padding-left: .6rem; }
input:not([type=radio]), select { font: inherit; width: 100%; box-sizing: border-box; padding: .45rem; border: 2px solid #767676; border-radius: .3rem; }
[aria-invalid=true] { border-color: #d4351c; }
button { font: inherit; font-weight: 600; padding: .6rem 1.3rem; border: 0; border-radius: .4rem; background: #1b4d5c; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; }
a { color: inherit; } summary { cursor: pointer; margin-top: 1rem; }
#problems { border: 3px solid #d4351c; padding: .2rem 1rem; }
"""


class Form(Struct, frozen=True):
    """What the page shows: `typed` is what the browser sent last, but for secrets."""

    team: str
    desk: Sequence[Row]
    services: Sequence[Service]
    chosen: str
    token: str
    problems: Sequence[str] = ()
    typed: Mapping[str, str] = {}
    kept_secrets: Collection[str] = ()


def form_body(form: Form) -> str:
    """Draw the form."""
    offered = [one for one in form.services if not one.is_ready]
    ready = [one for one in form.services if one.is_ready]
    radios = "".join(_radio(one, form.chosen) for one in offered)
    uses = "".join(
        f'<p><button name="use" value="{escape(one.name)}">{escape(words.USE.format(title=one.title))}</button></p>'
        for one in ready
    )
    return (
        f"{_problems(form)}<h1>{words.TITLE}</h1>"
        f"<p>{escape(words.FOR.format(team=form.team))}</p>"
        f'<form method="post" autocomplete="off"><input type="hidden" name="token" value="{escape(form.token)}">'
        f"<h2>{words.DESK}</h2>{''.join(_field(row, form) for row in form.desk)}{_zones()}"
        f'<h2>{words.SERVICE}</h2><fieldset class="radio"><legend>{words.NO_SERVICE}</legend>{radios}</fieldset>'
        f"{''.join(_service(one, form) for one in offered)}"
        f'<p class="hint">{words.TRIED}</p><p><button name="connect" value="yes">{words.CONNECT}</button></p>'
        f"{f'<h2>{words.READY}</h2><p>{words.READY_SAYS}</p>{uses}' if ready else ''}</form>"
    )


def form_style(services: Sequence[Service]) -> str:
    """What shows the fields of the chosen service alone; a browser that does not know `:has` shows them all."""
    offered = [one.name for one in services if not one.is_ready]
    shown = "".join(
        f'form:has(input[value="{name}"]:not(:checked)) #of-{name} {{ display: none; }}\n'
        for name in map(_css, offered)
    )
    return STYLE + shown


def _css(name: str) -> str:
    return "".join(one for one in name if one.isalnum() or one in "-_")


def _radio(service: Service, chosen: str) -> str:
    name = escape(service.name)
    checked = " checked" if service.name == chosen else ""
    return (
        f'<div><input type="radio" name="service" id="service-{name}" value="{name}"{checked}> '
        f'<label for="service-{name}">{escape(service.title)}</label></div>'
    )


def _service(service: Service, form: Form) -> str:
    main = "".join(_field(row, form, service.name) for row in service.rows if row.is_main)
    rest = [row for row in service.rows if not row.is_main]
    touched = any(row.value or form.typed.get(row.name) for row in rest)
    more = ""
    if rest:
        inside = "".join(_field(row, form, service.name) for row in rest)
        more = f"<details{' open' if touched else ''}><summary>{words.MORE}</summary>{inside}</details>"
    return f'<fieldset id="of-{_css(service.name)}"><legend>{escape(service.title)}</legend>{main}{more}</fieldset>'


def _field(row: Row, form: Form, service: str = "") -> str:
    name = escape(row.name)
    problem = _problem_of(row, form, service)
    value = form.typed.get(row.name, row.value) if row.kind != "password" else ""
    described = f"hint-{name}" + (f" wrong-{name}" if problem else "")
    common = f'id="{name}" name="{name}" aria-describedby="{described}"' + (
        ' aria-invalid="true"' if problem else ""
    )
    hint = f"{escape(row.hint)} <code>{escape(row.variable)}</code>"
    if row.kind == "password" and row.variable in form.kept_secrets and service == form.chosen:
        hint += f" {words.KEPT}"
    if row.placeholder and not row.is_main:
        hint += f" {escape(words.USUALLY.format(default=row.placeholder))}"
    said = f'<p class="wrong" id="wrong-{name}">{escape(problem)}</p>' if problem else ""
    return (
        f'<label for="{name}">{escape(row.label)}</label><p class="hint" id="hint-{name}">{hint}</p>{said}'
        + _input(row, common, value)
    )


def _input(row: Row, common: str, value: str) -> str:
    if row.kind == "choice":
        empty = [] if row.is_main else [("", words.USUAL)]
        said = words.YES_NO | words.CHOICES.get(row.variable, {})
        options = "".join(
            f'<option value="{escape(one)}"{" selected" if one == value else ""}>{escape(shown)}</option>'
            for one, shown in [*empty, *((one, said.get(one, one)) for one in row.options)]
        )
        return f"<select {common}>{options}</select>"
    more = ' list="zones"' if row.variable == "DESK_TIMEZONE" else ""
    if row.kind == "number":
        more = ' inputmode="decimal"'
    kind = row.kind if row.kind in ("url", "password") else "text"
    if kind == "url":
        kind, more = "text", ' inputmode="url"'  # the browser's own checks would stand before our words
    if kind == "password":
        more = ' autocomplete="new-password"'
    return f'<input type="{kind}" {common} value="{escape(value)}"{more} spellcheck="false">'


def _zones() -> str:
    names = sorted(name for name in available_timezones() if name.startswith("Europe/"))
    return f'<datalist id="zones">{"".join(f"<option>{escape(name)}</option>" for name in names)}</datalist>'


def _problem_of(row: Row, form: Form, service: str) -> str:
    """What is said of a field: of those of a service only where that is the chosen one."""
    if service not in ("", form.chosen):
        return ""
    begins = f"{row.variable}: "
    return " ".join(one.removeprefix(begins) for one in form.problems if one.startswith(begins))


def _problems(form: Form) -> str:
    if not form.problems:
        return ""
    rows = [
        *((row, "") for row in form.desk),
        *((row, one.name) for one in form.services for row in one.rows),
    ]
    lines = []
    for problem in form.problems:
        variable, _, said = problem.partition(": ")
        field_name = next(
            (row.name for row, of in rows if row.variable == variable and of in ("", form.chosen)), None
        )
        label = next((row.label for row, _ in rows if row.name == field_name), "")
        lines.append(
            f'<li><a href="#{escape(field_name)}">{escape(label)}: {escape(said)}</a></li>'
            if field_name
            else f"<li>{escape(problem)}</li>"
        )
    return f'<div id="problems" role="alert" tabindex="-1" autofocus><p>{words.WRONG}</p><ul>{"".join(lines)}</ul></div>'
