"""Asking a broker itself, beside what Celery does with it."""

import redis
from redis.exceptions import RedisError


def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2)


def answers(url: str) -> bool:
    """Whether a broker answers at `url`, with the password in it."""
    with _client(url) as client:
        try:
            return bool(client.ping())
        except RedisError:
            return False


def shut_down(url: str) -> bool:
    """End the server at `url`, which must know the password in it. Out: whether there was one."""
    with _client(url) as client:
        try:
            client.ping()
            client.shutdown(nosave=True)
        except RedisError:
            return False
    return True
