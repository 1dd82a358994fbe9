"""What breaks on Citus, with a coordinator and two workers: people write in communities of both."""

import collections
import concurrent.futures
import contextlib
import json
import threading
import time
import uuid

import servers
import service
import writers

DATABASE = "citus"
COMMUNITIES_OF_A_WORKER = 4
WRITERS_OF_A_COMMUNITY = 2
READERS_OF_A_COMMUNITY = 1
# Together in the communities of one worker more than there are connections to the database.
MANY_READERS_OF_A_COMMUNITY = 10
CRASHES_OF_BACKENDS = 12
DOWN_SECONDS = 3
FROZEN_SECONDS = 45
# Until every queue of the service knows its server.
SETTLING_SECONDS = 10
# Citus ends what a crash has left half done once a minute.
LONGEST_RECOVERY_SECONDS = 150


def all_of(names, folder, programs):
    """Some faults, one after the other, on the same servers and the same process of the service."""
    with servers.Citus(programs, 2) as cluster:
        cluster.create(DATABASE)
        with service.Service(cluster, DATABASE, folder):
            pass
        cluster.distribute(DATABASE)
        with service.Service(cluster, DATABASE, folder) as running:
            for name in names:
                yield from FAULTS[name](cluster, running)


def worker_killed(cluster, running):
    """Each worker is killed once, with all its processes, and started again."""
    with Crowd(cluster, running) as crowd:
        for worker in cluster.workers:
            crowd.await_writes(cluster.workers)
            killed = time.monotonic()
            worker.kill()
            crowd.await_refusals(worker)
            time.sleep(DOWN_SECONDS)
            worker.start()
            crowd.outage([worker], killed)
    yield from crowd.check("worker-killed")


def backend_killed(cluster, running):
    """A process that works for the coordinator is killed, so that its worker ends all others and recovers."""
    with Crowd(cluster, running) as crowd:
        for number in range(CRASHES_OF_BACKENDS):
            worker = cluster.workers[number % 2]
            crowd.await_writes([worker])
            killed = time.monotonic()
            worker.wait(lambda: worker.kill_backend(DATABASE))
            worker.await_ready()
            crowd.outage([worker], killed)
    yield from crowd.check("backend-killed")


def coordinator_killed(cluster, running):
    """The coordinator is killed, with all its processes, and started again."""
    with Crowd(cluster, running) as crowd:
        crowd.await_writes(cluster.workers)
        killed = time.monotonic()
        cluster.kill()
        time.sleep(DOWN_SECONDS)
        cluster.start()
        crowd.outage(cluster.workers, killed)
    yield from crowd.check("coordinator-killed")


def worker_frozen(cluster, running):
    """A worker takes connections, and answers nothing."""
    yield from frozen_with(cluster, running, "worker-frozen", READERS_OF_A_COMMUNITY)


def worker_frozen_read(cluster, running):
    """The same, while more people read there than the service has connections."""
    yield from frozen_with(cluster, running, "worker-frozen-read", MANY_READERS_OF_A_COMMUNITY)


def frozen_with(cluster, running, name, readers):
    with Crowd(cluster, running, readers) as crowd:
        worker, other = cluster.workers[:2]
        crowd.await_writes(cluster.workers)
        time.sleep(SETTLING_SECONDS)
        frozen = time.monotonic()
        crowd.forget_times()
        worker.freeze()
        time.sleep(FROZEN_SECONDS)
        told = crowd.told([other])
        worker.thaw()
        crowd.outage([worker], frozen)
    yield from crowd.check(name)
    yield f"{'':20}  the other worker's communities meanwhile: {told}"


