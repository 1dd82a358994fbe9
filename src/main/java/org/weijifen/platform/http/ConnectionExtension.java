package org.weijifen.platform.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;

/**
 * Gives every connection its deadlines before Vert.x has to do with it. Netty finds this class in {@code META-INF/services} once
 * it is told to look ({@link #enable}).
 */
public final class ConnectionExtension extends ChannelInitializerExtension {
    private static final String EXTENSIONS = "io.netty.bootstrap.extensions";

    /** Has Netty look for extensions; before it opens its first port. */
    public static void enable() {
        System.setProperty(EXTENSIONS, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addLast(new ConnectionDeadlines());
    }
}
