/** AssertJ assertions on plans, for the unit tests of those who use amiclean. */
@NullMarked
package io.amiclean.core.testing;

import org.jspecify.annotations.NullMarked;
