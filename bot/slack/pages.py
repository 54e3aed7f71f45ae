"""Our own pages, as a browser shows them: plain HTML that loads nothing, runs nothing and is shown in nobody's frame."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, Response

from blocks.words.installing import Page

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "referrer-policy": "no-referrer",  # the address has Slack's code in it
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 38rem; margin: 10vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.3; }
a.button { display: inline-block; padding: .6rem 1.2rem; border-radius: .4rem; background: #1b4d5c; color: #fff; }
a.button:focus-visible { outline: 3px solid #f2a900; outline-offset: 3px; }
"""


def page(shown: Page, status: int | None = None) -> Response:
    """Draw a page of words, with its one link as a button."""
    words = "\n".join(f"<p>{escape(one, quote=False)}</p>" for one in shown.paragraphs)
    link = ""
    if shown.link:
        address, label = shown.link
        link = f'<p><a class="button" href="{escape(address)}">{escape(label)}</a></p>'
    body = f"<h1>{escape(shown.title, quote=False)}</h1>\n{words}\n{link}"
    return document(shown.title, body, _STYLE, status or shown.status)


def document(title: str, body: str, style: str, status: int = 200) -> Response:
    """Make a page of a body that is HTML already."""
    html = (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title, quote=False)} – Frontdesk</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return HTMLResponse(html, status, HEADERS)
