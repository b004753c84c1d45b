/**
 * Stage 1, source: what exists in a region of an AWS account, and what uses it.
 *
 * <p>In: clients of EC2, Auto Scaling and STS. Out: the inventories and the usage of {@link
 * io.amiclean.api.model}. Next: {@link io.amiclean.api.exclusion}.
 *
 * <p>Every list is read to its last page. What is denied, fails or cannot be understood is an
 * {@link io.amiclean.api.model.EvidenceException} that names the source and the permission.
 */
@NullMarked
package io.amiclean.aws.internal.source;

import org.jspecify.annotations.NullMarked;
