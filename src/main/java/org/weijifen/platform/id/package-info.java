/** The ids of things. They are in one place, because packages that may not use each other name the same things. */
package org.weijifen.platform.id;
