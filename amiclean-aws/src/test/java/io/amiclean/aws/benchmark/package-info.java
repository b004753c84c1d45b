/** What the command line is measured against; no part of the tests. */
@NullMarked
package io.amiclean.aws.benchmark;

import org.jspecify.annotations.NullMarked;
