package org.weijifen.platform.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Closes an HTTP/1 connection that sends many requests without waiting for answers. Vert.x keeps all received requests
 * in memory, each many times larger than its bytes. No usual client sends even two.
 */
final class PipelinedRequests extends ChannelDuplexHandler {
    private static final int MOST = 8;

    private int unanswered;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
        }
        if (unanswered > MOST) {
            ReferenceCountUtil.release(message);
            context.channel().close();
        } else if (unanswered == 1
                && !(message instanceof HttpRequest)
                && message instanceof HttpContent part
                && part.decoderResult().isFailure()
                && context.pipeline().get(VertxHandler.class).getConnection() instanceof HttpConnection connection) {
            // Vert.x would close the connection without an answer.
            part.release();
            BrokenBodies.giveUp(
                    connection, BrokenBodies.refusal(part.decoderResult().cause()));
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean goesOn = message instanceof HttpResponse response && response.status() == HttpResponseStatus.CONTINUE;
        if (message instanceof LastHttpContent && !goesOn) {
            unanswered--;
        }
        context.write(message, promise);
    }
}
