/**
 * An organization on Temporal: one workflow for the organization, one for each batch of scopes and
 * one for each scope. No plan travels through the engine, only scopes, digests, counts and keys of
 * the store.
 */
@NullMarked
package io.amiclean.examples.organization.temporal;

import org.jspecify.annotations.NullMarked;
