package io.amiclean.examples.cli;

import com.google.common.io.Resources;
import io.amiclean.examples.cli.commands.ConsoleCommand;
import io.amiclean.examples.cli.options.AcceptanceOptions;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.ClassPathOptions;
import io.amiclean.examples.cli.options.ConnectionOptions;
import io.amiclean.examples.cli.options.DocumentOptions;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.options.ScopeOptions;
import io.amiclean.examples.cli.options.StageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help for finding one's way: commands first, options by what they are for, and examples. */
final class HelpText {

  /** What options are for, by the class that declares them; a command's own come first. */
  private static final Map<Class<?>, String> PURPOSES =
      Map.ofEntries(
          Map.entry(PlanOptions.class, "What to keep"),
          Map.entry(ClassPathOptions.class, "What to keep"),
          Map.entry(AccountOptions.class, "What to read"),
          Map.entry(InventoryOptions.class, "What to read"),
          Map.entry(StageOptions.class, "How to execute"),
          Map.entry(ExecutionOptions.class, "How to execute"),
          Map.entry(AcceptanceOptions.class, "How to execute"),
          Map.entry(ConnectionOptions.class, "Where"),
          Map.entry(ScopeOptions.class, "Where"),
          Map.entry(ReportOptions.class, "Output"),
          Map.entry(DocumentOptions.class, "Output"),
          Map.entry(OutputOptions.class, "Output"),
          Map.entry(ProgressOptions.class, "Output"),
          Map.entry(ConsoleCommand.class, "Output"));

  private static final String OWN = "Options";

  private static final List<String> ORDER =
      List.of(OWN, "What to keep", "What to read", "How to execute", "Where", "Output");

  private static final String EXAMPLES = "examples";

  private HelpText() {}

  /** Gives the help of a command line, and with it that of its commands, this form. */
  static void form(CommandLine command) {
    List<String> keys = new ArrayList<>(command.getHelpSectionKeys());
    List<String> commands =
        List.of(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
    keys.removeAll(commands);
    keys.addAll(keys.indexOf(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING), commands);
    keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), EXAMPLES);
    command.setHelpSectionKeys(keys);
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(command.getHelpSectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::options);
    sections.put(EXAMPLES, HelpText::examples);
    command.setHelpSectionMap(sections);
    command.getCommandSpec().usageMessage().commandListHeading("%nCommands:%n");
  }

  /** Returns the examples of a command, which are whole commands. */
  static List<String> examplesOf(String command) {
    String prefix = command + ": ";
    try {
      return Resources.readLines(
              Resources.getResource(HelpText.class, "examples.txt"), StandardCharsets.UTF_8)
          .stream()
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String examples(Help help) {
    List<String> examples = examplesOf(help.commandSpec().name());
    return examples.isEmpty()
        ? ""
        : "%nExamples:%n  ".formatted()
            + String.join(System.lineSeparator() + "  ", examples)
            + System.lineSeparator();
  }

  private static String options(Help help) {
    StringBuilder text = new StringBuilder();
    byPurpose(help.commandSpec())
        .forEach(
            (purpose, options) -> {
              Help.Layout layout = help.createDefaultLayout();
              layout.addOptions(options, help.parameterLabelRenderer());
              text.append(System.lineSeparator()).append(purpose).append(':');
              text.append(System.lineSeparator()).append(layout);
            });
    return text.toString();
  }

  /** Returns the options of a command by what they are for, those that are its own first. */
  static Map<String, List<OptionSpec>> byPurpose(CommandSpec command) {
    Map<String, List<OptionSpec>> purposes = new LinkedHashMap<>();
    ORDER.forEach(purpose -> purposes.put(purpose, new ArrayList<>()));
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        purposes.getOrDefault(purpose(option), new ArrayList<>()).add(option);
      }
    }
    purposes.values().removeIf(List::isEmpty);
    return purposes;
  }

  private static String purpose(OptionSpec option) {
    return option.userObject() instanceof Member member
        ? PURPOSES.getOrDefault(member.getDeclaringClass(), OWN)
        : OWN;
  }
}
