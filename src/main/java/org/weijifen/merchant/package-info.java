/** The partner merchants of a community, as people edit them. What they are owed is not in here, since rewards are not either. */
package org.weijifen.merchant;
