/**
 * What amiclean's own modules share and users need not call. It may change with any release.
 *
 * <p>Stage: none. In: what AWS writes. Out: values of {@link io.amiclean.api.model}. Next: whatever
 * uses it.
 */
@NullMarked
package io.amiclean.api.internal;

import org.jspecify.annotations.NullMarked;
