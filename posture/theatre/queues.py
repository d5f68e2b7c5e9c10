"""A queue with priorities: for gates where who comes later may go first, or take another's place.

Grants are made at the end of each instant: of all who ask or wait in it the most urgent is served first, in
whatever order they came within it. Owners are known, so that nobody gives back what another holds.
"""

from heapq import heappop, heappush

from simpy import Environment, Event

from posture.core.errors import ModelFault
from posture.theatre.instants import Instant


class Grant:
    """One request: `granted` fires when it is served, `bumped` if a more urgent one takes its server."""

    __slots__ = ("bumped", "granted", "owner", "priority", "since", "turn")

    def __init__(self, env: Environment, owner: str, priority: int, turn: int) -> None:
        self.owner = owner
        self.priority = priority
        self.turn = turn
        self.since = int(env.now)
        self.granted = Event(env)
        self.bumped = Event(env)


class Queue:
    """`servers` alike; the smallest priority first, then first come, first served.

    With `bumping` a request that finds no free server takes that of the least urgent holder, if it is less
    urgent than itself; the bumped one asks again with `again` and keeps its turn among its equals. Fewer
    servers take effect as holders leave; none is a closed gate.
    """

    def __init__(self, env: Environment, name: str, servers: int, *, bumping: bool = False) -> None:
        self._env = env
        self.name = name
        self.servers = servers
        self._bumping = bumping
        self._held: dict[str, Grant] = {}
        self._waiting: list[tuple[int, int, Grant]] = []
        self._turns = 0
        self._serving = Instant(env, self._serve)
        self.jobs = 0
        self.bumps = 0
        self.longest_wait = 0

    @property
    def holders(self) -> int:
        """How many are being served."""
        return len(self._held)

    @property
    def unserved(self) -> int:
        """How many wait."""
        return sum(1 for _, _, grant in self._waiting if not grant.granted.triggered)

    def acquire(self, owner: str, priority: int) -> Grant:
        """Ask for a server; where one is free, the grant's event fires at the end of this instant."""
        if owner in self._held:
            raise ModelFault(f"'{owner}' holds a server of '{self.name}' already")
        self._turns += 1
        self.jobs += 1
        grant = Grant(self._env, owner, priority, self._turns)
        self._enter(grant)
        return grant

    def again(self, grant: Grant) -> Grant:
        """Ask once more for who was bumped, in its old turn."""
        renewed = Grant(self._env, grant.owner, grant.priority, grant.turn)
        self._enter(renewed)
        return renewed

    def release(self, owner: str) -> None:
        """Give a server back, for the next; only who holds one can."""
        if owner not in self._held:
            raise ModelFault(f"'{owner}' gives back a server of '{self.name}' that it does not hold")
        del self._held[owner]
        self._serving.ask()

    def cancel(self, grant: Grant) -> None:
        """Give up waiting, or give back what was granted; without residue either way."""
        if self._held.get(grant.owner) is grant:
            self.release(grant.owner)
            return
        self._waiting = [entry for entry in self._waiting if entry[2] is not grant]

    def set_servers(self, count: int) -> None:
        """Open or close servers; whoever waits is served in the same instant where there are more."""
        self.servers = count
        self._serving.ask()

    def _enter(self, grant: Grant) -> None:
        heappush(self._waiting, (grant.priority, grant.turn, grant))
        self._serving.ask()

    def _serve(self) -> None:
        """Serve who is next while there are servers, free ones or such as are bumped for it."""
        while self._waiting and (len(self._held) < self.servers or self._bump(self._waiting[0][2])):
            _, _, grant = heappop(self._waiting)
            self._held[grant.owner] = grant
            self.longest_wait = max(self.longest_wait, int(self._env.now) - grant.since)
            grant.granted.succeed()

    def _bump(self, urgent: Grant) -> bool:
        """Take its server from the least urgent holder, if that is less urgent."""
        if not self._bumping or not 0 < len(self._held) <= self.servers:
            return False
        weakest = max(self._held.values(), key=lambda held: (held.priority, held.turn))
        if weakest.priority <= urgent.priority:
            return False
        del self._held[weakest.owner]
        self.bumps += 1
        weakest.bumped.succeed()
        return True
