/**
 * What every request passes through before and after a feature: request ids, the limit of bodies, strict parameters, and
 * errors as problem documents. Knows HTTP, and no feature.
 */
package org.weijifen.platform.http;
