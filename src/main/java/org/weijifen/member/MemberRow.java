package org.weijifen.member;

import java.util.UUID;

/**
 * What operations know of a member.
 *
 * @param memberNo the community's own number, unique in it
 * @param group code of the group of the member, or null
 */
public record MemberRow(UUID id, String memberNo, MemberStatus status, String group) {}
