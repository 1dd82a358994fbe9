"""Books to measure on: communities with members, rewards and a history whose hash chain is right, loaded by COPY."""

import datetime
import hashlib
import itertools
import multiprocessing
import os
import signal
import subprocess
import uuid

MEMBER, REWARD, COMMUNITY, REDEMPTION, TASK = 2, 3, 1, 4, 5
REWARDS = 20
PLENTY = 1_000_000_000
# Of a reward, in fen.
COST = 300
ACTOR = "00000000-0000-7000-8009-000000000001"
TABLES = ("community", "member", "task", "reward", "book", "account", "ledger_transaction", "posting", "redemption",
          "redemption_line", "idempotency_key")
COLUMNS = {
    "community": "id, slug, name, time_zone, expiry_type, expiry_years, pickup_days, created_at",
    "member": "community_id, id, member_no, display_name, status, created_at",
    "task": "community_id, id, code, title, points, per, status, created_at",
    "reward": "community_id, id, code, title, kind, points, cost_fen, groups, status, created_at",
    "book": "community_id, sequence, head_hash, recorded_at, accounts, issued_points, cost_fen",
    "account": "community_id, number, type, owner, expires_on, balance",
    "ledger_transaction": "community_id, sequence, kind, effective_on, recorded_at, actor, cause_kind, cause_id, task_id,"
                          " quantity, hash",
    "posting": "community_id, sequence, position, owner, amount, from_account, from_balance, to_account, to_balance",
    "redemption": "community_id, id, member_id, status, points, pickup_code, pickup_by, requested_on, requested_at,"
                  " reservation, collection, collected_at",
    "redemption_line": "community_id, redemption_id, position, reward_id, code, title, stocked, quantity, points, cost_fen",
    "idempotency_key": "community_id, caller, key, request_hash, status, location, answer, recorded_at",
}


def identifier(kind, number):
    """The id of the number-th thing of a kind; the load scripts make the same ones."""
    return f"00000000-0000-7000-800{kind}-{number:012x}"


class Shape:
    """What to fill a database with: `communities` communities numbered from `first`, members and history alike in all.

    A cycle of history is a credit, a reservation and its collection: three transactions, five postings. It lies evenly over
    `days` that ended yesterday.
    """

    def __init__(self, first, communities, members, cycles=0, days=365):
        self.first, self.communities, self.members, self.cycles, self.days = first, communities, members, cycles, days


class Community:
    """Writes one community's rows, in the order of its books."""

    def __init__(self, number, first_member, members, cycles, days, out):
        self.number, self.first_member, self.members, self.cycles, self.out = number, first_member, members, cycles, out
        self.days = days
        self.id = identifier(COMMUNITY, number)
        self.today = datetime.date.today()
        self.expires = f"{self.today.year + 1}-12-31"
        self.sequence, self.head = 0, "0" * 64
        # The history ended yesterday.
        self.end = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
        self.total = members + REWARDS + 3 * cycles
        self.accounts = {}

    def write(self):
        at = (self.end - datetime.timedelta(days=self.days + 1)).isoformat()
        self.row("community", self.id, f"bench-{self.number:03d}", f"Bench {self.number}", "Asia/Shanghai",
                 "calendar-year-end", 1, 30, at)
        self.row("task", self.id, identifier(TASK, self.number), "patrol", "Patrol", 10, "occurrence", "active", at)
        members = [identifier(MEMBER, self.first_member + i) for i in range(self.members)]
        rewards = [identifier(REWARD, self.number * REWARDS + i) for i in range(REWARDS)]
        for i, member in enumerate(members):
            self.row("member", self.id, member, f"M{i:06d}", f"Member {i}", "active", at)
            self.open(member, ("earned", ""), ("available", self.expires), ("held", self.expires), ("spent", ""))
        for i, reward in enumerate(rewards):
            self.row("reward", self.id, reward, f"reward-{i}", f"Reward {i}", "goods", 5, COST, "{}", "active", at)
            self.open(reward, ("supplied", ""), ("shelf", ""), ("reserved", ""), ("handed-out", ""))
        for member in members:
            self.post("credit", None, None, (member, PLENTY, "earned", "available"))
        for reward in rewards:
            self.post("stock-receipt", None, None, (reward, PLENTY, "supplied", "shelf"))
        for i in range(self.cycles):
            self.cycle(i, members[i * 7919 % self.members], rewards[i % REWARDS])
        for (owner, type), (number, expires, balance) in self.accounts.items():
            self.row("account", self.id, number, type, owner, expires or None, balance)
        self.row("book", self.id, self.sequence, self.head, self.recorded_at(self.sequence), len(self.accounts),
                 -sum(balance for (_, type), (_, _, balance) in self.accounts.items() if type == "earned"), COST * self.cycles)

    def cycle(self, i, member, reward):
        # As the service's own ids are, these are in order of time.
        redemption = str(uuid.UUID(int=(0x019000000000 + self.sequence << 80) | 7 << 76 | 2 << 62 | self.number << 32 | i))
        subject = f"redemption/{redemption}"
        self.post("credit", f"task/{identifier(TASK, self.number)}", 1, (member, 10, "earned", "available"))
        self.key(self.sequence)
        self.post("reservation", subject, None, (member, 5, "available", "held"), (reward, 1, "shelf", "reserved"))
        self.key(self.sequence)
        reserved = self.sequence
        self.post("collection", subject, None, (member, 5, "held", "spent"), (reward, 1, "reserved", "handed-out"))
        self.key(self.sequence)
        requested, collected = self.recorded_at(reserved), self.recorded_at(self.sequence)
        self.row("redemption", self.id, redemption, member, "collected", 5, f"{i * 104729 % 100_000_000:08d}",
                 requested[:10], requested[:10], requested, reserved, self.sequence, collected)
        self.row("redemption_line", self.id, redemption, 0, reward, "reward", "Reward", "t", 1, 5, COST)

    def key(self, sequence):
        digest = hashlib.sha256(f"{self.number}-{sequence}".encode()).hexdigest()
        self.row("idempotency_key", self.id, ACTOR, digest[:32], digest, 201,
                 f"/v1/communities/bench-{self.number:03d}/transactions/{sequence}", "{}", self.recorded_at(sequence))

    def open(self, owner, *types):
        for type, expires in types:
            self.accounts[owner, type] = [len(self.accounts) + 1, expires, 0]

    def recorded_at(self, sequence):
        at = self.end - datetime.timedelta(days=self.days) * ((self.total - sequence) / self.total)
        return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"

    def post(self, kind, subject, quantity, *moves):
        self.sequence += 1
        at = self.recorded_at(self.sequence)
        postings = []
        for position, (owner, amount, source, target) in enumerate(moves):
            asset = "points" if source in ("earned", "available", "held") else f"units/{owner}"
            origin, destination = self.accounts[owner, source], self.accounts[owner, target]
            origin[2] -= amount
            destination[2] += amount
            postings.append(f'{{"amount":{amount},"asset":"{asset}","from":{side(owner, source, origin)},'
                            f'"to":{side(owner, target, destination)}}}')
            self.row("posting", self.id, self.sequence, position, owner, amount, origin[0], origin[2], destination[0],
                     destination[2])
        # RFC 8785: keys in order, nothing between them.
        canonical = (f'{{"actor":"{ACTOR}","community":"{self.id}","effectiveOn":"{at[:10]}","kind":"{kind}",'
                     f'"postings":[{",".join(postings)}],'
                     + (f'"quantity":{quantity},' if quantity else "")
                     + f'"recordedAt":"{at}","sequence":{self.sequence}'
                     + (f',"subject":"{subject}"' if subject else "") + "}")
        self.head = hashlib.sha256(f"{self.head}\n{canonical}".encode()).hexdigest()
        about, _, id = subject.partition("/") if subject else (None, None, None)
        fact = (None, None, id) if about == "task" else (about, id, None)
        self.row("ledger_transaction", self.id, self.sequence, kind, at[:10], at, ACTOR, *fact, quantity, self.head)

    def row(self, table, *values):
        self.out[table].write("\t".join("\\N" if value is None else str(value) for value in values) + "\n")


