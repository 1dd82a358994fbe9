/**
 * A small community to try the service with, in development and tests; never in production. Its ids, keys and pickup codes
 * are fixed, so that the examples of the OpenAPI document work on it as they stand.
 */
package org.weijifen.demo;
