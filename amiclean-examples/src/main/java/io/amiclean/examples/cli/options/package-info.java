/**
 * Options that commands share. Each class is a mixin of picocli, and makes the part of the library
 * that its options are about.
 */
@NullMarked
package io.amiclean.examples.cli.options;

import org.jspecify.annotations.NullMarked;
