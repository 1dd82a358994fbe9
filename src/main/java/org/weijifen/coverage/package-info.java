/** Coverage: whether the rewards in stock cover the points of members. */
package org.weijifen.coverage;
