package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.RawHttp;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;

/** Bodies that don't arrive as they should, at the connections and with the heap of the package. */
class ArrivingBodiesIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int EVERYDAY = 40;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONG = 1_100 << 10;

    private static ServiceProcess service;
    private static URI server;
    private static Committee committee;
    private static String head;

    @BeforeAll
    static void start() {
        service = ServiceProcess.on(TestDatabase.coordinates())
                .byScript()
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_JOBS_EVERY", "off")
                .start();
        server = URI.create(service.baseUrl());
        Api admin = Api.at(service.baseUrl()).signIn("admin", PASSWORD);
        committee = Committee.aCommittee(admin);
        head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + admin.token()
                + "\r\nIdempotency-Key: arriving\r\n";
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** What follows a request whose end nobody knows is no request: a proxy in front may have let it pass as part of a body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: %2$d\r\nTransfer-Encoding: chunked\r\n\r\n%1$x\r\n%3$s\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: %2$d\r\n\r\n%1$x\r\n%3$s\r\n0\r\n\r\n",
                "Content-Length: %1$d\r\nContent-Length: 0\r\n\r\n%3$s",
                "Transfer-Encoding: gzip\r\n\r\n",
                "Transfer-Encoding: gzip, chunked\r\n\r\n%1$x\r\n%3$s\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, gzip\r\n\r\n%1$x\r\n%3$s\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n%3$s\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n%1$x\r\n%3$s\r\n-1\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n%1$x\r\n%3$s\r\nfffffffffffffffff\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n%1$x\r\n%3$s, and more\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n%1$x\r\n%3$s\r\n0\r\nno trailer\r\n\r\n"
            })
    void areRefusedWhenTheirEndIsUnknown(String framing) throws IOException {
        String member = committee.aMemberWith(1);
        String credit = "{\"memberId\":\"" + member + "\",\"points\":5,\"reason\":\"x\"}";
        String request = "POST " + committee.path("/credits") + head + "Content-Type: application/json\r\n"
                + framing.formatted(credit.length(), credit.length() + 10, credit);

        String next = "POST " + committee.path("/credits") + head.replace("arriving", "next-" + member)
                + "Content-Type: application/json\r\nContent-Length: " + credit.length() + "\r\n\r\n" + credit;

        String answer = RawHttp.send(server, request + next);

        assertIsAllThereIs(answer);
        assertThat(balance(member)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/3.7", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/1.10", "http/1.1", "HTTP/1,1"})
    void areNotReadInAVersionThatThereIsNot(String version) throws IOException {
        String answer = RawHttp.send(server, "GET /v1/nowhere " + version + "\r\nHost: localhost\r\n\r\n");

        assertIsAllThereIs(answer);
    }

    @Test
    void areRefusedAsFilesLikewise() throws IOException {
        String file = "POST " + committee.path("/imports?kind=members&mode=atomic") + head
                + "Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nmemberNo\n\r\n";

        assertIsAllThereIs(RawHttp.send(server, file + "no length\r\n"));
        assertThat(committee.get("/imports").expect(200).json().get("items")).isEmpty();
    }

    @Test
    void ofLargeOperationsLeaveRoomForEverydayOnes() throws IOException {
        String member = committee.aMemberWith(1);
        List<List<Socket>> sockets = new ArrayList<>();
        try {
            // Each fills what the longer ones have left, until one is refused.
            for (int length : List.of(LONG, LONG / 10, LONG / 100, 1_000, 100, 20)) {
                List<Socket> some = new ArrayList<>();
                sockets.add(some);
                await().atMost(PATIENCE).pollInterval(PAUSE).until(() -> isRefused(halfSent(length, some)));
            }

            for (int i = 0; i < EVERYDAY; i++) {
                committee.credit(member, 1);
            }
        } finally {
            for (Socket socket : sockets.stream().flatMap(List::stream).toList()) {
                socket.close();
            }
        }
        assertThat(balance(member)).isEqualTo(1 + EVERYDAY);
    }

    private static List<Socket> halfSent(int length, List<Socket> sockets) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        sockets.add(socket);
        String body = "POST " + committee.path("/credits/bulk") + head + "Content-Type: application/json\r\n"
                + "Content-Length: " + (length + 1) + "\r\n\r\n" + " ".repeat(length);
        socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return sockets;
    }

    /** Whether the one before the last was told that there is no room for it: those that have some are told nothing yet. */
    private static boolean isRefused(List<Socket> sockets) throws IOException {
        return sockets.size() > 1
                && sockets.get(sockets.size() - 2).getInputStream().available() > 0;
    }

    private static long balance(String member) {
        return committee
                .get("/members/" + member + "/balance")
                .expect(200)
                .json()
                .get("available")
                .asLong();
    }

    private static void assertIsAllThereIs(String answer) {
        assertThat(answer).matches("(?s)HTTP/1[.][01] 400 .*");
        assertThat(answer)
                .containsOnlyOnce("HTTP/1.")
                .contains("application/problem+json", "\"code\":\"malformed_request\"")
                .containsIgnoringCase("\r\nconnection: close\r\n");
    }
}