def rebalance(cluster, running):
    """A third worker comes, and a third of the shards moves to it."""
    with Crowd(cluster, running) as crowd:
        crowd.await_writes(cluster.workers)
        crowd.forget_times()
        began = time.monotonic()
        cluster.add(DATABASE)
        cluster.sql(DATABASE, "select citus_rebalance_start(shard_transfer_mode => 'force_logical')", user="postgres")
        while (state := cluster.sql(DATABASE, "select state from citus_rebalance_status()", user="postgres").strip()) != "finished":
            if state in ("failed", "cancelled"):
                raise writers.Broken(f"the rebalance {state}: " + cluster.sql(
                    DATABASE, "select details from citus_rebalance_status()", user="postgres"))
            crowd.go_on()
            time.sleep(1)
        took = time.monotonic() - began
        crowd.await_writes(cluster.workers[:2])
        told = crowd.told(cluster.workers)
    moved = int(cluster.sql(DATABASE, f"""
        select count(*) from pg_dist_shard s join pg_dist_placement p using (shardid) join pg_dist_node n using (groupid)
        where s.logicalrelid = 'book'::regclass and n.nodeport = {cluster.workers[-1].port}"""))
    if not moved:
        raise writers.Broken("nothing has moved")
    yield from crowd.check("rebalance")
    yield f"{'':20}  {moved} groups of shards moved in {took:.0f} s; all communities meanwhile: {told}"


def opened_meanwhile(cluster, running):
    """Communities are opened, which is written on all servers, while one server after the other crashes."""
    with Founders(running, writers.WRITERS) as founders:
        for number, server in enumerate([*cluster.workers[:2], cluster, *cluster.workers[:2]]):
            founders.await_writes(10)
            killed = time.monotonic()
            if number < 3:
                server.kill()
                time.sleep(DOWN_SECONDS)
                server.start()
            else:
                server.wait(lambda: server.kill_backend(DATABASE))
                server.await_ready()
            founders.outage(killed, writers.WRITERS + 10)
    founders.check(cluster)
    yield writers.line("opened-meanwhile", founders.outages, len(founders.acknowledged), founders.others)


def started_without(cluster, running):
    """An instance starts while a worker is gone."""
    with Crowd(cluster, running) as crowd:
        worker, other = cluster.workers[:2]
        crowd.await_writes(cluster.workers)
        killed = time.monotonic()
        worker.kill()
        folder = running.log.parent / "second"
        folder.mkdir()
        try:
            with service.Service(cluster, DATABASE, folder) as second:
                for people in crowd.on([other]):
                    writers.Caller(second.url, second.token).must("GET", f"{people.base}/books/verification", expected=200)
                took = second.start_seconds
        finally:
            worker.start()
        crowd.outage([worker], killed)
    yield from crowd.check("started-without")
    yield f"{'':20}  started in {took:.1f} s without a worker, and the other one's communities are served"


FAULTS = {"worker-killed": worker_killed, "backend-killed": backend_killed, "coordinator-killed": coordinator_killed,
          "worker-frozen": worker_frozen, "opened-meanwhile": opened_meanwhile, "worker-frozen-read": worker_frozen_read,
          "started-without": started_without, "rebalance": rebalance}


class Crowd:
    """Communities of each worker, and who writes and reads in them."""

    def __init__(self, cluster, running, readers=READERS_OF_A_COMMUNITY):
        self.cluster, self.outages = cluster, []
        self.of = {worker.port: [] for worker in cluster.workers}
        while any(len(found) < COMMUNITIES_OF_A_WORKER for found in self.of.values()):
            people = People(running, WRITERS_OF_A_COMMUNITY, readers)
            found = self.of[self._port(people.slug)]
            if len(found) < COMMUNITIES_OF_A_WORKER:
                found.append(people)
        self.all = [people for found in self.of.values() for people in found]

    def _port(self, slug):
        return int(self.cluster.sql(DATABASE, f"""
            select n.nodeport
            from (select get_shard_id_for_distribution_column('book', id) as shardid
                  from community where slug = '{slug}' offset 0) c
            join pg_dist_placement using (shardid) join pg_dist_node n using (groupid)"""))

    def __enter__(self):
        self.stack = contextlib.ExitStack()
        for people in self.all:
            self.stack.enter_context(people)
        return self

    def __exit__(self, kind, value, trace):
        for people in self.all:
            people.stopping.set()
        self.stack.__exit__(kind, value, trace)

    def on(self, workers):
        return [people for worker in workers for people in self.of.get(worker.port, [])]

    def await_writes(self, workers, count=10):
        for people in self.on(workers):
            people.await_writes(count)

    def await_refusals(self, worker):
        for people in self.on([worker]):
            people.await_refusals()

    def outage(self, workers, since):
        for people in self.on(workers):
            people.outage(since, 10)
        self.outages.append(max(people.outages[-1] for people in self.on(workers)))

    def go_on(self):
        for people in self.all:
            if people.failure:
                raise people.failure

    def forget_times(self):
        for people in self.all:
            people.forget_times()

    def told(self, workers):
        """How those of some workers were served since the times were forgotten."""
        told = collections.Counter()
        for people in self.on(workers):
            told += people.counted()
        longest = max(people.longest for people in self.on(workers))
        return (f"{told['served']:,} served, {told['refused']} refused, {told['long']} longer than {writers.LONG_SECONDS} s,"
                f" longest {longest:.1f} s")

    def check(self, name):
        """Everybody's books; the line for people."""
        with concurrent.futures.ThreadPoolExecutor(len(self.all)) as pool:
            for checked in [pool.submit(people.check) for people in self.all]:
                checked.result()
        others = sum((people.others + people.unread for people in self.all), collections.Counter())
        yield writers.line(name, self.outages, sum(len(people.acknowledged) for people in self.all), others)


