package io.amiclean.aws.benchmark;

import io.amiclean.aws.wire.WireState;
import java.util.Map;

/**
 * What an account of a size holds: six snapshots for five images, an instance for ten of them, and
 * a launch template of two versions for twenty-five.
 */
public final class LargeAccount {

  private static final int PAGE = 1000;
  private static final int TEMPLATES_PAGE = 200;

  private final int images;

  /**
   * An account.
   *
   * @param images how many it has, a multiple of 25
   */
  public LargeAccount(int images) {
    this.images = images;
  }

  private int snapshots() {
    return images / 5 * 6;
  }

  private int instances() {
    return images / 10;
  }

  private int templates() {
    return images / 25;
  }

  /** Fills an account without resources. */
  public void fill(WireState account) {
    for (int number = 1; number <= images; number++) {
      account
          .image(id("ami", number))
          .name("web-server-%09d".formatted(number))
          .tag("environment", "dev")
          .tag("role", "web-" + number / 50)
          .device("/dev/xvda", id("snap", number), 8);
    }
    for (int number = images + 1; number <= snapshots(); number++) {
      account.snapshot(id("snap", number));
    }
    for (int number = 1; number <= instances(); number++) {
      account.instance(id("i", number)).image(id("ami", number));
    }
    for (int number = 1; number <= templates(); number++) {
      account
          .launchTemplate(id("lt", number))
          .version(id("ami", number))
          .version(id("ami", number + 1));
    }
  }

  private static String id(String prefix, int number) {
    return "%s-%017x".formatted(prefix, number);
  }

  /** How many full pages, the last one included, each list takes that holds something. */
  public Map<String, Long> fullPages() {
    return Map.of(
        "DescribeImages", pages(images, PAGE),
        "DescribeSnapshots", pages(snapshots(), PAGE),
        "DescribeInstances", pages(instances(), PAGE),
        "DescribeLaunchTemplates", pages(templates(), TEMPLATES_PAGE),
        "DescribeLaunchTemplateVersions", pages(2 * templates(), TEMPLATES_PAGE));
  }

  private static long pages(int items, int page) {
    return ((long) items + page - 1) / page;
  }
}
