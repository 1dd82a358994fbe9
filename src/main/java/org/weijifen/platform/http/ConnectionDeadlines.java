package org.weijifen.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Closes idle connections: those whose request headers are not complete in time, those without requests, and those that
 * don't read their answer. The time-outs of Quarkus count from the last byte, so a slow sender could keep a connection
 * for ever. They also count while a request is served.
 *
 * <p>It also counts the bytes of answers that clients have not read yet. When they exceed a part of the heap, it closes
 * the connections that have read nothing for the longest time.
 */
final class ConnectionDeadlines extends ChannelDuplexHandler {
    private static final AttributeKey<ConnectionDeadlines> KEY =
            AttributeKey.valueOf(ConnectionDeadlines.class.getName());

    /** Vert.x gives these names to the handlers that read HTTP/1 requests and write the answers. */
    private static final String DECODER = "httpDecoder";

    private static final String ENCODER = "httpEncoder";

    private static final long HEADERS_SECONDS = 10;
    /** Proxies keep connections for a minute. This time is longer, so that the proxy closes first. */
    private static final long IDLE_SECONDS = 75;

    private static final long STALLED_SECONDS = 60;
    /** How long a stalled connection is kept when memory is needed. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long HEAP_PARTS = 6;
    private static final long MOST_UNTAKEN = Runtime.getRuntime().maxMemory() / HEAP_PARTS;
    private static final AtomicLong UNTAKEN = new AtomicLong();
    private static final Set<ConnectionDeadlines> STALLED = ConcurrentHashMap.newKeySet();
    private static volatile HttpServerOptions decoding = new HttpServerOptions();

    private ChannelHandlerContext connection;
    private ScheduledFuture<?> deadline;
    private int requests;
    private boolean idle;
    private boolean read;
    private boolean bounded;
    private long leftBefore;
    private volatile long stalledSince;

    /** Tells the connection of a request that it is busy until the request is answered. */
    static void admit(RoutingContext request) {
        Channel channel = channel(request);
        ConnectionDeadlines deadlines = channel.attr(KEY).get();
        if (deadlines != null) {
            deadlines.begin();
            request.addEndHandler(answered -> channel.eventLoop().execute(deadlines::end));
        }
    }

    /** Sets the longest lengths of the parts of a request. */
    static void decodeWith(HttpServerOptions options) {
        decoding = options;
    }

    /** The event loop that writes the answer to a request. */
    static EventExecutor eventLoop(RoutingContext request) {
        return channel(request).eventLoop();
    }

    /** Resets the connection of a request at once, so that the client sees a failure and no normal end. */
    static void reset(RoutingContext request) {
        Channel channel = channel(request);
        channel.eventLoop().execute(() -> {
            if (channel.isActive()) {
                try {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                } finally {
                    hangUp(channel);
                }
            }
        });
    }

    /** Closes at once, without unwritten bytes. Vert.x, at the pipeline's end, would wait for the client. */
    private static void hangUp(Channel channel) {
        channel.pipeline().firstContext().close();
    }

    private static Channel channel(RoutingContext request) {
        return ((ConnectionBase) request.request().connection()).channel();
    }

    /** Whether clients have left so many bytes unread that new requests must be refused. */
    static boolean isFull() {
        return UNTAKEN.get() > MOST_UNTAKEN;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connection = context;
        context.channel().attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        hangUpIn(HEADERS_SECONDS);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        cancel();
        STALLED.remove(this);
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        decodeStrictly(context.pipeline());
        boundPipelining(context.pipeline());
        if (idle) {
            idle = false;
            hangUpIn(HEADERS_SECONDS);
        }
        super.channelRead(context, message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        if (context.channel().isWritable()) {
            STALLED.remove(this);
            if (requests > 0) {
                cancel();
            }
        } else {
            stalledSince = System.nanoTime();
            STALLED.add(this);
            hangUpIn(STALLED_SECONDS);
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            int length = bytes.readableBytes();
            if (UNTAKEN.addAndGet(length) > MOST_UNTAKEN) {
                makeRoom();
            }
            context.write(message, promise.unvoid()).addListener(taken -> UNTAKEN.addAndGet(-length));
        } else {
            context.write(message, promise);
        }
    }

    /** Replaces the decoder before it reads anything. On a port with HTTP/2 the protocol is still unknown then. */
    private void decodeStrictly(ChannelPipeline pipeline) {
        if (!read && pipeline.get(DECODER) != null) {
            pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(decoding));
        }
        read = true;
    }

    /** Limits pipelined requests as soon as Vert.x knows that the connection speaks HTTP/1. */
    private void boundPipelining(ChannelPipeline pipeline) {
        if (!bounded && pipeline.get(ENCODER) != null) {
            pipeline.addAfter(ENCODER, null, new PipelinedRequests());
            bounded = true;
        }
    }

    private static void makeRoom() {
        long now = System.nanoTime();
        for (ConnectionDeadlines other : STALLED) {
            if (now - other.stalledSince > STALLED_NANOS && STALLED.remove(other)) {
                hangUp(other.connection.channel());
            }
        }
    }

    private void begin() {
        requests++;
        idle = false;
        if (connection.channel().isWritable()) {
            cancel();
        }
    }

    private void end() {
        requests--;
        if (requests == 0 && connection.channel().isActive()) {
            idle = true;
            hangUpIn(IDLE_SECONDS);
        }
    }

    private void hangUpIn(long seconds) {
        cancel();
        leftBefore = left();
        deadline = connection.executor().schedule(this::expire, seconds, TimeUnit.SECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** A client that reads its answer slowly keeps its connection. */
    private void expire() {
        long left = left();
        if (left > 0 && left < leftBefore) {
            hangUpIn(STALLED_SECONDS);
        } else {
            hangUp(connection.channel());
        }
    }

    /** Bytes of answers that the client has not read yet. */
    private long left() {
        ChannelOutboundBuffer out = connection.channel().unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes() - out.currentProgress();
    }
}