class People(writers.Writers):
    """Writers, and others who read balances and statements meanwhile."""

    def __init__(self, running, count, readers):
        super().__init__(running, count)
        self.read, self.unread = 0, collections.Counter()
        self.forget_times()
        self.threads += [threading.Thread(target=self._read, daemon=True) for _ in range(readers)]

    def _read(self):
        caller, number = writers.Caller(self.running.url, self.running.token), 0
        try:
            while not self.stopping.is_set():
                number += 1
                member = f"{self.base}/members/{self.members[number % self.count]}"
                path = f"{member}/balance" if number % 2 else f"{member}/statement?limit=5"
                sent = time.monotonic()
                status, text = caller.send("GET", path)
                self._took(time.monotonic() - sent)
                with self.lock:
                    self.read += status == 200
                if status != 200:
                    self._note(status, text, path)
                time.sleep(0.1)
        except BaseException as failure:  # noqa: BLE001 - told by whoever waits
            self.failure = failure

    def _note(self, status, text, path):
        code = json.loads(text)["code"] if status else "no answer"
        with self.lock:
            self.unread[f"{status} {code} (read)" if status else f"{code} (read)"] += 1
        if status and code not in writers.UNSERVED:
            raise writers.Broken(f"{path} was answered {status} {text}")

    def forget_times(self):
        with self.lock:
            self.longest, self.long = 0, 0
            self.before = self._counts()

    def _counts(self):
        return {"served": len(self.acknowledged) + self.read, "refused": self.others.total() + self.unread.total()}

    def counted(self):
        with self.lock:
            return collections.Counter({"long": self.long, **{
                name: value - self.before[name] for name, value in self._counts().items()}})


class Founders(writers.Sending):
    """Who open communities."""

    def _next(self, writer, number):
        slug = "o" + uuid.uuid4().hex[:12]
        return slug, "/v1/communities", {"slug": slug, "name": "Opened"}

    def check(self, cluster):
        """Each once and with its book, the same on all servers, and nothing half done."""
        caller = writers.Caller(self.running.url, self.running.token)
        self.asked_again(caller)
        for slug in self.acknowledged:
            caller.must("GET", f"/v1/communities/{slug}/books/verification", expected=200)
        until = time.monotonic() + LONGEST_RECOVERY_SECONDS
        while left := [gid for server in cluster.servers() for gid in server.sql(
                DATABASE, "select gid from pg_prepared_xacts", user="postgres").split()]:
            if time.monotonic() > until:
                raise writers.Broken(f"prepared transactions are left: {left}")
            time.sleep(1)
        known = [set(server.sql(DATABASE, "select slug from community", user="postgres").split()) for server in cluster.servers()]
        if any(one != known[0] for one in known) or not known[0] >= set(self.acknowledged):
            raise writers.Broken(f"not the same communities on all servers: {[len(one) for one in known]}")
        bookless = cluster.sql(DATABASE, """
            select count(*) from community where id not in (select community_id from book)""", user="postgres").strip()
        if bookless != "0":
            raise writers.Broken(f"{bookless} communities have no book")
