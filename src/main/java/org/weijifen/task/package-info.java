/**
 * Tasks, which earn points: a number of points per occurrence or per hour. Operations read them through {@link
 * org.weijifen.task.Tasks}. Package points makes the credits.
 */
package org.weijifen.task;
