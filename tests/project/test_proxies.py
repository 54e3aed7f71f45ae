"""Which proxy is asked for which address, and which proxies are refused at the start."""

from __future__ import annotations

import pytest

from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, read_settings
from bot.settings.proxies import proxy_for
from bot.slack.client import slack_client

pytestmark = pytest.mark.usefixtures("no_proxies")
VARIABLES = [
    one for name in ("https_proxy", "http_proxy", "all_proxy", "no_proxy") for one in (name, name.upper())
]


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5")


@pytest.mark.parametrize(
    ("said", "url", "proxy"),
    [
        ({"HTTPS_PROXY": "proxy.example:3128"}, "https://slack.com/api/", "http://proxy.example:3128"),
        (
            {"https_proxy": "http://u:p@proxy.example:3128"},
            "wss://slack.com",
            "http://u:p@proxy.example:3128",
        ),
        ({"ALL_PROXY": "http://proxy.example"}, "http://acme.example", "http://proxy.example"),
        ({"HTTP_PROXY": "http://proxy.example"}, "https://slack.com/api/", None),
        ({"HTTPS_PROXY": ""}, "https://slack.com/api/", None),
        ({"HTTPS_PROXY": "p.example:1", "NO_PROXY": "slack.com"}, "https://slack.com/api/", None),
        ({"HTTPS_PROXY": "p.example:1", "NO_PROXY": ".acme.example"}, "https://api.acme.example", None),
        ({"HTTPS_PROXY": "p.example:1", "NO_PROXY": "acme.example:8443"}, "https://acme.example:8443", None),
        (
            {"HTTPS_PROXY": "p.example:1", "NO_PROXY": "acme.example:1"},
            "https://acme.example:8443",
            "http://p.example:1",
        ),
        ({"HTTPS_PROXY": "p.example:1", "NO_PROXY": "*"}, "https://slack.com/api/", None),
        (
            {"HTTPS_PROXY": "p.example:1", "NO_PROXY": "other.example"},
            "https://slack.com/api/",
            "http://p.example:1",
        ),
    ],
)
def test_the_proxy_of_an_address(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], url: str, proxy: str | None
) -> None:
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url) == proxy
    if "slack.com/api" in url:
        assert slack_client(read_settings(VENDORS)).proxy == proxy, (
            "what it is for the service, it is for Slack"
        )


@pytest.mark.parametrize(
    "proxy",
    ["socks5://127.0.0.1:1080", "ftp://proxy.example", "http://", "http://proxy.example:port", "://x"],
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_that_can_not_be_used_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, proxy: str
) -> None:
    monkeypatch.setenv(name, proxy)
    with pytest.raises(BadSettings) as bad:
        read_settings(VENDORS)
    assert bad.value.problems == [
        f"{name}: not a proxy that Frontdesk can use. Give http://host:port, or leave it out."
    ]
