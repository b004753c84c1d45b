package io.amiclean.examples.cli.account;

import io.amiclean.aws.AwsAccount;
import java.util.Iterator;

/** The names of the sources of usage that can be left out, for the help. */
public final class UsageSources implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return AwsAccount.sourceNames().iterator();
  }
}
