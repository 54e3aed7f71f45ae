"""Room links: mended, held to the allowed hosts, and never taken for harmless when they carry a key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.apis.http.room_link import claimant_link, has_key, host_link, mended

WHEREBY = (".whereby.com",)
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJtZWV0aW5nSWQiOiIxMDgzMzA0MTEifQ.U4Gk0fqI"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("https://a.whereby.com/x roomKey=1&chat=off", "https://a.whereby.com/x?roomKey=1&chat=off"),
        ("https://a.whereby.com/x?roomKey=1", "https://a.whereby.com/x?roomKey=1"),
        ("https://a.whereby.com/x? roomKey=1", "https://a.whereby.com/x?roomKey=1"),
        (
            "https://a.whereby.com/x\n  roomKey=1 2\t3&peo ple=off",
            "https://a.whereby.com/x?roomKey=123&people=off",
        ),
        ("https://a.whereby.com/x?chat=off roomKey=1", "https://a.whereby.com/x?chat=off&roomKey=1"),
        ("https://a.whereby.com/x?chat=off& roomKey=1", "https://a.whereby.com/x?chat=off&roomKey=1"),
        (" https://a.whereby.com/x ", "https://a.whereby.com/x"),
    ],
)
def test_a_link_is_mended(printed: str, meant: str) -> None:
    assert mended(printed) == meant
    assert host_link(printed, WHEREBY) == meant


@pytest.mark.parametrize(
    "elsewhere",
    [
        "",
        "x",
        "http://a.whereby.com/x",
        "javascript:alert(1)//.whereby.com",
        "https://whereby.com.evil.example/x",
        "https://evilwhereby.com/x",
        "https://a.whereby.com@evil.example/x",
        "https://evil.example\\.whereby.com/x",
        "https://evil.example/.whereby.com",
        "https://evil.example#.whereby.com",
        "https://evil.example?.whereby.com",
        "https://a.whereby.com/x|<!channel>",
        "https://a.whereby.com/x>now",
        'https://a.whereby.com/"x',
        "https://ⓔvil.whereby.com/x",
        "https:///x.whereby.com",
        "//a.whereby.com/x",
    ],
)
def test_a_link_that_leads_elsewhere_is_none(elsewhere: str) -> None:
    assert host_link(elsewhere, WHEREBY) is None


def test_a_host_without_a_dot_before_it_is_meant_alone() -> None:
    assert host_link("https://meet.jit.si/Room", ("meet.jit.si",)) == "https://meet.jit.si/Room"
    assert host_link("https://MEET.jit.si:8443/Room", ("Meet.Jit.si",))
    assert host_link("https://a.meet.jit.si/Room", ("meet.jit.si",)) is None
    assert host_link("https://meet.jit.si/Room", ()) is None


@pytest.mark.parametrize(
    "key",
    [
        "https://a.whereby.com/x?roomKey=abc",
        "https://a.whereby.com/x?chat=off&ROOMKEY=abc",
        "https://a.whereby.com/x?room%4Bey=abc",
        "https://a.example/x?pin=1234",
        "https://a.example/x#pin=1234",
        "https://a.example/x?access_token=1",
        "https://a.example/x;pwd=1",
        "https://a.example/x?hostPassword=1",
        f"https://a.example/x?j={JWT}",
        f"https://a.example/{JWT}",
        f"https://meet.jit.si/Room?jwt={JWT}",
    ],
)
def test_a_key_is_noticed(key: str) -> None:
    assert has_key(key)


@pytest.mark.parametrize(
    "plain",
    [
        "https://meet.jit.si/frontdesk-9fac14a0",
        "https://meet.jit.si/Room#config.startWithAudioMuted=true",
        "https://a.whereby.com/x?chat=off&people=off",
        "https://a.example/keynote",
    ],
)
def test_a_plain_room_is_left_plain(plain: str) -> None:
    assert not has_key(plain)


def test_the_claimants_link_may_be_at_the_customers_own_portal() -> None:
    link = "https://portal.example/client-web/schedule/pre-call/summary?reference=SXW5qOJBYeIEf0G"
    assert claimant_link(link) == link
    assert claimant_link("{Base-URL}/client-web/x") is None
    assert claimant_link("javascript:alert(1)") is None


@given(st.text(), st.sampled_from(["", "https://a.whereby.com/", "https://a.whereby.com/x roomKey="]))
def test_whatever_is_let_through_is_https_to_an_allowed_host(text: str, before: str) -> None:
    link = host_link(before + text, WHEREBY)
    if link is not None:
        assert link.startswith("https://")
        assert link.isascii()
        assert not set(link) & set(' <>|"\\`{}^\n\t')
        if "roomKey=" in link:
            assert has_key(link)
