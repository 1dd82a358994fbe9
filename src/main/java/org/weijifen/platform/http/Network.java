package org.weijifen.platform.http;

import io.netty.util.NetUtil;
import java.util.Arrays;

/** A range of addresses with a common prefix, such as {@code 10.0.0.0/8} or {@code fd00::/8}; or a single one. */
public final class Network {
    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_BYTES = 12;
    /** The first bytes of an IPv4 address that is written as an IPv6 address. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /**
     * Reads a network.
     *
     * @throws IllegalArgumentException when the text is neither an address nor an address with a prefix length
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address =
                bytes(slash < 0 ? text.strip() : text.substring(0, slash).strip());
        if (address == null) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        int most = address.length * Byte.SIZE;
        int prefix =
                slash < 0 ? most : Integer.parseInt(text.substring(slash + 1).strip());
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException("not a valid prefix length: " + text);
        }
        return new Network(address, prefix);
    }

    /** Whether the text is an address in this network; false when it is not an address. */
    boolean contains(String text) {
        byte[] other = bytes(text);
        if (other == null || other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int place = bit / Byte.SIZE;
            if (((address[place] ^ other[place]) << bit % Byte.SIZE & 0x80) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an address, without a name look-up; null when it is not an address. */
    static byte[] bytes(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        boolean mapped = bytes != null
                && bytes.length > IPV4_BYTES
                && Arrays.equals(bytes, 0, MAPPED_BYTES, MAPPED, 0, MAPPED_BYTES);
        return mapped ? Arrays.copyOfRange(bytes, MAPPED_BYTES, bytes.length) : bytes;
    }
}
