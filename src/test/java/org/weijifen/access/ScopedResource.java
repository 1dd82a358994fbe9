package org.weijifen.access;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.weijifen.platform.Call;
import org.weijifen.platform.id.MemberId;

/** A resource without a feature, to try tokens on. */
@Path("/test/communities/{community}")
public class ScopedResource {
    private final Caller caller;

    ScopedResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Permission.STAFF, Permission.CLIENT, Permission.MEMBER})
    @Operation(hidden = true)
    public Map<String, String> community(@PathParam("community") String community) {
        return Map.of("community", community, "caller", caller.id());
    }

    @GET
    @Path("/members/{memberId}")
    @RolesAllowed({Permission.STAFF, Permission.CLIENT, Permission.MEMBER})
    @Operation(hidden = true)
    public Map<String, String> member(@PathParam("memberId") MemberId memberId) {
        return Map.of("memberId", memberId.toString());
    }

    @GET
    @Path("/rows")
    @RolesAllowed({Permission.STAFF, Permission.CLIENT, Permission.MEMBER})
    @Operation(hidden = true)
    public Map<String, String> rows(@QueryParam("memberId") MemberId memberId) {
        return Map.of("memberId", String.valueOf(caller.narrow(memberId)));
    }

    @GET
    @Path("/staff")
    @RolesAllowed(Permission.STAFF)
    @Operation(hidden = true)
    public Map<String, String> staff() {
        return Map.of();
    }

    @GET
    @Path("/forgotten")
    @Operation(hidden = true)
    public Map<String, String> forgotten() {
        return Map.of();
    }

    @POST
    @Path("/writes")
    @RolesAllowed(Permission.STAFF)
    @Operation(hidden = true)
    public Call write(@QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        return caller.write(dryRun);
    }
}
