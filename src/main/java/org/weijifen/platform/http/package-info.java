/**
 * The HTTP layer that every request passes before and after a feature: request ids, the limits of bodies, strict
 * parameters, and errors as problem documents. It knows HTTP and no feature.
 */
package org.weijifen.platform.http;
