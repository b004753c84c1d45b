/**
 * Documents as a stream of tokens, whatever syntax they are written in: one reader reads JSON, and
 * what a program brings of its own, such as YAML.
 *
 * <p>Stage: none. In: a syntax. Out: tokens, each with its place. Next: the readers of documents,
 * such as {@link io.amiclean.core.json.PolicyJson}.
 */
@NullMarked
package io.amiclean.core.document;

import org.jspecify.annotations.NullMarked;
