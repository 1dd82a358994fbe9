/**
 * Communities (社区), the tenants: name, time zone, and the policies that their points and pickups follow. Other features
 * read them through {@link org.weijifen.community.Communities}; nothing here knows members, rewards or points.
 */
package org.weijifen.community;
