"""The guarded fetcher: every request Wirewatch makes to anywhere goes through here.

`guard` says which addresses may be connected to, `url` which URLs may be fetched, `redirect` where an answer
leads on, `body` how much of it is read, `failures` what went wrong; `transport` makes one exchange, `loop` runs
many at once, `client` is the port. `robots` reads robots.txt.
"""

from worker.fetch.client import GuardedFetcher
from worker.fetch.guard import AddressGuard
from worker.fetch.robots import Robots, RobotsTxt, robots_url

__all__ = ["AddressGuard", "GuardedFetcher", "Robots", "RobotsTxt", "robots_url"]
