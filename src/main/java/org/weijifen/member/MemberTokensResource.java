package org.weijifen.member;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Logged;
import org.weijifen.access.Role;
import org.weijifen.access.SecurityEventKind;
import org.weijifen.access.Tokens;
import org.weijifen.platform.id.MemberId;

/** Tokens of members. The backend of a mini-program knows the member of a phone, and requests a token for that phone. */
@Path("/v1/communities/{community}/members/{memberId}/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Access")
@RolesAllowed({Role.ADMIN, Role.COMMITTEE, Role.INTEGRATOR})
public class MemberTokensResource {
    private final MemberService members;
    private final Tokens tokens;

    MemberTokensResource(MemberService members, Tokens tokens) {
        this.members = members;
        this.tokens = tokens;
    }

    /** Issues a token for a member. */
    @POST
    @Logged(value = SecurityEventKind.MINT, what = "member", id = "memberId")
    @Operation(
            operationId = "createMemberToken",
            summary = "Get a token for one member",
            description =
                    "With it the member reads and redeems what is theirs, and nothing else. In paths `me` stands for"
                            + " them. Not for a member who has left.")
    public Tokens.Token issue(@PathParam("community") String community, @PathParam("memberId") MemberId memberId) {
        members.find(community, memberId).requireEarning();
        return tokens.forMember(memberId, community);
    }
}