def side(owner, type, account):
    number, expires, balance = account
    return (f'{{"account":{number},"balance":{balance},' + (f'"expiresOn":"{expires}",' if expires else "")
            + f'"owner":"{owner}","type":"{type}"}}')


def fill(cluster, database, shapes):
    """Fills a migrated, empty database; returns when it is analysed and on disk."""
    indexes = drop_indexes(cluster, database)
    jobs, member = [], 0
    for shape in shapes:
        for i in range(shape.communities):
            jobs.append((shape.first + i, member, shape.members, shape.cycles, shape.days))
            member += shape.members
    workers = min(os.cpu_count(), len(jobs))
    with multiprocessing.Pool(workers, signal.signal, (signal.SIGTERM, signal.SIG_DFL)) as pool:
        pool.starmap(copy, [(cluster, database, jobs[worker::workers]) for worker in range(workers)])
    cluster.sql(database, ";\n".join(["set maintenance_work_mem = '512MB'", *indexes]), user="postgres")
    cluster.sql(database, "vacuum analyze", user="postgres")
    cluster.settle()


def copy(cluster, database, jobs):
    """Streams the rows of some communities into all tables at once."""
    sessions = {table: subprocess.Popen(
        [cluster.bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database,
         "-c", f"copy {table} ({COLUMNS[table]}) from stdin"],
        env=cluster.environment(), stdin=subprocess.PIPE, text=True) for table in TABLES}
    out = {table: session.stdin for table, session in sessions.items()}
    for job in jobs:
        Community(*job, out).write()
    for table, session in sessions.items():
        session.stdin.close()
        if session.wait() != 0:
            raise SystemExit(f"bench: could not fill {table}")


def drop_indexes(cluster, database):
    """Takes the tables' indexes and constraints off for the loading; answers how to put them back."""
    names = ", ".join(f"'{table}'" for table in TABLES)
    again, constraints, indexes = [], [], []
    for line in cluster.sql(database, f"""
            select c.conrelid::regclass || '|' || quote_ident(c.conname) || '|' || pg_get_constraintdef(c.oid)
            from pg_constraint c where c.contype <> 'c' and (c.conrelid::regclass::text in ({names})
                or c.contype = 'f' and c.confrelid::regclass::text in ({names}))
            order by array_position(array['p', 'u', 'f'], c.contype::text)""").splitlines():
        table, name, definition = line.split("|", 2)
        constraints.insert(0, f"alter table {table} drop constraint {name}")
        again.append(f"alter table {table} add constraint {name} {definition}")
    for line in cluster.sql(database, f"""
            select quote_ident(i.indexname) || '|' || i.indexdef from pg_indexes i
            where i.tablename in ({names}) and not exists (select 1 from pg_constraint c where c.conname = i.indexname)
            """).splitlines():
        name, definition = line.split("|", 1)
        indexes.append(f"drop index {name}")
        again.append(definition)
    cluster.sql(database, ";\n".join(itertools.chain(indexes, constraints)), user="postgres")
    return again
