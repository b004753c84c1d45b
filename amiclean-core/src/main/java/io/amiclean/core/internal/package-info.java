/**
 * Beside the stages: what several of them need to log and to be observed, and nobody outside. What
 * stands in this package and in those below it may change with any release.
 *
 * <p>In: the scope that a thread works on, and what listeners are to receive. Out: the same, in the
 * MDC of SLF4J and in calls that harm no work. It knows no stage.
 */
@NullMarked
package io.amiclean.core.internal;

import org.jspecify.annotations.NullMarked;
