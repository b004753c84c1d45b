/** The commands, a class for each. */
@NullMarked
package io.amiclean.examples.cli.commands;

import org.jspecify.annotations.NullMarked;
