"""The packaged service as a process of its own."""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

import postgres

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "target" / "quarkus-app"
HELLO = pathlib.Path(__file__).resolve().parent / "hello"
ADMIN_PASSWORD = "bench-admin-password"
# The same for instances on one database.
KEY_ENCRYPTION_KEY = base64.b64encode(b"key-encryption-key-of-the-bench!").decode()
LONGEST_START_SECONDS = 120


def java():
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin/java" if home else shutil.which("java")


def package():
    """Builds what is measured."""
    maven("-f", ROOT / "pom.xml", "package", "-DskipTests")


def hello(recorded):
    """Builds the service that the start is compared with, on the same platform; answers how and where to start it.

    Recorded: packaged as the service is, and started with its options.
    """
    version = re.search(r"<quarkus.version>(.*?)<", (ROOT / "pom.xml").read_text(encoding="utf-8")).group(1)
    build = ROOT / "target" / "bench" / ("hello-recorded" if recorded else "hello")
    shutil.copytree(HELLO, build, dirs_exist_ok=True)
    cached = (PACKAGE / "app.aot").exists()
    packaging = ["-Dquarkus.package.jar.aot.enabled=true", "-Dquarkus.package.jar.aot.phase=build",
                 *(["-Dquarkus.package.jar.aot.type=AOT"] if cached else [])]
    maven("-f", build / "pom.xml", "package", f"-Dquarkus.version={version}", *(packaging if recorded else []))
    folder = build / "target" / "quarkus-app"
    recording = "-XX:AOTCache=app.aot" if cached else "-XX:SharedArchiveFile=app-cds.jsa"
    options = ["-Xlog:disable", recording, f"@{PACKAGE / 'java.args'}"] if recorded else []
    return [java(), *options, "-jar", "quarkus-run.jar"], folder


def maven(*arguments):
    subprocess.run([ROOT / "mvnw", "-q", "-B", *arguments], check=True)


def distribution_mb():
    """What has to be copied to another machine."""
    return sum(file.stat().st_size for file in PACKAGE.rglob("*") if file.is_file()) / 1024 / 1024


class Process:
    """A Java program that serves HTTP."""

    def __init__(self, command, environment, port, ready, log, folder=None):
        self.port = port
        self.log = log
        self.url = f"http://127.0.0.1:{port}"
        started = time.monotonic()
        with open(log, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT,
                                            cwd=folder or pathlib.Path(log).parent)
        while not self.answers(ready):
            if self.process.poll() is not None or time.monotonic() - started > LONGEST_START_SECONDS:
                self.stop()
                raise SystemExit(f"bench: did not start: {pathlib.Path(log).read_text()[-2000:]}")
            time.sleep(0.005)
        self.start_seconds = time.monotonic() - started

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @staticmethod
    def answers(url):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def resident_mb(self, peak=False):
        """Resident memory in MB, now or at its highest."""
        name = "VmHWM:" if peak else "VmRSS:"
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        raise SystemExit("bench: the process is gone")

    def cpu_seconds(self):
        """What it has used of processors."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


class Service(Process):
    """Weijifen on a database, or with one of its own for None, signed in as its admin."""

    def __init__(self, cluster, database, folder, options="", **settings):
        self.database = database
        port = postgres.free_port()
        management_port = postgres.free_port()
        where = {"WEIJIFEN_DATA_DIR": str(folder / database)} if cluster is None else {
            "QUARKUS_DATASOURCE_JDBC_URL": cluster.jdbc_url(database),
            "QUARKUS_DATASOURCE_USERNAME": postgres.ROLE,
            "QUARKUS_DATASOURCE_PASSWORD": postgres.PASSWORD,
            "WEIJIFEN_KEY_ENCRYPTION_KEY": KEY_ENCRYPTION_KEY,
        }
        environment = {
            **os.environ,
            **where,
            **settings,
            "QUARKUS_HTTP_PORT": str(port),
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_MANAGEMENT_PORT": str(management_port),
            "WEIJIFEN_ADMIN_PASSWORD": ADMIN_PASSWORD,
            "WEIJIFEN_ACCESS_TOKEN_TTL": "12h",
            # One token drives all load.
            "WEIJIFEN_ACCESS_STAFF_WRITES_PER_MINUTE": "100000000",
            "JAVA_OPTS": options,
        }
        super().__init__([PACKAGE / "weijifen"], environment, port, f"http://127.0.0.1:{management_port}/q/health/ready",
                         folder / f"{database}.log")
        self.token = self._sign_in()

    def _sign_in(self):
        body = json.dumps({"username": "admin", "password": ADMIN_PASSWORD}).encode()
        request = urllib.request.Request(self.url + "/v1/tokens", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as response:
            return json.load(response)["accessToken"]

    def get(self, path):
        """A JSON answer."""
        with self._open(path) as response:
            return json.load(response)

    def count_lines(self, path):
        """Fetches a long answer; answers how many lines it has."""
        with self._open(path) as response:
            return sum(1 for _ in response)

    def drain(self, path):
        """Fetches a long answer and drops it."""
        subprocess.run(["curl", "-sf", "-o", "/dev/null", "-H", f"Authorization: Bearer {self.token}", self.url + path], check=True)

    def post(self, path, body):
        """Sends JSON, or a CSV file as a text; answers JSON."""
        csv = isinstance(body, str)
        with self._open(path, (body if csv else json.dumps(body)).encode(), "text/csv" if csv else "application/json") as response:
            return json.load(response)

    def import_file(self, slug, kind, lines):
        """Imports a CSV file and waits for its end."""
        path = f"/v1/communities/{slug}/imports"
        begun = self.post(f"{path}?kind={kind}&mode=independent", "".join(line + "\n" for line in lines))
        while (view := self.get(f"{path}/{begun['id']}"))["status"] not in ("done", "failed"):
            time.sleep(0.05)
        if view["status"] == "failed" or view["rows"]["accepted"] != len(lines) - 1:
            raise SystemExit(f"bench: the import of {kind} failed: {view}")

    def list(self, path):
        """All items of a list."""
        items, cursor = [], ""
        while cursor is not None:
            page = self.get(f"{path}?limit=200{cursor and '&cursor=' + cursor}")
            items += page["items"]
            cursor = page.get("nextCursor")
        return items

    def _open(self, path, body=None, kind="application/json"):
        request = urllib.request.Request(self.url + path, body, {"Authorization": f"Bearer {self.token}", "Content-Type": kind})
        return urllib.request.urlopen(request, timeout=600)


class EmbeddedService(Service):
    """The service with a PostgreSQL of its own in a folder, as the README starts it."""

    def __init__(self, folder, psql):
        self.data, self.psql, self.database_port = folder / "data", psql, postgres.free_port()
        super().__init__(None, "data", folder, WEIJIFEN_DATABASE_PORT=str(self.database_port))

    def sql(self, text):
        """Runs SQL as the administrator of the database; answers what it printed."""
        environment = {**os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(self.database_port), "PGUSER": "postgres",
                       "PGPASSWORD": (self.data / "postgres.password").read_text().strip()}
        return subprocess.run([self.psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "weijifen", "-c", text],
                              env=environment, capture_output=True, text=True, check=True).stdout.strip()

    def cpu_seconds(self):
        """Of the service, and of its database with all that it has started."""
        server = int((self.data / "database" / "postmaster.pid").read_text().split()[0])
        return super().cpu_seconds(), postgres.cpu_seconds(server)
