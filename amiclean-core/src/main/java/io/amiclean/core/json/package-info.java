/**
 * Strict reading of JSON documents: plans, results, the inventory of an account. What is missing,
 * unknown or of the wrong type is refused with its place in the document.
 */
@NullMarked
package io.amiclean.core.json;

import org.jspecify.annotations.NullMarked;
