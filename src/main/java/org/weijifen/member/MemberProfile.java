package org.weijifen.member;

import java.time.Instant;
import java.util.UUID;

/**
 * What is kept of a member, as a committee's own list brings it.
 *
 * @param memberNo the community's own number, as {@link #NUMBER}
 * @param displayName at most 60 characters
 * @param phone as {@link #PHONE}, or null
 * @param group as {@link #GROUP}, or null
 * @param household at most 60 characters, or null
 */
public record MemberProfile(
        UUID id, String memberNo, String displayName, String phone, String group, String household, Instant createdAt) {
    /** How members are numbered. */
    public static final String NUMBER = "^[A-Za-z0-9._-]{1,40}$";

    public static final String PHONE = MemberDetails.PHONE;

    /** How codes of groups are written. */
    public static final String GROUP = MemberDetails.GROUP;

    /** Most characters of a name, and of a household. */
    public static final int MAX_NAME = 60;

    /** The same member with what is given; what is null stays. */
    public MemberProfile with(String newName, String newPhone, String newGroup, String newHousehold) {
        return new MemberProfile(
                id,
                memberNo,
                newName == null ? displayName : newName,
                newPhone == null ? phone : newPhone,
                newGroup == null ? group : newGroup,
                newHousehold == null ? household : newHousehold,
                createdAt);
    }
}
