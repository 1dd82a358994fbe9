/** The partner merchants of a community. Their dues are in package settlement, because they depend on rewards. */
package org.weijifen.merchant;
