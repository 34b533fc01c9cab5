from contextlib import ExitStack

from api.live.crowd import Crowd


def test_each_person_has_room_for_so_many_and_gets_it_back() -> None:
    crowd = Crowd(2)
    with ExitStack() as stack:
        assert stack.enter_context(crowd.joined("a"))
        with crowd.joined("a") as second:
            assert second
            with crowd.joined("a") as third, crowd.joined("b") as other:
                assert not third
                assert other
        with crowd.joined("a") as again:
            assert again
    assert not crowd._open
