package org.weijifen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.weijifen.fixture.Api;
import org.weijifen.fixture.Committee;
import org.weijifen.fixture.RawHttp;
import org.weijifen.fixture.ServiceProcess;
import org.weijifen.fixture.TestDatabase;

/** Connections and streams that nobody without a token does anything with, a thousand of each kind. */
class HeldConnectionsIT {
    private static final String PASSWORD = "a-password-of-tests";
    private static final int MANY = 1_000;
    private static final int STREAMS = 100;
    private static final int PATIENCE_MILLIS = 30_000;
    /** So that the system takes little of an answer in place of whoever asked for it. */
    private static final int RECEIVE_BUFFER = 2_304;

    private static final String SIGN_IN = "POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\n";
    private static final String UNFINISHED =
            SIGN_IN + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"username\":";
    private static final String UNFINISHED_CHUNKS =
            SIGN_IN + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"use\r\n";

    /** As many as may be asked for at once. */
    private static final String PAGES = "GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8);

    private static ServiceProcess service;

    /** It takes nothing of a longer answer than the system takes in its place, for as long as the other tests last. */
    private static Socket stalled;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        service = launch().start();
        stalled = connect(PAGES);
    }

    @AfterAll
    static void stop() throws IOException {
        stalled.close();
        service.close();
    }

    @AfterEach
    void letGo() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void leaveRoomForEverybodyElseAndAreHungUpOn() throws IOException {
        Committee committee = Committee.aCommittee(admin(service));
        String member = committee.aMemberWith(100);
        String reward = committee.goods(10, 10);
        String log = service.output();

        List<Socket> silent = open("");
        List<Socket> slow = open(SIGN_IN + "X-Slow: ");
        List<Socket> unfinished = open(UNFINISHED);
        open(UNFINISHED_CHUNKS);

        assertServes(service, committee, member, reward);
        assertHungUpOn(slow.get(0), "x");
        for (Socket socket : Stream.of(silent, slow).flatMap(List::stream).toList()) {
            assertHungUpOn(socket, "");
        }
        for (Socket socket : unfinished) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408");
        }
        assertServes(service, committee, member, reward);
        assertThat(service.output()).isEqualTo(log);
    }

    /** Large pages, asked for again and again, of which nobody takes a byte. */
    @Test
    void takeNoAnswers() throws IOException {
        Committee committee = Committee.aCommittee(admin(service));
        String member = committee.aMemberWith(100);
        String reward = committee.goods(10, 10);

        open("GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n");
        List<Socket> pipelined = open("GET /q/openapi HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(300));

        assertServes(service, committee, member, reward);
        for (Socket socket : pipelined) {
            assertEnds(socket);
        }
        assertServes(service, committee, member, reward);
    }

    /**
     * Writing shows whether the server has closed: it answers by a reset then. Reading would first take the part of the answer
     * that the system holds.
     */
    @Test
    void areClosedWhoseAnswersAreNotTaken() {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThatThrownBy(() -> stalled.getOutputStream().write('G'))
                                .isInstanceOf(SocketException.class));
    }

    @Test
    void goWithoutALineInTheLog() throws IOException {
        URI server = URI.create(service.baseUrl());
        Api admin = admin(service);
        String imports = Committee.aCommittee(admin).path("/imports?kind=members&mode=atomic");
        String anImport = "POST " + imports + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + admin.token()
                + "\r\nContent-Type: text/csv\r\n";
        String log = service.output();

        for (int i = 0; i < MANY; i++) {
            RawHttp.sendAndHangUp(server, UNFINISHED);
        }
        for (String request : List.of(SIGN_IN + "Content-Type: application/json\r\n", anImport)) {
            RawHttp.sendAndReset(server, request + "Expect: 100-continue\r\nContent-Length: 100\r\n\r\n{");
            RawHttp.send(server, request + "Transfer-Encoding: chunked\r\n\r\nno length\r\n");
        }

        Api.at(service.managementUrl()).get("/q/health/ready").expect(200);
        assertThat(service.output()).isEqualTo(log);
    }

    @Test
    void speakNoHttp2OverClearText() throws IOException {
        String answer = RawHttp.send(URI.create(service.baseUrl()), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        assertThat(answer).doesNotContain("\0");
    }

    @Test
    void openOnlySoManyStreams() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServiceProcess speaking =
                launch().with("QUARKUS_HTTP_HTTP2", "true").start()) {
            Committee committee = Committee.aCommittee(admin(speaking));
            String member = committee.aMemberWith(100);
            String reward = committee.goods(10, 10);
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false),
                    new PoolOptions().setHttp2MaxSize(1).setMaxWaitQueueSize(MANY));
            HttpClientRequest first = null;
            for (int i = 0; i < STREAMS; i++) {
                HttpClientRequest request = client.request(new RequestOptions()
                                .setMethod(HttpMethod.POST)
                                .setAbsoluteURI(speaking.baseUrl() + "/v1/tokens")
                                .putHeader("Content-Type", "application/json"))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                request.setChunked(true)
                        .write("{")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
                first = first == null ? request : first;
            }

            assertThat(first.connection().remoteSettings().getMaxConcurrentStreams())
                    .isEqualTo(STREAMS);
            assertServes(speaking, committee, member, reward);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static ServiceProcess.Launch launch() {
        return ServiceProcess.on(TestDatabase.coordinates())
                .byScript()
                .with("WEIJIFEN_ADMIN_PASSWORD", PASSWORD)
                .with("WEIJIFEN_JOBS_EVERY", "off");
    }

    private static Api admin(ServiceProcess service) {
        return Api.at(service.baseUrl()).signIn("admin", PASSWORD);
    }

    private static void assertServes(ServiceProcess service, Committee committee, String member, String reward) {
        Api admin = admin(service);
        Api.at(service.managementUrl()).get("/q/health/ready").expect(200);
        admin.get("/v1/users").expect(200);
        admin.post("/v1/communities/" + committee.slug() + "/pickups/lookup", Map.of("pickupCode", "00000000"))
                .expect(404);
        committee.balance(member);
        committee.handedOut(member, reward, 1);
    }

    private List<Socket> open(String beginning) throws IOException {
        List<Socket> opened = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Socket socket = connect(beginning);
            sockets.add(socket);
            opened.add(socket);
        }
        return opened;
    }

    private static Socket connect(String beginning) throws IOException {
        URI server = URI.create(service.baseUrl());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
        write(socket, beginning);
        return socket;
    }

    /** Who has been hung up on is done with. */
    private static void write(Socket socket, String beginning) throws IOException {
        try {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        } catch (SocketException e) {
            assertThat(beginning).hasSizeGreaterThan(RECEIVE_BUFFER);
        }
    }

    private static void assertEnds(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            return; // Reset: closed as well.
        }
    }

    /** Whoever sends a little now and then is hung up on as well. */
    private static void assertHungUpOn(Socket socket, String nowAndThen) throws IOException {
        int pauses = nowAndThen.isEmpty() ? 1 : PATIENCE_MILLIS / 1_000;
        socket.setSoTimeout(PATIENCE_MILLIS / pauses);
        for (int i = 0; i < pauses; i++) {
            try {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
                return;
            } catch (SocketTimeoutException e) {
                socket.getOutputStream().write(nowAndThen.getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                return; // Reset: closed as well.
            }
        }
        throw new AssertionError("nobody hangs up");
    }
}
