package org.weijifen.platform.http;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths in answers. */
public final class Paths {
    private static final String COMMUNITIES = "/v1/communities/";

    private Paths() {}

    /**
     * The path of a community or of a resource in it.
     *
     * @param community slug
     * @param segments the path segments below it
     */
    public static String of(String community, Object... segments) {
        return Stream.concat(Stream.of(COMMUNITIES + community), Stream.of(segments))
                .map(String::valueOf)
                .collect(Collectors.joining("/"));
    }
}
