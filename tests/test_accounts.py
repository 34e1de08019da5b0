from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import argon2
import pyotp
import pytest

from assistant import accounts
from assistant.accounts import Account, Duty, PasswordFault, Role

# A secret and its codes from RFC 6238, appendix B: the last six digits of eight.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105
STEP = 37037036
CODE, NEXT_CODE = "081804", "050471"
AT = datetime.fromtimestamp(1111111109, UTC)
LATE = timedelta(seconds=accounts.TOTP_SECONDS)


@pytest.mark.parametrize(
    "password",
    [
        "purple kettle on the landing",
        "gravel-otter-lantern",
        "tea at four o'clock tomorrow",
        "Kx7!mQ2pWz9r",
        "ébénisterie du midi",
        "搭乗橋と青い提灯の夜に雨が降る",
        "gravel-otter-lantern " * 9,
    ],
)
def test_a_good_passphrase_passes(password: str) -> None:
    assert accounts.password_fault(password) is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", PasswordFault.TOO_SHORT),
        ("Kx7!mQ2pWz9", PasswordFault.TOO_SHORT),
        ("ébénisterie", PasswordFault.TOO_SHORT),
        ("gravel-otter-lantern " * 10, PasswordFault.TOO_LONG),
        ("passwordpassword", PasswordFault.EASY_TO_GUESS),
        ("Password1234", PasswordFault.EASY_TO_GUESS),
        ("P@ssw0rd1234", PasswordFault.EASY_TO_GUESS),
        ("nightshift24", PasswordFault.EASY_TO_GUESS),
        ("letmeinletmein", PasswordFault.EASY_TO_GUESS),
        ("qwertyuiopasdf", PasswordFault.EASY_TO_GUESS),
        ("1qaz2wsx3edc", PasswordFault.EASY_TO_GUESS),
        ("123456789012", PasswordFault.EASY_TO_GUESS),
        ("aaaaaaaaaaaa", PasswordFault.EASY_TO_GUESS),
        ("abcabcabcabc", PasswordFault.EASY_TO_GUESS),
        ("a" * accounts.MAX_PASSWORD, PasswordFault.EASY_TO_GUESS),
        ("a" * (accounts.MAX_PASSWORD + 1), PasswordFault.TOO_LONG),
    ],
)
def test_a_password_that_others_guess_is_refused(password: str, fault: PasswordFault) -> None:
    assert accounts.password_fault(password) is fault


@pytest.mark.parametrize(
    ("password", "about"),
    [
        ("brackenthwaite", ("Brackenthwaite Care", "Example House")),
        ("Thistledown2026", ("Thistledown Care", "Example House")),
        ("thistledown12", ("Example Care", "Thistledown House")),
        ("zebediah1234", ("Zebediah Sample",)),
        ("quillfeather26", ("Q. Person", "nonesuch@quillfeather.example")),
        ("nonesuch@quillfeather.example", ("Q. Person", "nonesuch@quillfeather.example")),
        ("AnnaSample1990", ("Anna Sample",)),
        ("Thistledown Care 1", ("Thistledown Care", "Example House")),
    ],
)
def test_names_of_the_person_or_provider_are_guessed(password: str, about: tuple[str, ...]) -> None:
    assert accounts.password_fault(password, about) is PasswordFault.EASY_TO_GUESS
    assert accounts.password_fault(password) is None, "nobody else would guess this one"


def test_a_name_inside_a_good_passphrase_does_no_harm() -> None:
    assert accounts.password_fault("zebediah likes gravel and otters", ("Zebediah",)) is None


@pytest.mark.parametrize(
    "pin",
    [
        *(digit * 6 for digit in "0123456789"),
        *("123456", "987654", "890123", "210987"),
        *("246802", "135791", "147036"),
        *("121212", "696969", "123123", "482482"),
        *("112112", "111222", "100000", "121122", "112233", "010203", "123321", "482284"),
        *("250290", "311299", "900225"),
    ],
)
def test_a_pin_of_runs_repeats_and_birthdays_is_easy(pin: str) -> None:
    assert accounts.is_easy_pin(pin)


@pytest.mark.parametrize("pin", ["482915", "908173", "306281", "057394", "773058"])
def test_a_pin_without_a_pattern_is_not_easy(pin: str) -> None:
    assert not accounts.is_easy_pin(pin)


def test_the_same_secret_never_leaves_the_same_hash() -> None:
    first, second = accounts.hashed("482915"), accounts.hashed("482915")

    assert first != second
    assert accounts.matches(first, "482915")
    assert accounts.matches(second, "482915")


def test_hashes_are_argon2id_as_owasp_advises() -> None:
    kept = accounts.hashed("gravel-otter-lantern")

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not accounts.is_outdated(kept)


def test_a_hash_of_other_settings_still_matches_and_is_outdated() -> None:
    older = argon2.PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    kept = older.hash("gravel-otter-lantern")

    assert accounts.matches(kept, "gravel-otter-lantern")
    assert accounts.is_outdated(kept)


@pytest.mark.parametrize(
    "wrong", ["", "gravel-otter-lanterm", "Gravel-otter-lantern", "gravel-otter-lantern "]
)
def test_a_wrong_secret_does_not_match(wrong: str) -> None:
    assert not accounts.matches(accounts.hashed("gravel-otter-lantern"), wrong)


@pytest.mark.parametrize("kept", [None, ""])
def test_nothing_matches_where_nothing_is_kept(kept: str | None) -> None:
    assert not accounts.matches(kept, "")
    assert not accounts.matches(kept, "gravel-otter-lantern")


