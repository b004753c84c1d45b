/**
 * An organization of accounts, cleaned up on an engine that exists already: the two units that an
 * engine calls for each scope (plan it, execute a plan that was signed off), and what they keep in
 * a store of objects. {@code organization.temporal} runs them on Temporal, {@code
 * organization.lambda} in AWS Lambda for AWS Step Functions.
 */
@NullMarked
package io.amiclean.examples.organization;

import org.jspecify.annotations.NullMarked;
