/** The terminal: what is printed and asked, and how far a command is. */
@NullMarked
package io.amiclean.examples.cli.terminal;

import org.jspecify.annotations.NullMarked;
