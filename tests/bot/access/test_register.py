"""Codes: six digits that nobody can guess, good for an hour and for one party; and who was let in by them."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.access.doorkeeper import Doorkeeper
from bot.access.register import MOST_WAITING, VALID_SECONDS, Register
from bot.errors import SettingsError
from bot.settings import AccessSettings
from bot.store import Store
from tests.support.databases.postgres import sql

PARTIES = st.sampled_from([1, 2, 3, -4])


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(place: Path | str, clock: Clock) -> Iterator[Register]:
    opened = Register(place, clock)
    yield opened
    opened.close()


def test_a_code_is_good_for_an_hour_and_once(register: Register, clock: Clock) -> None:
    code = register.code_for(7, "甲\u202e乙\n丙" + "长" * 90, "en")
    assert code is not None and len(code) == 6 and code.isdigit()
    clock.now += VALID_SECONDS - 1
    assert register.code_for(7, "甲") == code
    allowed = register.allow(code, 900)
    assert allowed and (allowed.party, allowed.by, allowed.language) == (7, 900, "en")
    assert allowed.name.startswith("甲乙丙长") and len(allowed.name) == 40
    assert register.allow(code, 900) is None
    assert register.is_allowed(7) and not register.is_allowed(8)
    late = register.code_for(8, "")
    clock.now += VALID_SECONDS
    assert late and register.allow(late, 900) is None
    assert not register.is_allowed(8)


def test_so_many_codes_wait_and_no_more(register: Register, clock: Clock) -> None:
    codes = {register.code_for(party, "") for party in range(1, MOST_WAITING + 1)}
    assert len(codes) == MOST_WAITING == register.waiting and None not in codes
    assert register.code_for(MOST_WAITING + 1, "") is None
    clock.now += VALID_SECONDS
    assert register.waiting == 0
    assert register.code_for(MOST_WAITING + 1, "") is not None


def test_codes_are_drawn_by_secrets(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([482913, 482913, 7])
    monkeypatch.setattr(
        "secrets.randbelow", lambda below: next(drawn) if below == 10**6 else pytest.fail("another range")
    )
    assert (register.code_for(1, ""), register.code_for(2, "")) == ("482913", "000007")


def test_it_shares_the_file_of_the_store_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "state" / "store.sqlite"
    register = Register(file)
    store = Store(file)
    code = register.code_for(7, "甲")
    assert code and register.allow(code, 900)
    store.forget(7)
    other = Register(file)
    assert other.is_allowed(7), "what another process has allowed holds at once"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert other.revoke(7) and not register.is_allowed(7)
    for opened in (register, other, store):
        opened.close()
    with pytest.raises(SettingsError, match=r"storage\.file"):
        Register(tmp_path)


def test_what_cannot_be_read_lets_nobody_in(register: Register, place: Path | str) -> None:
    code = register.code_for(7, "")
    assert code and register.allow(code, 900)
    sql(place, "DROP TABLE allowed")
    door = Doorkeeper(AccessSettings(mode="paired", users=(5,)), (900,), register)
    assert [door.admits(party) for party in (7, 5, 900, 0, -1)] == [False, True, True, False, False]
    assert register.everyone() == []


@pytest.mark.parametrize(
    ("mode", "admitted"), [("open", [0, 1, 2, 7, 900, -3, -4]), ("listed", [2, 900, -3]), ("paired", [2, 7, 900, -3])]
)
def test_who_is_admitted_in_each_mode(register: Register, mode: str, admitted: list[int]) -> None:
    code = register.code_for(7, "")
    assert code and register.allow(code, 900)
    access = AccessSettings.model_validate({"mode": mode, "users": (2,), "groups": (-3,)})
    door = Doorkeeper(access, (900,), register)
    assert [party for party in (0, 1, 2, 7, 900, -3, -4) if door.admits(party)] == admitted
    assert door.give_code(0, "", None) is None
    assert (door.give_code(1, "", None) is None) is (mode != "paired")


class Comings(RuleBasedStateMachine):
    """Whatever the order: allowed is who was given a code that an admin confirmed in time, until it is taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.register = Register(None, self.clock)
        self.codes: dict[str, tuple[int, float]] = {}
        self.allowed: set[int] = set()

    @rule(party=PARTIES)
    def asks(self, party: int) -> None:
        code = self.register.code_for(party, "名")
        assert code is not None
        self.codes.setdefault(code, (party, self.clock.now))
        assert self.codes[code][0] == party

    @rule(seconds=st.sampled_from([1.0, VALID_SECONDS / 2, float(VALID_SECONDS)]))
    def waits(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule(number=st.integers(0, 9))
    def confirmed(self, number: int) -> None:
        code, (party, made) = (*self.codes.items(), ("none", (0, 0.0)))[number % (len(self.codes) + 1)]
        allowed = self.register.allow(code, 900)
        assert (allowed is not None) is (self.clock.now - made < VALID_SECONDS)
        self.codes.pop(code, None)
        if allowed:
            assert allowed.party == party
            self.allowed.add(party)

    @rule(party=PARTIES)
    def revoked(self, party: int) -> None:
        assert self.register.revoke(party) is (party in self.allowed)
        self.allowed.discard(party)
        self.codes = {code: of for code, of in self.codes.items() if of[0] != party}

    @rule(party=PARTIES)
    def forgotten(self, party: int) -> None:
        self.register.forget(party)
        self.codes = {code: of for code, of in self.codes.items() if of[0] != party}

    @invariant()
    def nobody_else(self) -> None:
        assert {allowed.party for allowed in self.register.everyone()} == self.allowed
        assert {party for party in (0, 1, 2, 3, -4) if self.register.is_allowed(party)} == self.allowed

    def teardown(self) -> None:
        self.register.close()


TestComings = Comings.TestCase
TestComings.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
