/** Benchmarks of the command line, which are no part of the tests. */
@NullMarked
package io.amiclean.examples.benchmark;

import org.jspecify.annotations.NullMarked;
