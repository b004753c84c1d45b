/**
 * The lifecycle: which stages images are moved through before they are removed, and how tags on
 * them say where they are.
 *
 * <p>Stage: beside planning and execution, which use it. In: images with their tags. Out: the stage
 * that an image is in, and the one that comes next. Next: {@link io.amiclean.core.plan}.
 */
@NullMarked
package io.amiclean.core.lifecycle;

import org.jspecify.annotations.NullMarked;
