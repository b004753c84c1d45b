package io.amiclean.aws.internal.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.Progress;
import io.amiclean.api.source.ImageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Gathering;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.ImageRecycleBinInfo;
import software.amazon.awssdk.services.ec2.model.ListImagesInRecycleBinRequest;

/**
 * The images that the account owns, the deprecated and the disabled included, and the ids of those
 * in the Recycle Bin. Thread-safe.
 *
 * <p>Sharing is known only of public images: {@code DescribeImages} does not distinguish private
 * images from those shared with single accounts.
 */
public final class Ec2ImageSource implements ImageSource {

  private static final ReadOperation IMAGES =
      new ReadOperation(EvidenceSources.IMAGES, "ec2:DescribeImages");
  private static final ReadOperation RECYCLE_BIN =
      new ReadOperation(EvidenceSources.RECYCLE_BIN, "ec2:ListImagesInRecycleBin");

  private static final int PAGE = 1000;

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;
  private final ReadingOptions options;
  private final RetentionRules rules;
  private final ImageFacts facts;

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @param options which facts are read, and whether {@link EvidenceSources#RECYCLE_BIN} is left
   *     out; without it, snapshots of images in the Recycle Bin count as orphans
   * @param rules the rules of the Recycle Bin
   */
  public Ec2ImageSource(
      CheckedClient<Ec2Client> ec2,
      SourceContext context,
      ReadingOptions options,
      RetentionRules rules) {
    this(ec2, context, options, rules, options.facts());
  }

  private Ec2ImageSource(
      CheckedClient<Ec2Client> ec2,
      SourceContext context,
      ReadingOptions options,
      RetentionRules rules,
      Set<ImageFact> facts) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.context = Objects.requireNonNull(context, "context");
    this.options = Objects.requireNonNull(options, "options");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.facts = new ImageFacts(ec2, context, facts);
  }

  @Override
  public Ec2ImageSource withFacts(Set<ImageFact> more) {
    Set<ImageFact> all = new HashSet<>(facts.kinds());
    all.addAll(more);
    return new Ec2ImageSource(ec2, context, options, rules, all);
  }

  /**
   * Reads all own images of the region, one call for a thousand images, and the Recycle Bin after
   * them; its rules beside, which change nothing of what is known of images.
   *
   * @return the complete inventory
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageInventory loadImages() {
    ImageInventory.Builder inventory =
        ImageInventory.builder().scope(context.scope()).readAt(context.now());
    List<Supplier<Optional<RetentionRules.Answer>>> readings =
        List.of(
            () -> {
              readImagesAndRecycleBin(inventory);
              return Optional.empty();
            },
            () -> Optional.of(rules.read()));
    for (Optional<RetentionRules.Answer> read : SideBySide.read(EvidenceSources.IMAGES, readings)) {
      read.ifPresent(
          known -> inventory.recycleBinRules(known.rules()).addEvidence(known.evidence()));
    }
    return inventory.build();
  }

  private void readImagesAndRecycleBin(ImageInventory.Builder inventory) {
    Gathering gathering = new Gathering(context, options.skipsUnavailable());
    gathering
        .read(EvidenceSources.IMAGES, () -> readImages(inventory))
        .ifPresent(inventory::addAllEvidence);
    inventory.addEvidence(
        Optional.of(EvidenceSources.RECYCLE_BIN)
            .filter(source -> !options.skips(source))
            .flatMap(source -> gathering.read(source, () -> readRecycleBin(inventory)))
            .orElseGet(() -> gathering.leftOut(EvidenceSources.RECYCLE_BIN)));
    gathering.requireComplete();
  }

  private List<Evidence> readImages(ImageInventory.Builder inventory) {
    Instant readAt = context.now();
    // The account may change between two pages: of an image that comes twice, the later one holds.
    Map<ImageId, Image> images = new TreeMap<>();
    IMAGES.pages(
        ec2,
        Ec2Client::describeImages,
        DescribeImagesRequest.builder()
            .owners("self")
            .includeDeprecated(true)
            .includeDisabled(true)
            .maxResults(PAGE)
            .build(),
        page -> {
          page.images().stream()
              .filter(image -> !ImageMapping.isPartOfImages(image))
              .map(image -> facts.with(ImageMapping.image(IMAGES, image), image))
              .forEach(image -> images.put(image.id(), image));
          context.report(Progress.of(EvidenceSources.IMAGES, images.size()));
        });
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(Evidence.complete(EvidenceSources.IMAGES, images.size(), readAt));
    evidence.addAll(facts.read(images));
    inventory.images(images.values());
    return evidence;
  }

  private Evidence readRecycleBin(ImageInventory.Builder inventory) {
    Instant readAt = context.now();
    Set<ImageId> recycled = new LinkedHashSet<>();
    RECYCLE_BIN.pages(
        ec2,
        Ec2Client::listImagesInRecycleBin,
        ListImagesInRecycleBinRequest.builder().maxResults(PAGE).build(),
        page -> {
          page.images().stream()
              .map(ImageRecycleBinInfo::imageId)
              .map(id -> Ids.image(RECYCLE_BIN, id, "an image"))
              .forEach(recycled::add);
          context.report(Progress.of(EvidenceSources.RECYCLE_BIN, recycled.size()));
        });
    inventory.recycledImageIds(recycled);
    return Evidence.complete(EvidenceSources.RECYCLE_BIN, recycled.size(), readAt);
  }
}
