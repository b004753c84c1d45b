/** How reading is measured, and what the command line is measured against; no tests. */
@NullMarked
package io.amiclean.aws.benchmark;

import org.jspecify.annotations.NullMarked;
