/**
 * Stage 1, source: what users pin, in addition to what AWS knows.
 *
 * <p>In: a file. Out: {@link io.amiclean.api.model.ImageUsage}. Next: {@link
 * io.amiclean.core.exclusion}.
 */
@NullMarked
package io.amiclean.core.source;

import org.jspecify.annotations.NullMarked;
