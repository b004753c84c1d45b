/**
 * What one plan decides otherwise than another.
 *
 * <p>Stage: none; reports show it. In: two plans of one scope. Out: a change for each image and
 * orphan snapshot that differs. Next: {@link io.amiclean.core.report}.
 */
@NullMarked
package io.amiclean.core.diff;

import org.jspecify.annotations.NullMarked;
