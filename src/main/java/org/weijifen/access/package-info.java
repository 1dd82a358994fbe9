/**
 * Who calls and what they may: sign-in, tokens, users, clients, roles. Every request's caller is known through
 * {@link org.weijifen.access.Caller}; that a token works only in its communities, and a member only on their own data, is
 * checked in one place, before a resource is reached.
 */
package org.weijifen.access;
