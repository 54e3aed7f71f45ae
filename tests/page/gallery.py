"""One of each: every block and element that the stand-in Slack takes, and what the page must not leave out silently."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str | None = None) -> Json:
    return {"text": plain(text), "value": value or text.lower()}


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action, "text": plain(text), **more}


CONFIRM = {
    "title": plain("Are you sure?"),
    "text": marked("This *can't* be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Keep it"),
    "style": "danger",
}
OPTIONS = [option("Leeds"), option("Cardiff"), option("Glasgow")]
RICH = [
    {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Bold ", "style": {"bold": True}},
            {"type": "link", "url": "https://example.org/", "text": "a link"},
            {"type": "date", "timestamp": 1795600800, "format": "{date_short} at {time}", "fallback": "then"},
        ],
    },
    {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "First of all"}]}],
    },
    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "as it stands"}]},
]


def text_marks() -> list[Json]:
    return [
        {
            "type": "section",
            "text": marked(
                "*bold* _italic_ ~struck~ `code` &lt;b&gt;not a tag&lt;/b&gt; &amp; <https://example.org|a link>\n"
                "> quoted\n> twice\nafter <!date^1795600800^{date_long_pretty}, {time}|a fallback>\n```block of code```"
            ),
        },
        {"type": "section", "text": plain("*not bold* <b>not a tag</b> &amp;")},
    ]


def layout() -> list[Json]:
    return [
        {"type": "header", "text": plain("A heading")},
        {"type": "divider"},
        {
            "type": "section",
            "fields": [plain("One field"), marked("*Another* field")],
            "accessory": button("Beside", "beside"),
        },
        {"type": "context", "elements": [plain("Small print"), marked("_and more_")]},
        {"type": "rich_text", "elements": RICH},
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Time"}],
                [{"type": "raw_text", "text": "Jane Doe"}, {"type": "raw_text", "text": "15:00"}],
            ],
            "column_settings": [{"align": "left"}, {"align": "right"}],
        },
        {
            "type": "card",
            "title": marked("*A card*"),
            "subtitle": marked("below it"),
            "body": marked("and more"),
        },
        {
            "type": "data_visualization",
            "title": "Sessions",
            "chart": {
                "type": "bar",
                "series": [
                    {
                        "name": "Sessions",
                        "data": [{"label": "Mon", "value": 7}, {"label": "Tue", "value": 0}],
                    },
                    {
                        "name": "No-shows",
                        "data": [{"label": "Mon", "value": 1}, {"label": "Tue", "value": 0}],
                    },
                ],
                "axis_config": {"categories": ["Mon", "Tue"]},
            },
        },
        {
            "type": "data_visualization",
            "title": "Languages",
            "chart": {"type": "pie", "segments": [{"label": "Polish", "value": 7}]},
        },
        {"type": "image", "image_url": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "alt_text": "A dot"},
    ]


def controls() -> list[Json]:
    return [
        {
            "type": "actions",
            "elements": [
                button("Sure", "sure", confirm=CONFIRM, style="danger"),
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Edit it", "edit"), option("Print it", "print")],
                },
                {
                    "type": "static_select",
                    "action_id": "city",
                    "placeholder": plain("A city"),
                    "options": OPTIONS,
                },
                {
                    "type": "conversations_select",
                    "action_id": "where",
                    "placeholder": plain("A conversation"),
                },
                {"type": "users_select", "action_id": "who", "placeholder": plain("Somebody")},
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-12-03"},
                {"type": "timepicker", "action_id": "time", "initial_time": "10:30"},
                {"type": "checkboxes", "action_id": "ticks", "options": OPTIONS},
            ],
        }
    ]


def inputs() -> list[Json]:
    return [
        _input("Text", {"type": "plain_text_input", "multiline": True}, hint=plain("As long as you like")),
        _input("Number", {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}),
        _input("Address", {"type": "url_text_input"}),
        _input("City", {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]}),
        _input("Cities", {"type": "multi_static_select", "options": OPTIONS}),
        _input("One", {"type": "radio_buttons", "options": OPTIONS}),
        _input("Several", {"type": "checkboxes", "options": OPTIONS, "initial_options": [OPTIONS[2]]}),
        _input("Day", {"type": "datepicker"}),
        _input("Moment", {"type": "datetimepicker", "initial_date_time": 1795600800}),
        _input("Channel", {"type": "channels_select"}),
    ]


def _input(label: str, element: Json, **more: Any) -> Json:
    name = label.lower()
    whole = {**element, "action_id": "value"}
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": whole,
        "optional": True,
        **more,
    }


def modal(title: str, blocks: list[Json], **more: Any) -> Json:
    return {"type": "modal", "title": plain(title), "submit": plain("Send"), "blocks": blocks, **more}
