/**
 * Residents, riders and drivers: number, name, phone, group, household, status. Only this package has personal data.
 * The books have opaque ids. Operations read members through {@link org.weijifen.member.Members}.
 */
package org.weijifen.member;
