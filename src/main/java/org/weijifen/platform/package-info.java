/** What every feature stands on: errors, paging, the clock, ids and the way to the database. Knows no feature and no books. */
package org.weijifen.platform;
