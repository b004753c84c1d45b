/** Short programs that wire the library up: what an embedding tool writes. */
@NullMarked
package io.amiclean.examples.library;

import org.jspecify.annotations.NullMarked;
