"""Two servers that replicate synchronously, kept by Patroni with etcd (on Debian: apt-get install patroni etcd-server)."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import time
import urllib.request

import postgres

LONGEST_WAIT_SECONDS = 120
# As short as Patroni takes them, so that a failover is a matter of seconds.
KEEPING = {"ttl": 10, "loop_wait": 2, "retry_timeout": 3, "synchronous_mode": True}


class Pair:
    """A primary and its synchronous standby, on ports of this machine."""

    def __init__(self, folder):
        self.folder, self.bin, self.running = folder, postgres.programs(), []
        self.etcd_port, self.peer_port = postgres.free_port(), postgres.free_port()
        self.nodes = {name: Node(self, name) for name in ("one", "two")}

    def __enter__(self):
        self.folder.chmod(0o755)
        self.etcd = self.start([
            "etcd", "--data-dir", self.home("etcd"), "--listen-client-urls", f"http://127.0.0.1:{self.etcd_port}",
            "--advertise-client-urls", f"http://127.0.0.1:{self.etcd_port}",
            "--listen-peer-urls", f"http://127.0.0.1:{self.peer_port}",
            "--initial-advertise-peer-urls", f"http://127.0.0.1:{self.peer_port}",
            "--initial-cluster", f"default=http://127.0.0.1:{self.peer_port}"], "etcd")
        self.nodes["one"].start()
        self.wait(lambda: self.primary() is not None)
        self.nodes["two"].start()
        self.rejoin()
        self.sql(f"create role {postgres.ROLE} login password '{postgres.PASSWORD}'")
        self.sql(f"create database weijifen owner {postgres.ROLE}")
        return self

    def __exit__(self, *_):
        for node in self.nodes.values():
            node.kill()
        self.etcd.kill()
        self.etcd.wait()

    def jdbc_url(self, database):
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes.values())
        return f"jdbc:postgresql://{hosts}/{database}?targetServerType=primary&hostRecheckSeconds=1"

    def kill_primary(self):
        self.primary().kill()

    def rejoin(self):
        """Starts whoever is down, and waits until it is the synchronous standby: before that, nobody could take over."""
        for node in self.nodes.values():
            if node.process is None:
                node.start()
        self.wait(lambda: "sync_standby" in self.roles().values())

    def primary(self):
        leaders = [name for name, role in self.roles().items() if role in ("leader", "master")]
        return self.nodes[leaders[0]] if leaders else None

    def roles(self):
        """The role of each node that runs, as Patroni tells it."""
        for node in self.nodes.values():
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{node.api_port}/cluster", timeout=5) as answer:
                    return {one["name"]: one["role"] for one in json.load(answer)["members"]
                            if one.get("state") in ("running", "streaming")}
            except OSError:
                continue
        return {}

    def wait(self, condition):
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while not condition():
            if time.monotonic() > until:
                raise SystemExit(f"faults: the pair of servers is not ready: {self.roles()}")
            time.sleep(0.2)

    def sql(self, text):
        environment = {**os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(self.primary().port), "PGUSER": "postgres",
                       "PGPASSWORD": postgres.PASSWORD}
        subprocess.run([self.bin / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-c", text],
                       env=environment, check=True)

    def home(self, name):
        home = self.folder / name
        home.mkdir(exist_ok=True, mode=0o700)
        shutil.chown(home, "postgres", "postgres")
        return home

    def start(self, command, name):
        """A process of the user postgres."""
        with open(self.folder / f"{name}.log", "a", encoding="utf-8") as log:
            return subprocess.Popen(command, user="postgres", group="postgres", extra_groups=[], cwd="/",
                                    stdout=log, stderr=log, start_new_session=True)


class Node:
    """One server and the Patroni that keeps it."""

    def __init__(self, pair, name):
        self.pair, self.name, self.process = pair, name, None
        self.port, self.api_port = postgres.free_port(), postgres.free_port()

    def start(self):
        home = self.pair.home(self.name)
        settings = self.pair.folder / f"{self.name}.json"
        settings.write_text(json.dumps(self._settings(home)))
        self.process = self.pair.start(["patroni", settings], self.name)

    def kill(self):
        """As the end of its machine: Patroni first, which would start the server again."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
            pid = pathlib.Path(self.pair.folder / self.name / "data" / "postmaster.pid")
            if pid.exists():
                try:
                    os.kill(int(pid.read_text().splitlines()[0]), signal.SIGKILL)
                except ProcessLookupError:
                    pass

    def _settings(self, home):
        """JSON is YAML too."""
        return {
            "scope": "weijifen",
            "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self.api_port}", "connect_address": f"127.0.0.1:{self.api_port}"},
            "etcd3": {"host": f"127.0.0.1:{self.pair.etcd_port}"},
            "bootstrap": {
                "dcs": {**KEEPING, "postgresql": {"use_pg_rewind": True, "parameters": {"max_connections": 200}}},
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
            },
            "postgresql": {
                "listen": f"127.0.0.1:{self.port}",
                "connect_address": f"127.0.0.1:{self.port}",
                "data_dir": str(home / "data"),
                "bin_dir": str(self.pair.bin),
                "pgpass": str(home / "pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": postgres.PASSWORD},
                    "replication": {"username": "replicator", "password": postgres.PASSWORD},
                },
                "parameters": {"unix_socket_directories": str(home)},
                "pg_hba": ["host all all 127.0.0.1/32 scram-sha-256", "host replication all 127.0.0.1/32 scram-sha-256",
                           "local all all scram-sha-256"],
            },
        }
