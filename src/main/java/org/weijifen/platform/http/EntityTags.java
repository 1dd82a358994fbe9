package org.weijifen.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.weijifen.platform.Editable;
import org.weijifen.platform.MergePatch;

/** Gives answers their ETag, which a PATCH sends back as If-Match. */
@Provider
public final class EntityTags implements ContainerResponseFilter {
    private final MergePatch patches;

    EntityTags(MergePatch patches) {
        this.patches = patches;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Editable shown) {
            response.getHeaders().putSingle(HttpHeaders.ETAG, patches.tag(shown.editable()));
        }
    }
}
