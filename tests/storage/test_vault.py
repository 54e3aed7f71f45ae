"""Secrets at rest: nothing of them can be read, none opens as another's, and a new key leaves them what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, given_settings
from bot.storage.vault import CannotOpen, Vault, new_key
from tests.stories.process import run_once

OLD, NEW, FOREIGN = (SecretStr(new_key()) for _ in range(3))
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(team=anything, purpose=anything, secret=anything)
def test_what_was_sealed_opens_for_the_same_team_and_purpose(team: str, purpose: str, secret: str) -> None:
    vault = Vault([NEW])
    assert (
        vault.open(team, purpose, vault.seal(team, purpose, SecretStr(secret))).get_secret_value() == secret
    )


@given(st.tuples(anything, anything), st.tuples(anything, anything))
def test_nothing_opens_for_another_team_or_purpose(one: tuple[str, str], other: tuple[str, str]) -> None:
    vault = Vault([NEW])
    sealed = vault.seal(*one, SecretStr("hunter2"))
    if one != other:
        with pytest.raises(CannotOpen):
            vault.open(*other, sealed)


def test_neither_the_secret_nor_whose_it_is_can_be_read() -> None:
    sealed = Vault([NEW]).seal("T0RIVER", "slack-token", SecretStr("xoxb-hunter2"))
    assert not any(word in sealed for word in ("xoxb", "hunter2", "T0RIVER", "slack-token"))


def test_an_older_key_still_opens_and_no_other_does() -> None:
    sealed = Vault([OLD]).seal("T1", "token", SecretStr("hunter2"))
    assert Vault([NEW, OLD]).open("T1", "token", sealed).get_secret_value() == "hunter2"
    for keys in ([NEW], [FOREIGN, NEW], []):
        with pytest.raises(CannotOpen) as refused:
            Vault(keys).open("T1", "token", sealed)
        assert "workspace T1" in str(refused.value)
        assert "SECRET_KEYS" in str(refused.value)
        assert sealed not in str(refused.value)


def test_sealed_anew_it_is_the_same_and_needs_the_new_key_alone() -> None:
    sealed = Vault([OLD]).seal("T1", "token", SecretStr("hunter2"))
    both = Vault([NEW, OLD])
    assert not both.is_newest(sealed)
    resealed = both.resealed(sealed) or ""
    assert both.is_newest(resealed)
    assert Vault([NEW]).open("T1", "token", resealed).get_secret_value() == "hunter2"
    assert Vault([NEW]).resealed(sealed) is None


@given(st.text(max_size=200))
def test_whatever_stands_in_a_row_is_opened_or_refused_by_name(sealed: str) -> None:
    with pytest.raises(CannotOpen):
        Vault([NEW]).open("T1", "token", sealed)


def test_what_some_other_program_sealed_with_our_key_is_refused() -> None:
    foreign = Fernet(NEW.get_secret_value()).encrypt(b"hunter2").decode()
    with pytest.raises(CannotOpen):
        Vault([NEW]).open("T1", "token", foreign)


@pytest.mark.parametrize("wrong", ["hunter2", "a" * 44, "ä" * 43 + "=", "a" * 42 + "="])
def test_a_key_that_was_not_made_is_refused_and_not_repeated(wrong: str) -> None:
    with pytest.raises(BadSettings) as bad:
        given_settings(VENDORS, secret_keys=f"{NEW.get_secret_value()},{wrong}")
    (problem,) = bad.value.problems
    assert problem.startswith("SECRET_KEYS: one of these is no key that `frontdesk keys new` has made. ")
    assert wrong not in problem


async def test_a_key_is_made_on_the_command_line_and_each_is_another(tmp_path: Path) -> None:
    made = [await run_once(tmp_path, {}, "keys", "new") for _ in range(2)]
    assert [(code, err) for code, _, err in made] == [(0, ""), (0, "")]
    keys = [out.strip() for _, out, _ in made]
    assert keys[0] != keys[1]
    assert len(given_settings(VENDORS, secret_keys=",".join(keys)).secret_keys) == 2


def test_keys_are_read_newest_first_and_never_shown() -> None:
    written = f" {NEW.get_secret_value()}, {OLD.get_secret_value()} ,"
    settings = given_settings(VENDORS, secret_keys=written)
    assert settings.secret_keys == (NEW, OLD)
    assert NEW.get_secret_value() not in repr(settings)
