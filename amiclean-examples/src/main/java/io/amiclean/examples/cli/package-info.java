/**
 * The command line of amiclean, in the manner of the original amicleaner: an example of how a
 * program wires the library up.
 *
 * <p>{@link io.amiclean.examples.cli.Amiclean} is the command without a name, and knows the others.
 * They stand in {@code commands}, over the {@code options} that they share; these make what
 * commands need of {@code account}, {@code files} and {@code terminal}.
 */
@NullMarked
package io.amiclean.examples.cli;

import org.jspecify.annotations.NullMarked;
