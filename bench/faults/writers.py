"""People who write, each write under a key until it is acknowledged, and the look at the books afterwards."""

import collections
import datetime
import http.client
import json
import statistics
import subprocess
import threading
import time
import urllib.parse
import uuid

import service

WRITERS = 8
# Beyond it nobody believes that the service comes back by itself.
LONGEST_OUTAGE_SECONDS = 180
# Longer than any write takes that waits for nothing that is broken.
LONG_SECONDS = 2
# What may be answered while the database is away; anything else than this and 201 is a fault of the service.
UNSERVED = {"database_unavailable", "overloaded"}
FIRST_PASSWORD, PASSWORD = "seven magpies at noon", "four lanterns at dusk"


class Broken(SystemExit):
    """Something acknowledged is lost, doubled or answered in another way, or nobody is told clearly."""

    def __init__(self, text):
        super().__init__(f"faults: {text}")


class Caller:
    """One kept-alive connection to the service."""

    def __init__(self, url, token):
        self.address, self.token, self.connection = urllib.parse.urlparse(url).netloc, token, None

    def send(self, method, path, body=None, key=None):
        """Status and body of the answer; (None, None) when there was none."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            self.connection = self.connection or http.client.HTTPConnection(self.address, timeout=90)
            self.connection.request(method, path, body and json.dumps(body), headers)
            response = self.connection.getresponse()
            text = response.read().decode()
            if response.status == 503 and not response.getheader("Retry-After"):
                raise Broken(f"503 without Retry-After: {text}")
            return response.status, text
        except (OSError, http.client.HTTPException):
            self.connection = None
            return None, None

    def must(self, method, path, body=None, expected=201):
        status, text = self.send(method, path, body, uuid.uuid4().hex)
        if status != expected:
            raise Broken(f"{method} {path}: {status} {text}")
        return json.loads(text)


class Sending:
    """Who send writes all the time, from entering to leaving, each under a key until it is acknowledged."""

    def __init__(self, running, count):
        self.running, self.count = running, count
        self.acknowledged, self.others, self.outages, self.failure = {}, collections.Counter(), [], None
        self.times, self.stopping, self.lock = [], threading.Event(), threading.Lock()
        self.longest, self.long = 0, 0
        self.threads = [threading.Thread(target=self._send, args=(i,), daemon=True) for i in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, kind, *_):
        self.stopping.set()
        if kind is None:
            for thread in self.threads:
                thread.join(LONGEST_OUTAGE_SECONDS)

    def _send(self, writer):
        caller, number = Caller(self.running.url, self.running.token), 0
        try:
            while not self.stopping.is_set():
                number += 1
                self._until_acknowledged(caller, *self._next(writer, number))
        except BaseException as failure:  # noqa: BLE001 - told by whoever waits
            self.failure = failure

    def _until_acknowledged(self, caller, key, path, body):
        first = time.monotonic()
        while True:
            sent = time.monotonic()
            status, text = caller.send("POST", path, body, key)
            self._took(time.monotonic() - sent)
            if status == 201:
                with self.lock:
                    self.acknowledged[key] = (path, body, text)
                    self.times.append(time.monotonic())
                return
            code = json.loads(text)["code"] if status else "no answer"
            with self.lock:
                self.others[f"{status} {code}" if status else code] += 1
            if status and code not in UNSERVED:
                raise Broken(f"{path} was answered {status} {text}")
            if time.monotonic() - first > LONGEST_OUTAGE_SECONDS:
                raise Broken(f"{path} is not served for {LONGEST_OUTAGE_SECONDS} seconds")
            time.sleep(0.1)

    def _took(self, seconds):
        with self.lock:
            self.longest, self.long = max(self.longest, seconds), self.long + (seconds > LONG_SECONDS)

    def await_writes(self, count=20):
        """Waits for so many more acknowledged writes."""
        enough = len(self.acknowledged) + count
        while len(self.acknowledged) < enough:
            if self.failure:
                raise self.failure
            time.sleep(0.01)

    def await_refusals(self):
        """Waits until something is not served any more."""
        before, until = self.others.total(), time.monotonic() + LONGEST_OUTAGE_SECONDS
        while self.others.total() == before:
            if self.failure or time.monotonic() > until:
                raise self.failure or Broken("the fault is not felt")
            time.sleep(0.01)

    def outage(self, since, count=None):
        """Waits until writes go on; notes the longest time without any since a moment. What was under way then may have
        been acknowledged yet."""
        self.await_writes(count or self.count + 20)
        times = [since, *(one for one in self.times if one > since)]
        self.outages.append(max(after - before for before, after in zip(times, times[1:])))

    def asked_again(self, caller):
        """Asks for each acknowledged write once more."""
        for key, (path, body, text) in self.acknowledged.items():
            status, again = caller.send("POST", path, body, key)
            if (status, again) != (201, text):
                raise Broken(f"{key} was answered {text}, and then {status} {again}")


class Writers(Sending):
    """Credits and redemptions of a community of their own."""

    def __init__(self, running, count=WRITERS):
        super().__init__(running, count)
        caller = Caller(running.url, running.token)
        self.slug = "f" + uuid.uuid4().hex[:12]
        caller.must("POST", "/v1/communities", {"slug": self.slug, "name": "Faults"})
        self.base = f"/v1/communities/{self.slug}"
        self.members = [caller.must("POST", f"{self.base}/members", {"memberNo": f"m-{i}", "displayName": f"M {i}"})["id"]
                        for i in range(count)]
        for member in self.members:
            caller.must("POST", f"{self.base}/credits", {"memberId": member, "points": 1_000_000})
        self.reward = caller.must("POST", f"{self.base}/rewards",
                                  {"code": "soap", "title": "Soap", "kind": "goods", "points": 1})["id"]
        caller.must("POST", f"{self.base}/rewards/{self.reward}/receipts", {"quantity": 1_000_000})

    def _next(self, writer, number):
        key, member = f"write-{writer}-{number}", self.members[writer]
        if number % 2:
            return key, f"{self.base}/credits", {"memberId": member, "points": 5}
        return key, f"{self.base}/redemptions", {"memberId": member, "lines": [{"rewardId": self.reward, "quantity": 1}]}

    def check(self):
        """Asks for each acknowledged write once more, adds all of them up, and verifies the books twice."""
        caller = Caller(self.running.url, self.running.token)
        self.asked_again(caller)
        credits = sum(path.endswith("/credits") for path, *_ in self.acknowledged.values())
        redemptions = len(self.acknowledged) - credits
        balances = [caller.must("GET", f"{self.base}/members/{member}/balance", expected=200) for member in self.members]
        earned, held = sum(one["earned"] for one in balances), sum(one["held"] for one in balances)
        if (earned, held) != (self.count * 1_000_000 + 5 * credits, redemptions):
            raise Broken(f"{credits} credits and {redemptions} redemptions came to {earned} and {held} points")
        books = caller.must("GET", f"{self.base}/books/verification", expected=200)
        # Members' first credits, the receipt and the writes: nothing else was booked.
        if not books["valid"] or books["sequence"] != self.count + 1 + len(self.acknowledged):
            raise Broken(f"{len(self.acknowledged)} writes, and the books say {books}")
        export = subprocess.run(["curl", "-sf", "-H", f"Authorization: Bearer {self.running.token}",
                                 f"{self.running.url}{self.base}/books/export"], capture_output=True, check=True).stdout
        subprocess.run(["python3", service.ROOT / "docs" / "verify.py"], input=export, check=True, capture_output=True)

    def check_on(self, folder):
        """As `check`, by a service that has been started anew on what is on disk."""
        with service.Service(None, "data", folder) as self.running:
            self.check()

    def line(self, name):
        """One line for people."""
        return line(name, self.outages, len(self.acknowledged), self.others)


def line(name, outages, acknowledged, others):
    told = ", ".join(f"{count} x {other}" for other, count in others.most_common()) or "none"
    median, worst = (statistics.median(outages), max(outages)) if outages else (0, 0)
    return f"{name:20}{len(outages):>6}{acknowledged:>14,}{median:>18.1f} s{worst:>7.1f} s  {told}"


def month(running, people):
    """What a committee does besides: it hands out, reads its statement, closes the month before, and a second person signs."""
    caller, base = Caller(running.url, running.token), people.base
    redemption = next(json.loads(text) for path, _, text in people.acknowledged.values() if path.endswith("/redemptions"))
    caller.must("POST", f"{base}/redemptions/{redemption['id']}/collect", expected=200)
    month, before = months()
    statement = caller.must("GET", f"{base}/statements/{month}", expected=200)
    if not statement["proof"]["valid"]:
        raise Broken(f"the statement of the month does not add up: {statement}")
    caller.must("POST", f"{base}/closings", {"month": before})
    prepared = caller.must("GET", f"{base}/closings/{before}", expected=200)
    colleague = caller.must("POST", "/v1/users", {"username": people.slug, "password": FIRST_PASSWORD, "role": "committee",
                                                  "communities": [people.slug]})["username"]
    first = caller.must("POST", "/v1/tokens", {"username": colleague, "password": FIRST_PASSWORD}, expected=200)["accessToken"]
    # Who was given a password changes it first.
    token = Caller(running.url, first).must("PUT", "/v1/me/password", {"currentPassword": FIRST_PASSWORD,
                                            "newPassword": PASSWORD}, expected=200)["accessToken"]
    Caller(running.url, token).must("POST", f"{base}/closings/{before}/sign", {"figuresHash": prepared["figuresHash"]},
                                    expected=200)
    caller.must("GET", f"{base}/closings/{before}/verification", expected=200)


def months():
    """This month of the community, and the one before."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    before = today.replace(day=1) - datetime.timedelta(days=1)
    return f"{today:%Y-%m}", f"{before:%Y-%m}"
