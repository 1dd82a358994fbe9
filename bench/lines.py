"""The lines of the benchmark: what is run, side by side, round after round."""

import contextlib
import datetime
import os
import pathlib
import statistics
import tempfile
import time

import books
import load
import postgres
import servers
import service

CLIENTS = (8, 32)
CONNECTIONS = (64, 200)
# Until Java has compiled what is called often; two cores take their time for it.
WARM_UP_SECONDS = 20
IDLE_SECONDS = 3
# A counter that opens in the morning sees these.
FIRST_SECONDS = 10

SPREAD = load.Spread(first=0, last=49, base=0, members=200)
ONE_COMMUNITY = load.Spread(first=50, last=50, base=10_000, members=10_000)
ONE_REWARD = load.Spread(first=50, last=50, base=10_000, members=10_000, rewards=1)
ONE_MEMBER = load.Spread(first=50, last=50, base=10_000, members=1)
SHAPES = [books.Shape(0, 50, 200), books.Shape(50, 1, 10_000)]

WORKERS = (1, 2, 4)
# All at once: as many connections as communities.
MANY = 1_000
EACH_OF_MANY = load.Spread(first=51, last=50 + MANY, base=20_000, members=1, in_turn=True)
# Java is warm after so many writes, though not sooner than after the usual time; or late enough where that takes too long.
WARM_UP_WRITES = 20_000
LONGEST_WARM_UP_SECONDS = 120
# For the last answers, on servers that share two processors.
LAST_ANSWERS_SECONDS = 10
LAST_ANSWERS_OF_MANY_SECONDS = 40


class Bench:
    """One invocation: the cluster, how long and how often, and what came out."""

    def __init__(self, cluster, folder, seconds, rounds, citus=None):
        self.cluster, self.folder, self.seconds, self.rounds, self.citus = cluster, folder, seconds, rounds, citus
        self.measured = {}

    def add(self, line, contender, figures):
        self.measured.setdefault(line, {}).setdefault(contender, []).append(figures)
        print(f"{line:32} {contender:16} " + "  ".join(
            f"{name} {value:,.2f}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()
            if value is not None), flush=True)

    def database(self, name, shapes, cluster=None):
        """A database of the service, migrated by it and filled."""
        cluster = cluster or self.cluster
        cluster.create(name)
        with service.Service(cluster, name, self.folder):
            pass
        books.fill(cluster, name, shapes)

    def baseline(self, name, of):
        """A copy of a database, with the functions of the baselines."""
        self.cluster.create(name, template=of)
        self.cluster.load(name, load.HERE / "sql" / "baseline.sql")
        self.cluster.sql(name, "vacuum analyze", user="postgres")


class Race:
    """Contenders of one line. The first round tries several numbers of connections; the others keep the best."""

    def __init__(self, bench, line, contenders):
        self.bench, self.line = bench, line
        self.contenders = {name: (run, list(counts)) for name, (run, counts) in contenders.items()}

    def round(self):
        for name, (run, counts) in self.contenders.items():
            tried = []
            for count in counts:
                self.bench.cluster.settle()
                figures = run(count)
                tried.append((figures["rate"], count, figures))
            rate, count, figures = max(tried, key=lambda one: one[0])
            counts[:] = [count]
            self.bench.add(self.line, name, {"connections": count, **figures})


def http(bench):
    """Redemptions, credits, balances and the mix, next to the database doing the same."""
    bench.database("weijifen", SHAPES)
    bench.baseline("baseline", "weijifen")
    transactions = count_transactions(bench, "weijifen")
    with service.Service(bench.cluster, "weijifen", bench.folder) as running:
        written = 0

        def base(script, spread):
            return lambda count: load.pgbench(bench.cluster, "baseline", script, spread, count, bench.seconds)

        def ours(kind, spread):
            def run(count):
                nonlocal written
                figures = load.wrk(running, kind, spread, count, bench.seconds)
                written += figures.pop("writes")
                return figures
            return run

        races = []
        for shape, spread in (("spread", SPREAD), ("one community", ONE_COMMUNITY), ("one reward", ONE_REWARD)):
            races.append(Race(bench, f"redeem, {shape}", {
                "base-1": (base("redeem-statements.sql", spread), CLIENTS),
                "base-2": (base("redeem-function.sql", spread), CLIENTS),
                "service": (ours("redeem", spread), CONNECTIONS)}))
        for shape, spread in (("spread", SPREAD), ("one community", ONE_COMMUNITY), ("one member", ONE_MEMBER)):
            races.append(Race(bench, f"credit, {shape}", {
                "base-2": (base("credit-function.sql", spread), CLIENTS),
                "service": (ours("credit", spread), CONNECTIONS)}))
        races.append(Race(bench, "redeem, one connection", {
            "base-2": (base("redeem-function.sql", SPREAD), (1,)),
            "service": (ours("redeem", SPREAD), (1,))}))
        races.append(Race(bench, "balance", {
            "select": (base("balance.sql", SPREAD), CLIENTS),
            "service": (ours("balance", SPREAD), CONNECTIONS)}))
        races.append(Race(bench, "mixed", {
            f"service, {count}": (ours("mixed", SPREAD), (count,)) for count in CONNECTIONS}))

        for kind in ("redeem", "credit", "mixed", "redeem"):
            written += load.wrk(running, kind, SPREAD, CONNECTIONS[-1], WARM_UP_SECONDS)["writes"]
        for _ in range(bench.rounds):
            for race in races:
                race.round()
        check(bench, running, "weijifen", written, transactions, range(51))
        bench.add("memory", "service", {"peak_mb": running.resident_mb(peak=True)})


