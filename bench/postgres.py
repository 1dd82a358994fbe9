"""A PostgreSQL cluster of the benchmark's own, with nothing of its durability turned off."""

import glob
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile

ROLE = "weijifen"
PASSWORD = "bench"

# Durable, and large enough that checkpoints don't fall into one measurement and not into the next.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "max_connections": "400",
    "shared_preload_libraries": "pg_stat_statements",
    "jit": "off",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def programs():
    """The folder with initdb, pg_ctl and pgbench: that of the newest installed server."""
    folders = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda folder: int(folder.split("/")[-2]), reverse=True
    )
    if shutil.which("initdb"):
        folders.insert(0, os.path.dirname(os.path.realpath(shutil.which("initdb"))))
    for folder in folders:
        if all((pathlib.Path(folder) / program).exists() for program in ("initdb", "pg_ctl", "pgbench", "psql")):
            return pathlib.Path(folder)
    raise SystemExit("bench: no PostgreSQL server found (on Debian: apt-get install postgresql wrk python3)")


def family(server):
    """The ids of a server's processes: of the one that was started, and of all that it has started."""
    found = [server]
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[1]) == server:
                found.append(int(stat.parent.name))
        except OSError:
            continue  # It has just ended.
    return found


def cpu_seconds(server):
    """What a server has used of processors, together with all that it has started and all that have ended since."""
    ticks = 0
    for process in family(server):
        try:
            fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15] if process == server else fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


class Cluster:
    """One cluster, from initdb to its removal, of the newest installed server or of another one's programs."""

    def __init__(self, server=None):
        self.bin = programs()
        self.server = server or self.bin
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="weijifen-bench-"))
        self.port = free_port()
        # The server refuses root; Debian's package brings a user for it.
        self.disguise = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

    def __enter__(self):
        if self.disguise:
            shutil.chown(self.folder, "postgres", "postgres")
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self._server("initdb", "-D", self.folder / "data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
                     "-A", "scram-sha-256", f"--pwfile={password}")
        password.unlink()
        with open(self.folder / "data" / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in self.settings().items())
        self.start()
        self.sql("postgres", f"create role {ROLE} login password '{PASSWORD}'", user="postgres")
        return self

    def __exit__(self, *_):
        self._server("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        self.remove()

    def remove(self):
        shutil.rmtree(self.folder)

    def settings(self):
        settings = {**SETTINGS, "port": self.port, "unix_socket_directories": self.folder}
        if self.server != self.bin:
            del settings["shared_preload_libraries"]
        return settings

    def start(self):
        self._server("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "start")

    def postmaster(self):
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def cpu_seconds(self):
        return cpu_seconds(self.postmaster())

    def restart(self, mode):
        """Stops the server in a way of pg_ctl's, and starts it again."""
        self._server("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-m", mode, "restart")

    def create(self, database, template="template0"):
        self.sql("postgres", f"create database {database} owner {ROLE} template {template}", user="postgres")

    def drop(self, database):
        self.sql("postgres", f"drop database if exists {database}", user="postgres")

    def sql(self, database, text, user=ROLE):
        """Runs SQL; answers what it printed, unaligned and without headings."""
        return self.run("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, input=text, user=user)

    def load(self, database, file):
        """Runs a file of SQL as the role that owns the database."""
        self.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", str(file))

    def run(self, program, *arguments, user=ROLE, input=None):
        done = subprocess.run([self.bin / program, *arguments], env=self.environment(user), input=input, text=True,
                              capture_output=True)
        if done.returncode != 0:
            raise SystemExit(f"bench: {program} failed: {done.stderr or done.stdout}")
        return done.stdout

    def environment(self, user=ROLE):
        return {**os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": user, "PGPASSWORD": PASSWORD}

    def jdbc_url(self, database):
        return f"jdbc:postgresql://127.0.0.1:{self.port}/{database}"

    def settle(self):
        """Brings everything to disk, so that no measurement pays for what was before it."""
        self.sql("postgres", "checkpoint", user="postgres")

    def _server(self, program, *arguments):
        done = subprocess.run([*self.disguise, self.server / program, *map(str, arguments)], cwd="/", text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode != 0:
            raise SystemExit(f"bench: {program} failed: {done.stderr}")
