/**
 * The command line of amiclean, in the manner of the original amicleaner: an example of how a
 * program wires the library up.
 *
 * <p>Each command is a class ({@link io.amiclean.examples.cli.Amiclean} is the one without a name);
 * the options that commands share are mixins, and each mixin makes the part of the library that its
 * options are about.
 */
@NullMarked
package io.amiclean.examples.cli;

import org.jspecify.annotations.NullMarked;
