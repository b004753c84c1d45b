/** Parts that the tests of the core share. */
@NullMarked
package io.amiclean.core;

import org.jspecify.annotations.NullMarked;
