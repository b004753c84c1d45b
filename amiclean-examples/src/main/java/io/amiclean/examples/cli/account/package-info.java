/** The account that a command works on: one of AWS, a demo, or a recorded one. */
@NullMarked
package io.amiclean.examples.cli.account;

import org.jspecify.annotations.NullMarked;
