package io.amiclean.examples.cli;

/**
 * What the first document shows for its inventory (the seed {@code 000_d2e5cc670baa94a0.txt}), up
 * to the end of an input that answers nothing.
 */
final class SeedOutput {

  /** What the command prints without options. */
  static final String KEEPING_FOUR =
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
    Do you want to continue and remove 4 AMIs [y/N] ? :\s
    """;

  /** What it prints with {@code --keep-previous 2}. */
  static final String KEEPING_TWO =
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
    Do you want to continue and remove 12 AMIs [y/N] ? :\s
    """;

  /** The images that have {@code front} in their name, but for the newest eight, in full. */
  static final String BY_NAME =
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
    Do you want to continue and remove 2 AMIs [y/N] ? :\s
    """;

  /** The images of each group by two tags, but for the newest three, in full. */
  static final String OF_EACH_GROUP =
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
    Do you want to continue and remove 8 AMIs [y/N] ? :\s
    """;

  private SeedOutput() {}
}
