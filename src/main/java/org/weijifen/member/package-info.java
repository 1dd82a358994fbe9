/**
 * Residents, riders and drivers: number, name, phone, group, household, status. Personal data stands here and nowhere
 * else; the books carry opaque ids. Operations read members through {@link org.weijifen.member.Members}.
 */
package org.weijifen.member;
