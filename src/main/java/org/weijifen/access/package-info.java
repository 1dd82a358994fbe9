/**
 * Authentication and authorisation: sign-in, tokens, users, clients, roles. The caller of a request is known by {@link
 * org.weijifen.access.Caller}; that a token works only in its communities, and a member only on their own data, is
 * checked in one place, before a resource is reached.
 */
package org.weijifen.access;
