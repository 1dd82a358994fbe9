"""Citus: one database on several servers of this machine, a coordinator and its workers, which can be killed and frozen."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

import postgres
import service

LONGEST_WAIT_SECONDS = 120
DISTRIBUTE = service.ROOT / "src" / "main" / "resources" / "db" / "distribute.sql"
# As docs/scaling.md says; nothing of durability is turned off. Several servers share this machine's memory.
SETTINGS = {
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "wal_level": "logical",
    "max_prepared_transactions": "800",
    "max_worker_processes": "32",
    "max_wal_senders": "32",
    "max_replication_slots": "32",
    # A server that was killed looks at the file system as a whole, and not at each file.
    "recovery_init_sync_method": "syncfs",
}


def programs(folder):
    """The folder with a server's programs, such as that of a build with Citus; the usual one by default."""
    return pathlib.Path(folder).resolve() if folder else postgres.programs()


class Server(postgres.Cluster):
    """One PostgreSQL with the settings of a node, with Citus or without."""

    def __init__(self, server, extended=True):
        super().__init__(server)
        self.extended = extended

    def settings(self):
        settings = {**super().settings(), **SETTINGS}
        settings.pop("shared_preload_libraries", None)
        if self.extended:
            settings.update({"shared_preload_libraries": "citus", "citus.node_conninfo": "sslmode=disable"})
            # From 15.20 on, and its sisters: servers decode by what is named here only, and Citus brings its own.
            if "output_plugin_libraries" in (self.folder / "data" / "postgresql.conf").read_text():
                settings["output_plugin_libraries"] = "pgoutput, test_decoding, citus"
        return settings

    def __enter__(self):
        try:
            return super().__enter__()
        except SystemExit as failure:
            log = self.folder / "log"
            told = log.read_text().splitlines()[-5:] if log.exists() else []
            raise SystemExit("\n".join([str(failure), *told, "bench: is this a server with Citus? See --citus"])) from failure

    def __exit__(self, *_):
        self.thaw()
        if self.is_running():
            self._server("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        self.remove()

    def is_running(self):
        try:
            return is_alive(self.postmaster())
        except OSError:
            return False

    def kill(self):
        """SIGKILL for the postmaster and all that it has started."""
        self._signal(signal.SIGSTOP)
        gone = self._signal(signal.SIGKILL)
        self.wait(lambda: not any(map(is_alive, gone)))
        # Where nobody buries the dead at once, PostgreSQL takes them for a running server.
        for file in (self.folder / "data" / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            file.unlink(missing_ok=True)

    def kill_backend(self, database):
        """SIGKILL for one process that works for a client, if any does; all others of the server end with it."""
        found = self.sql(database, f"""
            select pid from pg_stat_activity where backend_type = 'client backend' and usename = '{postgres.ROLE}'
            order by state = 'active' desc, random() limit 1""", user="postgres").strip()
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(found), signal.SIGKILL)
        return bool(found)

    def freeze(self):
        """Nothing of it moves; the kernel still takes connections and what is sent."""
        for _ in range(2):  # One may have been born meanwhile.
            self._signal(signal.SIGSTOP)

    def thaw(self):
        if self.is_running():
            self._signal(signal.SIGCONT)

    def await_ready(self):
        self.wait(lambda: subprocess.run(
            [self.bin / "psql", "-X", "-q", "-d", "postgres", "-c", "select 1"], env=self.environment("postgres"),
            capture_output=True).returncode == 0)

    def wait(self, condition):
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while not condition():
            if time.monotonic() > until:
                raise SystemExit("bench: a server is not as it should be")
            time.sleep(0.1)

    def _signal(self, number):
        processes = postgres.family(self.postmaster())
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)
        return processes


class Citus(Server):
    """The coordinator, which is asked for everything, and its workers."""

    def __init__(self, server, workers):
        super().__init__(server)
        self.workers = [Server(server) for _ in range(workers)]
        self.stack = contextlib.ExitStack()

    def __enter__(self):
        super().__enter__()
        self.stack.callback(super().__exit__)
        for worker in self.workers:
            self.stack.enter_context(worker)
        return self

    def __exit__(self, *_):
        self.stack.close()

    def __getstate__(self):
        # For processes that fill it, which leave its end to this one.
        return {**self.__dict__, "stack": None}

    def servers(self):
        return [self, *self.workers]

    def create(self, database, template="template0"):
        for server in self.servers():
            self._extend(server, database, template)
        self.sql(database, f"""
            select citus_set_coordinator_host('127.0.0.1', {self.port});
            select citus_set_node_property('127.0.0.1', {self.port}, 'shouldhaveshards', false)""", user="postgres")
        for worker in self.workers:
            self._join(worker, database)

    def add(self, database):
        """One worker more, with nothing on it yet."""
        worker = self.stack.enter_context(Server(self.server))
        self.workers.append(worker)
        self._extend(worker, database, "template0")
        self._join(worker, database)

    @staticmethod
    def _extend(server, database, template):
        postgres.Cluster.create(server, database, template)
        server.sql(database, "create extension citus;" + "".join(
            f"insert into pg_dist_authinfo (nodeid, rolename, authinfo) values (0, '{role}', 'password={postgres.PASSWORD}');"
            for role in ("postgres", postgres.ROLE)), user="postgres")

    def _join(self, worker, database):
        self.sql(database, f"select citus_add_node('127.0.0.1', {worker.port})", user="postgres")

    def distribute(self, database):
        """Spreads the tables over the workers by the script that the service brings, and empties what stays behind."""
        self.load(database, DISTRIBUTE)
        self.sql(database, """
            select truncate_local_data_after_distributing_table(logicalrelid) from pg_dist_partition where partmethod = 'h'""",
                 user="postgres")
        for server in self.servers():
            server.sql(database, "vacuum analyze", user="postgres")
        self.settle()

    def settle(self):
        for server in self.servers():
            server.sql("postgres", "checkpoint", user="postgres")

    def cpu_seconds(self):
        return sum(postgres.cpu_seconds(server.postmaster()) for server in self.servers())

    def version(self, database):
        return self.sql(database, "select extversion from pg_extension where extname = 'citus'").strip()


def is_alive(process):
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
