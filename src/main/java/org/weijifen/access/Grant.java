package org.weijifen.access;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.weijifen.platform.ProblemException;

/** What a user of a committee may do in one community. */
record Grant(
        @Schema(description = "Slug of one of `communities`") @NotNull @Pattern(regexp = "[a-z0-9-]{1,64}") String community,

        @NotNull @Size(min = 1, max = MOST_PERMISSIONS) List<@NotNull StaffPermission> permissions) {
    static final int MOST_PERMISSIONS = 20;
    static final String DESCRIPTION =
            "What they may do in communities where that is not all that their role may: one entry for each such community";

    /**
     * The same as it is kept: {@code fuxi/counter} for each permission.
     *
     * @throws ProblemException {@code validation_failed} for a community where the user does not work, or that comes twice
     */
    static List<String> flatten(List<Grant> grants, StaffRole role, List<String> communities) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < grants.size(); i++) {
            String community = grants.get(i).community();
            if (role != StaffRole.COMMITTEE || !communities.contains(community) || seen.contains(community)) {
                throw ProblemException.field("grants[" + i + "].community", "invalid_value");
            }
            seen.add(community);
        }
        return grants.stream()
                .flatMap(grant -> grant.permissions().stream()
                        .distinct()
                        .map(permission -> grant.community() + Grants.SEPARATOR + permission.code()))
                .toList();
    }

    /** Those in communities where somebody still works. */
    static List<Grant> in(List<String> communities, List<Grant> grants) {
        return grants.stream()
                .filter(grant -> communities.contains(grant.community()))
                .toList();
    }

    /** The opposite of {@link #flatten}. */
    static List<Grant> of(User user) {
        return user.communities().stream()
                .distinct()
                .map(community -> new Grant(
                        community,
                        Grants.ofCommunity(user.permissions(), community)
                                .flatMap(code -> Stream.of(StaffPermission.values())
                                        .filter(permission -> permission.code().equals(code)))
                                .toList()))
                .filter(grant -> !grant.permissions().isEmpty())
                .toList();
    }
}
