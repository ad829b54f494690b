import signal

from worker.supervise.restarts import FORGIVEN_AFTER, LONGEST_WAIT, how_it_ended, start_again


def test_a_first_death_is_answered_at_once() -> None:
    assert start_again([0.1]).wait == 0.0
    assert start_again([FORGIVEN_AFTER * 9]).wait == 0.0


def test_the_wait_doubles_with_each_further_short_life() -> None:
    assert [start_again([0.1] * deaths).wait for deaths in range(2, 7)] == [0.5, 1.0, 2.0, 4.0, 8.0]


def test_the_wait_has_an_end() -> None:
    assert start_again([0.1] * 1000).wait == LONGEST_WAIT


def test_a_long_life_makes_earlier_deaths_forgotten() -> None:
    assert start_again([0.1, 0.1, 0.1, FORGIVEN_AFTER]).wait == 0.0
    assert start_again([0.1, 0.1, 0.1, FORGIVEN_AFTER, 0.1, 0.1]).wait == 0.5


def test_a_wait_says_why() -> None:
    assert start_again([0.1, 0.1, 0.1]).reason == "in 1 s, having ended 3 times in a row within 60 s"


def test_an_end_is_told_in_words() -> None:
    assert how_it_ended(signal.SIGKILL) == "was killed by SIGKILL"
    assert how_it_ended(3 << 8) == "ended with code 3"
    assert how_it_ended(60) == "was killed by signal 60"
