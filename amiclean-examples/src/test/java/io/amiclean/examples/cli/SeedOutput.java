package io.amiclean.examples.cli;

/**
 * What the command line shows for the inventory of the first document, until the answer is no: the
 * tables and the question of the seed {@code 000_d2e5cc670baa94a0.txt}, and between them the lines
 * of amiclean's own.
 */
public final class SeedOutput {

  /** What the command prints without options. */
  public static final String KEEPING_FOUR =
      """

    Default values : ==>
    mapping_key : tags
    mapping_values : ['environment', 'role']
    keep_previous : 4

    Retrieving AMIs to clean ...

    AMIs to be removed:
    +--------------------+------------+
    |     Group name     | candidates |
    +--------------------+------------+
    |      back.dev      |     1      |
    |     back.prod      |     1      |
    |     dev.front      |     1      |
    |     front.prod     |     1      |
    | no-tags (excluded) |     1      |
    +--------------------+------------+
    Account 123456789012, region eu-west-1: 21 images read
    4 images to remove, 16 kept (16 retained), 1 ungrouped
    4 snapshots to delete, 32 GiB, at most USD 1.60 a month
    Removal is for good: no rule of the Recycle Bin holds them
    Do you want to continue and remove 4 AMIs [y/N] ? :\s
    Nothing was changed: not confirmed.
    """;

  /** What it prints with {@code --keep-previous 2}. */
  public static final String KEEPING_TWO =
      """

    Default values : ==>
    mapping_key : tags
    mapping_values : ['environment', 'role']
    keep_previous : 2

    Retrieving AMIs to clean ...

    AMIs to be removed:
    +--------------------+------------+
    |     Group name     | candidates |
    +--------------------+------------+
    |      back.dev      |     3      |
    |     back.prod      |     3      |
    |     dev.front      |     3      |
    |     front.prod     |     3      |
    | no-tags (excluded) |     1      |
    +--------------------+------------+
    Account 123456789012, region eu-west-1: 21 images read
    12 images to remove, 8 kept (8 retained), 1 ungrouped
    12 snapshots to delete, 96 GiB, at most USD 4.80 a month
    Removal is for good: no rule of the Recycle Bin holds them
    Do you want to continue and remove 12 AMIs [y/N] ? :\s
    Nothing was changed: not confirmed.
    """;

  /** The images that have {@code front} in their name, but for the newest eight, in full. */
  public static final String BY_NAME =
      """

    Default values : ==>
    mapping_key : name
    mapping_values : ['front']
    keep_previous : 8

    Retrieving AMIs to clean ...
    front
    +--------------+---------------+--------------------------+
    |    AMI ID    |    AMI Name   |      Creation Date       |
    +--------------+---------------+--------------------------+
    | ami-50504e36 | front-a3c56c4 | 2017-06-15T09:55:42.000Z |
    | ami-52504e34 | front-ff5eac7 | 2017-06-15T09:56:43.000Z |
    +--------------+---------------+--------------------------+


    AMIs to be removed:
    +------------+------------+
    | Group name | candidates |
    +------------+------------+
    |   front    |     2      |
    +------------+------------+
    Account 123456789012, region eu-west-1: 21 images read
    2 images to remove, 8 kept (8 retained), 11 ungrouped
    2 snapshots to delete, 16 GiB, at most USD 0.80 a month
    Removal is for good: no rule of the Recycle Bin holds them
    Do you want to continue and remove 2 AMIs [y/N] ? :\s
    Nothing was changed: not confirmed.
    """;

  /** The images of each group by two tags, but for the newest three, in full. */
  public static final String OF_EACH_GROUP =
      """

    Default values : ==>
    mapping_key : tags
    mapping_values : ['environment', 'role']
    keep_previous : 3

    Retrieving AMIs to clean ...
    back.dev
    +--------------+--------------+--------------------------+
    |    AMI ID    |   AMI Name   |      Creation Date       |
    +--------------+--------------+--------------------------+
    | ami-a74856c1 | back-285244c | 2017-06-15T11:47:57.000Z |
    | ami-954658f3 | back-d358afc | 2017-06-15T11:46:56.000Z |
    +--------------+--------------+--------------------------+


    back.prod
    +--------------+--------------+--------------------------+
    |    AMI ID    |   AMI Name   |      Creation Date       |
    +--------------+--------------+--------------------------+
    | ami-55495733 | back-579c0f6 | 2017-06-15T11:53:07.000Z |
    | ami-9d4759fb | back-c58de50 | 2017-06-15T11:52:05.000Z |
    +--------------+--------------+--------------------------+


    dev.front
    +--------------+---------------+--------------------------+
    |    AMI ID    |    AMI Name   |      Creation Date       |
    +--------------+---------------+--------------------------+
    | ami-50504e36 | front-a3c56c4 | 2017-06-15T09:55:42.000Z |
    | ami-52504e34 | front-ff5eac7 | 2017-06-15T09:56:43.000Z |
    +--------------+---------------+--------------------------+


    front.prod
    +--------------+---------------+--------------------------+
    |    AMI ID    |    AMI Name   |      Creation Date       |
    +--------------+---------------+--------------------------+
    | ami-fd4c529b | front-31d05d8 | 2017-06-15T10:05:39.000Z |
    | ami-50514f36 | front-a4b33c9 | 2017-06-15T10:06:42.000Z |
    +--------------+---------------+--------------------------+


    no-tags (excluded)
    +--------------+-------------+--------------------------+
    |    AMI ID    |   AMI Name  |      Creation Date       |
    +--------------+-------------+--------------------------+
    | ami-2bf48158 | test-delete | 2016-08-16T17:40:15.000Z |
    +--------------+-------------+--------------------------+


    AMIs to be removed:
    +--------------------+------------+
    |     Group name     | candidates |
    +--------------------+------------+
    |      back.dev      |     2      |
    |     back.prod      |     2      |
    |     dev.front      |     2      |
    |     front.prod     |     2      |
    | no-tags (excluded) |     1      |
    +--------------------+------------+
    Account 123456789012, region eu-west-1: 21 images read
    8 images to remove, 12 kept (12 retained), 1 ungrouped
    8 snapshots to delete, 64 GiB, at most USD 3.20 a month
    Removal is for good: no rule of the Recycle Bin holds them
    Do you want to continue and remove 8 AMIs [y/N] ? :\s
    Nothing was changed: not confirmed.
    """;

  private SeedOutput() {}
}
