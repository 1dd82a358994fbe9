/**
 * Whether the shelf covers the points: what members could redeem, weighed against the rewards that are in stock.
 */
package org.weijifen.coverage;
