/**
 * JSON documents: what plans, results, recorded accounts and journals have in common. Reading is
 * strict: what is missing, unknown or of the wrong type is refused with its place in the document.
 *
 * <p>Stage: none. In and out: values, and JSON in UTF-8. Next: the packages whose documents these
 * are, such as {@link io.amiclean.core.report} and {@link io.amiclean.core.inventory}.
 */
@NullMarked
package io.amiclean.core.internal.json;

import org.jspecify.annotations.NullMarked;
