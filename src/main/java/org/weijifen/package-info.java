/** Where the service starts. Features live in the packages below. */
package org.weijifen;