def test_a_token_has_256_bits_and_only_its_digest_is_kept() -> None:
    tokens = {accounts.new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(re.fullmatch(r"[\w-]{43}", token) for token in tokens)
    # The example of FIPS 180-4.
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert accounts.token_hash("abc") == digest


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)

    assert accounts.code_step(SECRET, code, at, None) == seconds // 30


@pytest.mark.parametrize(
    ("off", "step"), [(-2, None), (-1, STEP), (0, STEP), (1, STEP), (2, None), (2880, None)]
)
def test_a_phone_may_be_one_step_early_or_late(off: int, step: int | None) -> None:
    assert accounts.code_step(SECRET, CODE, AT + off * LATE, None) == step


@pytest.mark.parametrize(
    ("code", "last_step", "step"),
    [
        (CODE, STEP - 1, STEP),
        (CODE, STEP, None),
        (CODE, STEP + 1, None),
        (NEXT_CODE, STEP, STEP + 1),
        (NEXT_CODE, STEP + 1, None),
    ],
)
def test_a_code_is_good_once_and_none_before_it_after(
    code: str, last_step: int, step: int | None
) -> None:
    assert accounts.code_step(SECRET, code, AT, last_step) == step


@pytest.mark.parametrize("typed", ["081 804", " 081804 ", "0 8 1 8 0 4", "081\u00a0804"])
def test_a_code_may_be_typed_with_spaces(typed: str) -> None:
    assert accounts.code_step(SECRET, typed, AT, None) == STEP


@pytest.mark.parametrize(
    "typed",
    ["", " ", "abcdef", "O81804", "081804a", "81804", "0081804", "081805", "-81804", "é81804"],
)
def test_anything_but_the_six_digits_is_refused(typed: str) -> None:
    assert accounts.code_step(SECRET, typed, AT, None) is None


def test_an_app_that_read_the_address_makes_codes_that_are_right() -> None:
    secret = accounts.new_code_secret()
    app = pyotp.parse_uri(accounts.code_address(secret, "olive@example.org"))

    assert isinstance(app, pyotp.TOTP)
    assert (app.issuer, app.name) == ("Plainly", "olive@example.org")
    assert accounts.code_step(secret, app.at(AT), AT, None) == STEP
    assert accounts.new_code_secret() != secret


def test_recovery_codes_have_no_letters_that_look_like_others() -> None:
    codes = [code for _ in range(50) for code in accounts.new_recovery_codes()]

    assert len(set(codes)) == 50 * accounts.RECOVERY_CODES
    assert all(re.fullmatch(r"[a-z2-9]{5}-[a-z2-9]{5}", code) for code in codes)
    assert not set("".join(codes)) & set("ilo01")


@pytest.mark.parametrize(
    "typed", ["abcde-23456", "ABCDE-23456", " abcde 23456 ", "abcde23456", "a b c d e – 23456"]
)
def test_a_recovery_code_may_be_typed_as_it_is_read(typed: str) -> None:
    assert accounts.plain_code(typed) == "abcde23456"


def _account(role: Role, *locations: int) -> Account:
    return Account(1, "A. Sample", None, role, frozenset(), frozenset(locations))


@pytest.mark.parametrize(
    ("account", "other", "may"),
    [
        (_account(Role.OWNER), _account(Role.OWNER), True),
        (_account(Role.OWNER), _account(Role.MANAGER, 1), True),
        (_account(Role.OWNER), _account(Role.STAFF, 1), True),
        (_account(Role.MANAGER, 1, 2), _account(Role.STAFF, 1), True),
        (_account(Role.MANAGER, 1, 2), _account(Role.STAFF, 1, 2), True),
        (_account(Role.MANAGER, 1), _account(Role.STAFF, 2), False),
        (_account(Role.MANAGER, 1), _account(Role.STAFF, 1, 2), False),
        (_account(Role.MANAGER), _account(Role.STAFF, 1), False),
        (_account(Role.MANAGER, 1), _account(Role.MANAGER, 1), False),
        (_account(Role.MANAGER, 1), _account(Role.OWNER), False),
        (_account(Role.STAFF, 1), _account(Role.STAFF, 1), False),
        (_account(Role.STAFF, 1), _account(Role.MANAGER, 1), False),
        (_account(Role.STAFF, 1), _account(Role.OWNER), False),
    ],
)
def test_who_may_change_whom(account: Account, other: Account, may: bool) -> None:
    assert accounts.may_manage(account, other) is may


def test_duties_let_nobody_change_others() -> None:
    senior = Account(1, "A. Sample", None, Role.STAFF, frozenset(Duty), frozenset({1}))

    assert not accounts.may_manage(senior, _account(Role.STAFF, 1))


def test_an_owner_belongs_everywhere_and_others_where_they_work() -> None:
    assert _account(Role.OWNER).belongs_to(7)
    assert _account(Role.MANAGER, 7).belongs_to(7)
    assert not _account(Role.MANAGER, 7).belongs_to(8)
    assert not _account(Role.STAFF).belongs_to(7)


def test_only_staff_sign_in_without_a_password() -> None:
    with_password = {role for role in Role if _account(role).signs_in_by_password}

    assert with_password == {Role.OWNER, Role.MANAGER}


def test_no_door_allows_more_guesses_than_cyber_essentials() -> None:
    doors = (accounts.PASSWORD_THROTTLE, accounts.CODE_THROTTLE, accounts.PIN_THROTTLE)

    assert all(door.tries <= 10 and door.within >= timedelta(minutes=5) for door in doors)
