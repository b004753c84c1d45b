/**
 * Stage 6, plan: the checks of the candidates for removal, which ask AWS what is too expensive to
 * ask about every image.
 *
 * <p>In: images that would be removed, and a client of EC2. Out: the {@link
 * io.amiclean.api.plan.CandidateFindings} that say which of them must stay, and why. Next: {@link
 * io.amiclean.aws.internal.execution}.
 *
 * <p>What is denied, fails or cannot be understood is an {@link
 * io.amiclean.api.model.EvidenceException} that names the operation; a candidate that is gone
 * meanwhile is none. Nothing is changed, but for the image usage reports that are made and deleted
 * where they are asked for.
 */
@NullMarked
package io.amiclean.aws.internal.plan;

import org.jspecify.annotations.NullMarked;
