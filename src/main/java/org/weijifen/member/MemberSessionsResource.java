package org.weijifen.member;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.community.Communities;
import org.weijifen.platform.id.MemberId;

/** Where a member is signed in. */
@Path("/v1/communities/{community}/members/{memberId}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@RolesAllowed({Permission.COUNTER, Permission.MEMBER_TOKENS_WRITE, Permission.MEMBER})
public class MemberSessionsResource {
    private final MemberService members;
    private final MemberSessions sessions;
    private final Communities communities;
    private final Caller caller;

    MemberSessionsResource(MemberService members, MemberSessions sessions, Communities communities, Caller caller) {
        this.members = members;
        this.sessions = sessions;
        this.communities = communities;
        this.caller = caller;
    }

    @Schema(name = "MemberSession")
    record SessionView(
            UUID id,

            @Schema(description = "Who got the token for the member: `client/<id>` or `user/<id>`")
            String by,

            Instant createdAt,
            Instant expiresAt,

            @Schema(description = "Whether it is the token of this request")
            boolean current) {}

    @Schema(name = "MemberSessions")
    record SessionsView(List<SessionView> items) {}

    /** Lists sessions. */
    @GET
    @Operation(
            operationId = "listMemberSessions",
            summary = "List a member's tokens that are still good, newest first",
            description = "Each was given out by `createMemberToken`.")
    public SessionsView list(@PathParam("community") String community, @PathParam("memberId") MemberId memberId) {
        members.find(community, memberId);
        return new SessionsView(sessions.list(communities.idOf(community), memberId).stream()
                .map(session -> new SessionView(
                        session.id(),
                        session.minter(),
                        session.createdAt(),
                        session.expiresAt(),
                        session.id().equals(caller.session())))
                .toList());
    }

    /** Ends a session. */
    @DELETE
    @Path("/{sessionId}")
    @Operation(
            operationId = "endMemberSession",
            summary = "End one of a member's tokens, such as one on a lost phone",
            description = "Every instance refuses it within 5 seconds.")
    @APIResponse(responseCode = "204", description = "Ended")
    public void end(
            @PathParam("community") String community,
            @PathParam("memberId") MemberId memberId,
            @PathParam("sessionId") UUID sessionId) {
        sessions.end(communities.idOf(community), memberId, sessionId, caller.read());
    }
}
