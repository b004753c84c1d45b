/** The files that commands read and write, each known by its content. */
@NullMarked
package io.amiclean.examples.cli.files;

import org.jspecify.annotations.NullMarked;
