/** Tests of what the command line changes in an account, over the wire. */
@NullMarked
package io.amiclean.examples.cli.execution;

import org.jspecify.annotations.NullMarked;
