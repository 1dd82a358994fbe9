/**
 * What earns points: tasks with a simple rule, so many points per occurrence or per hour. Operations read them through
 * {@link org.weijifen.task.Tasks}; the crediting itself is not done here.
 */
package org.weijifen.task;