def count_transactions(bench, database):
    return transactions_of(bench.cluster, database)


def transactions_of(cluster, database):
    return int(cluster.sql(database, "select count(*) from ledger_transaction"))


def check(bench, running, database, written, before, communities):
    check_on(bench.cluster, running, database, written, before, communities)


def check_on(cluster, running, database, written, before, communities):
    """Every write that was answered is a transaction and a kept answer of 201, there are no others, and the books prove
    themselves."""
    kept = int(cluster.sql(database, f"select count(*) from idempotency_key where status = 201 and caller <> '{books.ACTOR}'"))
    posted = transactions_of(cluster, database) - before
    if not kept == posted == written:
        raise SystemExit(f"bench: {written} writes were answered, {kept} answers of 201 are kept, {posted} transactions are there")
    for community in communities:
        verification = running.get(f"/v1/communities/bench-{community:03d}/books/verification")
        if not verification["valid"]:
            raise SystemExit(f"bench: the books of community {community} are not valid: {verification}")
    print(f"{kept} answers of 201, {kept} rows; the books of {len(communities)} communities are valid", flush=True)


def growth(bench):
    """The same load on books of three ages: each has a service of its own, so that all are warm."""
    ages = {"10 thousand": 32, "1 million": 3_992, "10 million": 39_992}
    spread = load.Spread(first=0, last=49, base=0, members=20)
    services, written, before = {}, {}, {}
    with contextlib.ExitStack() as stack:
        for age, cycles in ages.items():
            database = "growth_" + age.replace(" ", "_")
            bench.database(database, [books.Shape(0, 50, 20, cycles)])
            services[age] = stack.enter_context(service.Service(bench.cluster, database, bench.folder))
            written[age], before[age] = 0, count_transactions(bench, database)

        def load_on(age, kind):
            def run(count):
                figures = load.wrk(services[age], kind, spread, count, bench.seconds)
                written[age] += figures.pop("writes")
                return figures
            return run

        races = [Race(bench, f"growth, {kind}", {age: (load_on(age, kind), (64,)) for age in ages})
                 for kind in ("redeem", "balance", "statement")]
        for age in ages:
            for kind in ("redeem", "balance", "statement"):
                load_on(age, kind)(64)
        for _ in range(bench.rounds):
            for race in races:
                race.round()
        for age, running in services.items():
            check(bench, running, running.database, written[age], before[age], [0, 49])


def books_of_a_million(bench):
    """Verification and export of a million transactions, in a heap of 256 MB, next to a COPY of their rows."""
    bench.database("books", [books.Shape(0, 1, 10_000, 330_000)])
    path = "/v1/communities/bench-000/books"
    with service.Service(bench.cluster, "books", bench.folder, "-Xmx256m") as running:
        if running.count_lines(path + "/export") != running.get(path)["sequence"]:
            raise SystemExit("bench: the export is not whole")
        for _ in range(bench.rounds):
            bench.add("books", "copy", {"seconds": timed(lambda: bench.cluster.run(
                "psql", "-X", "-q", "-o", "/dev/null", "-c", "copy ledger_transaction to stdout", "-c", "copy posting to stdout",
                "-d", "books"))})
            bench.add("books", "verification", {"seconds": timed(lambda: verify(running, path))})
            bench.add("books", "export", {"seconds": timed(lambda: running.drain(path + "/export"))})
        bench.add("memory", "books of a million, -Xmx256m", {"peak_mb": running.resident_mb(peak=True)})


