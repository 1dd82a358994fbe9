package org.weijifen.community;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Permission;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Formats;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Snapshots;
import org.weijifen.platform.SqlQuery;

/** The names behind the ids of those who act in a community. */
@Path("/v1/communities/{community}/staff")
@RolesAllowed(Permission.STAFF)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Communities")
public class StaffResource {
    /** Admins work everywhere. Those who have left are known by the communities that their accounts had before. */
    private static final String STAFF = """
            select id, display_name, kind, active from (
                select id, coalesce(display_name, username) as display_name, 'user' as kind,
                       status = 'active' and (role = 'admin' or ? = any(communities)) as active
                from access_user
                where role = 'admin' or ? = any(communities) or ? = any(former_communities)
                union all
                select id, name, 'client', status = 'active' and ? = any(communities)
                from access_client
                where ? = any(communities) or ? = any(former_communities)) staff
            where true
            """;

    private final Communities communities;
    private final Snapshots snapshots;

    StaffResource(Communities communities, Snapshots snapshots) {
        this.communities = communities;
        this.snapshots = snapshots;
    }

    /** Whether somebody signs in with a password, or a system with a secret. */
    enum StaffKind {
        /** Somebody with a password. */
        @JsonProperty("user")
        USER,
        /** A system with a secret. */
        @JsonProperty("client")
        CLIENT
    }

    /** Somebody who works or worked for a community. */
    @Schema(name = "Staff", description = "Somebody, or a system, that works for a community or did before")
    record StaffView(
            @Schema(description = "As in `actor`, `preparedBy`, `signedBy` and the like")
            UUID id,

            @Schema(examples = "王主任") String displayName,

            StaffKind kind,

            @Schema(description = "Whether they work here now: false for who has left, and for disabled accounts")
            boolean active) {}

    /** Lists who works or worked for a community. */
    @GET
    @Operation(
            operationId = "listStaff",
            summary = "List who works or worked for a community, oldest first",
            description =
                    "The names behind the ids in `actor`, `preparedBy`, `signedBy` and the like, also behind the last one of"
                            + " `member/<id> by client/<id>`. What begins with `system:` is the service itself.")
    public Page<StaffView> list(
            @PathParam("community") String community,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        int count = Paging.limit(limit);
        UUID last = Cursor.read(cursor, 1, keys -> Formats.uuid(keys.get(0)));
        communities.idOf(community);
        SqlQuery query = new SqlQuery(STAFF, community, community, community, community, community, community)
                .and("id > ?", last)
                .append(" order by id limit ?", count + 1);
        List<StaffView> found = snapshots.lookUp(connection -> query.list(
                connection,
                row -> new StaffView(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3).equals("user") ? StaffKind.USER : StaffKind.CLIENT,
                        row.getBoolean(4))));
        return Page.of(found, count, staff -> Cursor.after(staff.id()));
    }
}
