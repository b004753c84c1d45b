/**
 * The two units of work as handlers of AWS Lambda functions, for a Distributed Map of AWS Step
 * Functions. {@code docs/organization.md} has the state machine.
 */
@NullMarked
package io.amiclean.examples.organization.lambda;

import org.jspecify.annotations.NullMarked;
