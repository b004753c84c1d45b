/**
 * Plans, results and differences of plans as JSON, with their schemas.
 *
 * <p>Stage: between 6 and 7, and after 7. In: values. Out: documents that are read back equal, and
 * the digest of a plan. Next: {@link io.amiclean.core.execution} and {@link
 * io.amiclean.core.report}.
 */
@NullMarked
package io.amiclean.core.json;

import org.jspecify.annotations.NullMarked;
