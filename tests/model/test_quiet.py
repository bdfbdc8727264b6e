"""The garbage collector rests while something is built, and is what it was afterwards."""

from __future__ import annotations

import gc
from threading import Event, Thread

import pytest

from pingan.language.quiet import building


@pytest.fixture(autouse=True)
def collecting():
    gc.enable()
    yield
    gc.enable()


def test_it_rests_inside_and_wakes_outside_however_it_ends():
    with building():
        assert not gc.isenabled()
        with building():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="no"), building():
        raise ValueError("no")
    assert gc.isenabled()


def test_one_that_was_off_stays_off():
    gc.disable()
    with building():
        pass
    assert not gc.isenabled()


def test_it_wakes_when_the_last_of_several_threads_has_done():
    entered, leave = Event(), Event()

    def other() -> None:
        with building():
            entered.set()
            leave.wait(10)

    thread = Thread(target=other)
    with building():
        thread.start()
        assert entered.wait(10)
    assert not gc.isenabled()
    leave.set()
    thread.join()
    assert gc.isenabled()


def test_what_an_application_has_frozen_stays_frozen():
    gc.freeze()
    try:
        with building():
            pass
        assert gc.get_freeze_count() > 0  # thawing, by building or by anything else, would leave none
    finally:
        gc.unfreeze()
