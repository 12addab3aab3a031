"""A broker that accepts commands and never answers delays hardly any request, and is used again when it recovers."""

import signal

import pytest
import redis

from operations import embedded_servers
from web import redis_client as asking
from web.redis_client import RedisClient, RedisSkipped


@pytest.fixture
def server(servers, tmp_path):
    server = embedded_servers.start_broker(tmp_path / "broker")
    yield server
    server.child.send_signal(signal.SIGCONT)
    server.kill()


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT", 0.2)  # as in production; the other tests are patient
    now = [100.0]
    monkeypatch.setattr(asking, "monotonic", lambda: now[0])
    return now


@pytest.mark.slow
def test_one_waits_in_vain_and_spares_the_others_until_one_asks_again(server, clock):
    broker = RedisClient(server.url)
    ping, asked = lambda client: client.ping(), []
    assert broker.run(ping)
    server.child.send_signal(signal.SIGSTOP)
    for _ in range(2):
        with pytest.raises(redis.TimeoutError):
            broker.run(ping)
        for _ in range(3):
            with pytest.raises(RedisSkipped):
                broker.run(asked.append)
        clock[0] += asking.PAUSE
    assert asked == []
    server.child.send_signal(signal.SIGCONT)
    assert broker.run(ping)
    assert broker.run(ping)


def test_one_that_is_gone_is_asked_each_time_for_it_refuses_at_once(server, clock):
    broker, asked = RedisClient(server.url), []
    server.kill()
    for _ in range(2):
        with pytest.raises(redis.ConnectionError):
            broker.run(lambda client: (asked.append(1), client.ping()))
    assert asked == [1, 1]
