/**
 * A small community for development and tests, never for production. Its ids, keys and pickup codes are fixed, so that
 * the examples of the OpenAPI document work on it unchanged.
 */
package org.weijifen.demo;
