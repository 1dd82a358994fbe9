package org.weijifen.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.weijifen.access.Caller;
import org.weijifen.access.Logged;
import org.weijifen.access.Permission;
import org.weijifen.access.Role;
import org.weijifen.platform.Cursor;
import org.weijifen.platform.Editable;
import org.weijifen.platform.IfMatch;
import org.weijifen.platform.MergePatch;
import org.weijifen.platform.Outcome;
import org.weijifen.platform.Page;
import org.weijifen.platform.Paging;
import org.weijifen.platform.Text;
import org.weijifen.platform.http.Outcomes;
import org.weijifen.platform.id.MemberId;

/** Members over HTTP. */
@Path("/v1/communities/{community}/members")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Members")
public class MembersResource {
    private final MemberService service;
    private final Caller caller;

    MembersResource(MemberService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** The request to add a member. */
    public record NewMember(
            @NotNull @Pattern(regexp = Member.NUMBER) @Schema(description = "The community's own number, unique in it; stands for ever", examples = "fuxi-00001")
            String memberNo,

            @NotNull @Text @Size(max = MemberDetails.MAX_NAME) @Schema(examples = "1号居民")
            String displayName,

            @Pattern(regexp = MemberDetails.PHONE) @Schema(examples = "138 0013 8000")
            String phone,

            @Pattern(regexp = MemberDetails.GROUP) @Schema(description = "Code of the member's group", examples = "resident")
            String group,

            @Text
            @Size(max = MemberDetails.MAX_NAME) @Schema(description = "Name or number of the household", examples = "fuxi-h00026")
            String household) {

        MemberDetails details() {
            return new MemberDetails(displayName, phone, group, household, MemberStatus.ACTIVE);
        }
    }

    /** A member as clients see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Member")
    public record MemberView(
            MemberId id,

            @Schema(examples = "fuxi-00001") String memberNo,
            String displayName,
            @Schema(nullable = true) String phone,
            @Schema(nullable = true) String group,
            @Schema(nullable = true) String household,
            MemberStatus status,
            Instant createdAt)
            implements Editable {
        @Override
        public Record editable() {
            return new MemberDetails(displayName, phone, group, household, status);
        }

        static MemberView of(Member member) {
            MemberDetails details = member.details();
            return new MemberView(
                    member.id(),
                    member.memberNo(),
                    details.displayName(),
                    details.phone(),
                    details.group(),
                    details.household(),
                    details.status(),
                    member.createdAt());
        }
    }

    /** Adds a member. */
    @POST
    @RolesAllowed({Permission.COUNTER, Permission.REVIEWER, Permission.MEMBERS_WRITE})
    @Logged(what = "member")
    @Operation(operationId = "createMember", summary = "Add a member")
    @APIResponse(
            responseCode = "201",
            description = "The member",
            content = @Content(schema = @Schema(implementation = MemberView.class)))
    public Response add(@PathParam("community") String community, @NotNull @Valid NewMember given) {
        Outcome<Member> added = service.add(community, given.memberNo(), given.details(), caller.add());
        return Outcomes.added(added, id -> service.find(community, new MemberId(id)), MemberView::of);
    }

    /** Lists members. */
    @GET
    @RolesAllowed({
        Permission.COUNTER,
        Permission.REVIEWER,
        Permission.APPROVER,
        Permission.AUDITOR,
        Permission.MEMBERS_READ
    })
    @Logged(what = "member")
    @Operation(operationId = "listMembers", summary = "List members in order of their numbers")
    public Page<MemberView> list(
            @PathParam("community") String community,
            @QueryParam("query") @Text @Size(max = 60) @Parameter(description = "Part of the number, name or phone")
                    String query,
            @QueryParam("group") @Pattern(regexp = MemberDetails.GROUP) String group,
            @QueryParam("household") @Text @Size(max = 60) String household,
            @QueryParam("status") MemberStatus status,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        MemberRepository.Filter filter = new MemberRepository.Filter(query, group, household, status);
        int size = Paging.limit(limit);
        return Page.of(
                        service.list(community, filter, Cursor.readCode(cursor), size),
                        size,
                        member -> Cursor.after(member.memberNo()))
                .map(MemberView::of);
    }

    /** Reads a member. */
    @GET
    @Path("/{memberId}")
    @RolesAllowed({
        Permission.COUNTER,
        Permission.REVIEWER,
        Permission.APPROVER,
        Permission.AUDITOR,
        Permission.MEMBERS_READ,
        Permission.MEMBER
    })
    @Logged(what = "member", id = "memberId")
    @Operation(operationId = "getMember", summary = "Read a member")
    public MemberView get(@PathParam("community") String community, @PathParam("memberId") MemberId memberId) {
        return MemberView.of(service.find(community, memberId));
    }

    /** Edits a member. */
    @PATCH
    @Path("/{memberId}")
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @RolesAllowed({Permission.COUNTER, Permission.REVIEWER, Permission.MEMBERS_WRITE})
    @Logged(what = "member", id = "memberId")
    @Operation(
            operationId = "updateMember",
            summary = "Change a member by a merge patch",
            description =
                    "The number can't change. A null removes the phone, group or household. The status belongs to the"
                            + " committee: a client can't change it.")
    public MemberView change(
            @PathParam("community") String community,
            @PathParam("memberId") MemberId memberId,
            @HeaderParam("If-Match") IfMatch ifMatch,
            @RequestBody(content = @Content(schema = @Schema(implementation = MemberDetails.class))) @NotNull JsonNode patch) {
        return MemberView.of(
                service.change(community, memberId, patch, ifMatch, caller.hasRole(Role.INTEGRATOR), caller.read()));
    }
}
