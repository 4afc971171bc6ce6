from datetime import UTC, datetime

from supertoken_desktop.domain.exchange import Exchange, RawBody
from supertoken_desktop.domain.ids import MessageId
from supertoken_desktop.engine.exchanges import Exchanges
from tests.engine.scene import scene

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def exchange(label: str, size: int = 0) -> Exchange:
    body = RawBody(b"x" * size, total_bytes=size)
    return Exchange(label, NOW, "POST", "https://r", (), RawBody(), 200, (), body, 1.0)


def test_attempts_come_in_their_order() -> None:
    exchanges = Exchanges()
    first, other, second = exchange("a", 1), exchange("b"), exchange("a", 2)

    for one in (first, other, second):
        exchanges.keep(one)

    assert exchanges.of(MessageId("a")) == (first, second)
    assert exchanges.of(MessageId("c")) == ()


def test_the_oldest_goes_when_there_are_too_many() -> None:
    exchanges = Exchanges(most=2)

    for label in "abc":
        exchanges.keep(exchange(label))

    assert [bool(exchanges.of(MessageId(label))) for label in "abc"] == [False, True, True]


def test_large_exchanges_leave_room_for_fewer() -> None:
    exchanges = Exchanges(most_bytes=100_000)

    for label in "abc":
        exchanges.keep(exchange(label, 40_000))

    assert exchanges.size_bytes <= 100_000
    assert [bool(exchanges.of(MessageId(label))) for label in "abc"] == [False, True, True]
    exchanges.clear()
    assert exchanges.size_bytes == 0


async def test_a_request_carries_the_id_of_the_answer_it_is_for() -> None:
    async with scene() as s:
        turn = await s.chat.send(None, "Hi")
        await turn.wait_ended()

        assert [request.label for request in s.client.requests] == [turn.message_id]


def test_what_is_forgotten_leaves_its_room_to_others() -> None:
    exchanges = Exchanges()
    for label in "aba":
        exchanges.keep(exchange(label, 1000))

    exchanges.forget({MessageId("a"), MessageId("c")})

    assert exchanges.of(MessageId("a")) == ()
    (left,) = exchanges.of(MessageId("b"))
    assert exchanges.size_bytes == left.size_bytes