def statement(bench):
    """A month's statement on books of two ages whose months are alike: as many transactions, members and rewards."""
    ages = {"10 thousand": (0, 2_000, 70), "1 million": (1, 200_000, 7_000)}
    bench.database("statement", [books.Shape(first, 1, 200, cycles, days) for first, cycles, days in ages.values()])
    month = (datetime.date.today().replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    with service.Service(bench.cluster, "statement", bench.folder) as running:

        def read(first):
            found = running.get(f"/v1/communities/bench-{first:03d}/statements/{month}")
            if not found["proof"]["valid"] or not found["points"]["issued"]:
                raise SystemExit(f"bench: the statement of {month} is not right: {found['points']} {found['proof']}")

        def read_again_and_again(first, seconds):
            times, end = [], time.monotonic() + seconds
            while time.monotonic() < end:
                times.append(timed(lambda: read(first)) * 1000)
            return {"p50": statistics.median(times), "max": max(times)}

        for first, _, _ in ages.values():
            read_again_and_again(first, bench.seconds)
        for _ in range(bench.rounds):
            for age, (first, _, _) in ages.items():
                bench.add("statement of a month", age, read_again_and_again(first, bench.seconds))


def moving_in(bench):
    """Redemptions the moment a committee has come in through the API, with the database that the service brings along, next to
    the same once PostgreSQL has looked at its tables; what one costs; and the first seconds after a start. Java is warm before
    the committee comes, so that the two differ in nothing but what PostgreSQL knows."""
    for _ in range(bench.rounds):
        with tempfile.TemporaryDirectory(prefix="weijifen-bench-moving-in-", dir=bench.folder) as name:
            folder = pathlib.Path(name)
            with service.EmbeddedService(folder, bench.cluster.bin / "psql") as running:
                redeem(running, load.Listed(move_in(running, folder, 0, 1, 200)), 2 * WARM_UP_SECONDS)
                one = load.Listed(move_in(running, folder, 1, 1, 10_000))
                bench.add("moving in, redeem", "at once", redeem(running, one, bench.seconds))
                spread = load.Listed(move_in(running, folder, 2, 20, 200))
                bench.add("moving in, redeem", "at once, spread", redeem(running, spread, bench.seconds))
                running.sql("analyze")
                bench.add("moving in, redeem", "analysed", redeem(running, one, bench.seconds))
                bench.add("moving in, redeem", "analysed, spread", redeem(running, spread, bench.seconds))
            with service.EmbeddedService(folder, bench.cluster.bin / "psql") as running:
                bench.add("started, redeem", "first seconds", redeem(running, one, FIRST_SECONDS))
                bench.add("started, redeem", "next seconds", redeem(running, one, FIRST_SECONDS))


def move_in(running, folder, first, communities, members):
    """Communities whose members, rewards and balances come from tables; answers a file of who may redeem what."""
    file = folder / f"from-{first}"
    with open(file, "w", encoding="utf-8") as out:
        for slug in (f"moved-{number:03d}" for number in range(first, first + communities)):
            running.post("/v1/communities", {"slug": slug, "name": slug, "expiryPolicy": {"type": "calendar-year-end", "years": 1}})
            numbers = [f"M{number:05d}" for number in range(members)]
            running.import_file(slug, "members", ["memberNo,displayName", *(f"{number},Member" for number in numbers)])
            running.import_file(slug, "rewards", ["rewardCode,title,kind,points,stock,costFen",
                                                  *(f"r-{number},Reward,goods,5,1000000,300" for number in range(books.REWARDS))])
            running.import_file(slug, "opening-balances", ["memberNo,points", *(f"{number},1000000" for number in numbers)])
            rewards = [reward["id"] for reward in running.list(f"/v1/communities/{slug}/rewards")]
            for number, member in enumerate(running.list(f"/v1/communities/{slug}/members")):
                out.write(f"{slug} {member['id']} {rewards[number % len(rewards)]}\n")
    return file


def redeem(running, spread, seconds):
    """Redemptions on 64 connections, and what each has cost: microseconds of processors, bytes of the database's log."""
    cpu, log = running.cpu_seconds(), running.sql("select pg_current_wal_insert_lsn()")
    figures = load.wrk(running, "redeem", spread, CONNECTIONS[0], seconds)
    writes = figures.pop("writes")
    java, database = (after - before for before, after in zip(cpu, running.cpu_seconds()))
    return {"connections": CONNECTIONS[0], "rate": figures["rate"], "p50": figures["p50"],
            "cpu_us": (java + database) * 1e6 / writes, "java_us": java * 1e6 / writes,
            "wal_bytes": float(running.sql(f"select pg_current_wal_insert_lsn() - '{log}'")) / writes}


def several_servers(bench):
    """Redemptions on Citus with one worker and with more, next to one PostgreSQL of the same programs: on one machine all that can
    be compared is what one costs in processors. And a thousand communities at once."""
    programs = servers.programs(bench.citus)
    clusters = {"one node": servers.Server(programs, extended=False), **{
        f"{count} worker{'s' * (count > 1)}": servers.Citus(programs, count) for count in WORKERS}}
    running, written, before = {}, dict.fromkeys(clusters, 0), {}
    with contextlib.ExitStack() as stack:
        for number, (name, cluster) in enumerate(clusters.items()):
            stack.enter_context(cluster)
            database = f"citus_{number}"
            bench.database(database, [*SHAPES, books.Shape(51, MANY, 1)], cluster)
            if isinstance(cluster, servers.Citus):
                cluster.distribute(database)
            print(f"{name}: PostgreSQL {cluster.sql(database, 'show server_version').split()[0]}" + (
                f", Citus {cluster.version(database)}" if isinstance(cluster, servers.Citus) else ""), flush=True)
            running[name] = stack.enter_context(service.Service(cluster, database, bench.folder))
            before[name] = transactions_of(cluster, database)

        def redeem_on(name, spread, connections=CONNECTIONS[0], quiet=LAST_ANSWERS_SECONDS, seconds=bench.seconds):
            started = running[name].cpu_seconds(), clusters[name].cpu_seconds()
            figures = load.wrk(running[name], "redeem", spread, connections, seconds, quiet)
            writes = figures.pop("writes")
            written[name] += writes
            java, database = running[name].cpu_seconds() - started[0], clusters[name].cpu_seconds() - started[1]
            return {"connections": connections, "rate": figures["rate"], "p50": figures["p50"], "p99": figures["p99"],
                    "cpu_us": (java + database) * 1e6 / writes, "java_us": java * 1e6 / writes,
                    "database_us": database * 1e6 / writes}

        for name in clusters:
            began = time.monotonic()
            while (warming := time.monotonic() - began) < 2 * WARM_UP_SECONDS or (
                    written[name] < WARM_UP_WRITES and warming < LONGEST_WARM_UP_SECONDS):
                for spread in (SPREAD, ONE_COMMUNITY):
                    redeem_on(name, spread, seconds=WARM_UP_SECONDS)
        for _ in range(bench.rounds):
            for line, *load_of_line in (("citus, one community", ONE_COMMUNITY), ("citus, spread", SPREAD),
                                        ("citus, 1,000 at once", EACH_OF_MANY, MANY, LAST_ANSWERS_OF_MANY_SECONDS)):
                for name, cluster in clusters.items():
                    cluster.settle()
                    bench.add(line, name, redeem_on(name, *load_of_line))
        for name, cluster in clusters.items():
            check_on(cluster, running[name], running[name].database, written[name], before[name], range(51 + MANY))
            served = int(cluster.sql(running[name].database, f"""
                select count(distinct community_id) from idempotency_key
                where community_id >= '{books.identifier(books.COMMUNITY, 51)}'"""))
            if served != MANY:
                raise SystemExit(f"bench: only {served} of {MANY} communities at once were served")


def verify(running, path):
    if not running.get(path + "/verification")["valid"]:
        raise SystemExit("bench: the books are not valid")


def timed(work):
    started = time.monotonic()
    work()
    return time.monotonic() - started


def start(bench):
    """From the command to the first answer, next to a Quarkus service with one resource on the same JDK: plainly started,
    and with the service's packaging and options."""
    hellos = {"hello-world": service.hello(recorded=False), "hello-world, recorded": service.hello(recorded=True)}
    bench.cluster.create("start")
    with service.Service(bench.cluster, "start", bench.folder):
        pass  # The first start migrates.
    port = postgres.free_port()
    environment = {**os.environ, "QUARKUS_HTTP_PORT": str(port), "QUARKUS_HTTP_HOST": "127.0.0.1"}
    for _ in range(bench.rounds):
        for name, (command, folder) in hellos.items():
            with service.Process(command, environment, port, f"http://127.0.0.1:{port}/hello", bench.folder / "hello.log", folder) as running:
                add_start(bench, name, running)
        with service.Service(bench.cluster, "start", bench.folder) as running:
            add_start(bench, "service", running)
    bench.add("size", "service", {"distribution_mb": service.distribution_mb()})


def add_start(bench, name, running):
    time.sleep(IDLE_SECONDS)
    bench.add("start", name, {"seconds": running.start_seconds, "idle_mb": running.resident_mb()})


LINES = {"http": http, "growth": growth, "statement": statement, "books": books_of_a_million, "moving-in": moving_in,
         "start": start}
# Named only: they need more than a PostgreSQL.
FURTHER_LINES = {"citus": several_servers}
