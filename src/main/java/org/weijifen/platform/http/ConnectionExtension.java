package org.weijifen.platform.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;

/**
 * Gives every connection its deadlines before Vert.x handles it. {@link #enable} makes Netty look for this class in
 * {@code META-INF/services}.
 */
public final class ConnectionExtension extends ChannelInitializerExtension {
    private static final String EXTENSIONS = "io.netty.bootstrap.extensions";

    /** Makes Netty look for extensions. The call must come before Netty opens its first port. */
    public static void enable() {
        System.setProperty(EXTENSIONS, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addLast(new ConnectionDeadlines());
    }
}
