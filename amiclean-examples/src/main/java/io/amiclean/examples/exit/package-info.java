/**
 * How commands end: the exit status, what is said of wrong usage and of a failure, and Ctrl-C. The
 * command line and Fedora's process both use it.
 */
@NullMarked
package io.amiclean.examples.exit;

import org.jspecify.annotations.NullMarked;
