package io.amiclean.core.mapping;

import static io.amiclean.api.testing.Samples.image;
import static io.amiclean.api.testing.Samples.imageBuilder;
import static io.amiclean.api.testing.Samples.imageId;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.testing.ImageMapperContract;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** Every built-in mapper keeps the contract. */
class MapperContractsTest {

  private static final Image NAMELESS = imageBuilder(2).name("").build();

  /** A mapper, where it places an image, and an image that it cannot place. */
  abstract static class Contract extends ImageMapperContract {
    private final Supplier<ImageMapper> mapper;
    private final Image placed;
    private final Set<GroupKey> groups;
    private final List<Image> unplaced;

    Contract(
        Supplier<ImageMapper> mapper, Image placed, Set<GroupKey> groups, List<Image> unplaced) {
      this.mapper = mapper;
      this.placed = placed;
      this.groups = groups;
      this.unplaced = unplaced;
    }

    @Override
    protected ImageMapper strategy() {
      return mapper.get();
    }

    @Override
    protected Image placedImage() {
      return placed;
    }

    @Override
    protected Set<GroupKey> groupsOfPlacedImage() {
      return groups;
    }

    @Override
    protected List<Image> unplacedImages() {
      return unplaced;
    }
  }

  @Nested
  class Tags extends Contract {
    Tags() {
      super(
          () -> Mappers.tags("environment", "team"),
          imageBuilder(1).putTags("team", "data").putTags("environment", "dev").build(),
          Set.of(
              GroupKey.of(
                  List.of(
                      GroupKey.Label.of("environment", "dev"), GroupKey.Label.of("team", "data")))),
          List.of(image(2)));
    }
  }

  @Nested
  class NameContains extends Contract {
    NameContains() {
      super(
          () -> Mappers.nameContains("front", "web", "back"),
          imageBuilder(1).name("web-front-1").build(),
          Set.of(GroupKey.of("name", "front"), GroupKey.of("name", "web")),
          List.of(NAMELESS));
    }
  }

  @Nested
  class NameMatching extends Contract {
    NameMatching() {
      super(
          () -> Mappers.nameMatching("^(.+)-[0-9]+$"),
          imageBuilder(1).name("web-17").build(),
          Set.of(GroupKey.of("name~^(.+)-[0-9]+$", "web")),
          List.of(NAMELESS));
    }
  }

  @Nested
  class By extends Contract {
    By() {
      super(
          () -> Mappers.by("architecture", Image::architecture),
          imageBuilder(1).architecture("arm64").build(),
          Set.of(GroupKey.of("architecture", "arm64")),
          List.of(image(2)));
    }
  }

  @Nested
  class Everything extends Contract {
    Everything() {
      super(
          () -> Mappers.everything("all"),
          image(1),
          Set.of(GroupKey.of("everything", "all")),
          List.of());
    }
  }

  @Nested
  class Family extends Contract {
    Family() {
      super(
          Mappers::family,
          imageBuilder(1).sourceImageId(imageId(2)).build(),
          Set.of(GroupKey.of("family", imageId(3).value())),
          List.of());
    }

    @Override
    protected List<Image> questions() {
      return Stream.concat(
              super.questions().stream(),
              Stream.of(
                  imageBuilder(2).sourceImageId(imageId(3)).build(),
                  image(3),
                  imageBuilder(4)
                      .putTags(
                          "Ec2ImageBuilderArn",
                          "arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/1")
                      .build(),
                  imageBuilder(5).sourceImageId(imageId(4)).build()))
          .toList();
    }
  }
}
