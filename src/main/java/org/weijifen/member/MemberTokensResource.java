package org.weijifen.member;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.AccountLookup;
import org.weijifen.access.Caller;
import org.weijifen.access.Permission;
import org.weijifen.access.Tokens;
import org.weijifen.community.Communities;
import org.weijifen.platform.id.MemberId;

/** Tokens of members. The backend of a mini-program knows the member of a phone, and requests a token for that phone. */
@Path("/v1/communities/{community}/members/{memberId}/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@AccountLookup
@RolesAllowed({Permission.COUNTER, Permission.MEMBER_TOKENS_WRITE})
public class MemberTokensResource {
    private final MemberService members;
    private final Communities communities;
    private final MemberSessions sessions;
    private final Caller caller;

    MemberTokensResource(MemberService members, Communities communities, MemberSessions sessions, Caller caller) {
        this.members = members;
        this.communities = communities;
        this.sessions = sessions;
        this.caller = caller;
    }

    /** Issues a token for a member. */
    @POST
    @Operation(
            operationId = "createMemberToken",
            summary = "Get a token for one member",
            description =
                    "With it the member reads and redeems what is theirs, and nothing else. In paths `me` stands for"
                            + " them. The books name who got the token beside the member. Not for a member who has left.")
    public Tokens.Token issue(@PathParam("community") String community, @PathParam("memberId") MemberId memberId) {
        members.find(community, memberId).requireEarning();
        return sessions.open(communities.idOf(community), community, memberId, caller.asMinter(), caller.read());
    }
}
