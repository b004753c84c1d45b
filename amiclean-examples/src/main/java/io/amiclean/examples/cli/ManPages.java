package io.amiclean.examples.cli;

import static java.util.stream.Collectors.joining;

import io.amiclean.examples.cli.terminal.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Manual pages of all commands, made of picocli's model of them, in the macros of man(7). The build
 * writes them beside the jar. They hold no date, so that equal sources make equal pages.
 */
final class ManPages {

  private static final String MAIN = "amiclean";

  private ManPages() {}

  /**
   * Writes the pages.
   *
   * @param args the folder, which is made if it is not there
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Map.Entry<String, String> page : all(Console.ofProcess()).entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue(), StandardCharsets.US_ASCII);
    }
  }

  /** Returns the pages by the names of their files, such as {@code amiclean-plan.1}. */
  static Map<String, String> all(Console console) {
    Map<String, String> pages = new TreeMap<>();
    add(pages, Amiclean.commands(console, List.of("--help")));
    return pages;
  }

  private static void add(Map<String, String> pages, CommandLine command) {
    pages.put(title(command.getCommandSpec()) + ".1", page(command));
    command.getSubcommands().values().forEach(sub -> add(pages, sub));
  }

  private static String title(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private static String page(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Help help = command.getHelp();
    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(title(spec).toUpperCase(Locale.ROOT)).append(" 1 \"\" ");
    page.append('"').append(MAIN).append(' ').append(escaped(version()));
    page.append("\" \"Manual of ").append(MAIN).append("\"\n");
    // Options are not to be hyphenated, nor spaced to fill a line.
    page.append(".nh\n.ad l\n");
    section(page, "Name");
    String[] description = spec.usageMessage().description();
    page.append(escaped(title(spec))).append(" \\- ").append(escaped(summary(description)));
    page.append('\n');
    section(page, "Synopsis");
    page.append(".B ").append(escaped(spec.qualifiedName())).append('\n');
    page.append(escaped(arguments(help, spec))).append('\n');
    section(page, "Description");
    page.append(Stream.of(description).map(line -> line(escaped(line))).collect(joining(".PP\n")));
    appendCommands(page, command);
    appendArguments(page, help, spec.positionalParameters());
    HelpText.byPurpose(spec)
        .forEach(
            (purpose, options) -> {
              section(page, purpose);
              options.forEach(option -> entry(page, names(help, option), option.description()));
            });
    appendExamples(page, spec);
    section(page, "Exit status");
    exitStatus(spec)
        .forEach((status, meaning) -> entry(page, bold(status), new String[] {meaning}));
    section(page, "See also");
    page.append(seeAlso(command)).append('\n');
    return page.toString();
  }

  private static String version() {
    return Optional.ofNullable(ManPages.class.getPackage().getImplementationVersion())
        .orElse("unknown");
  }

  /** Returns the first sentence, without its end. */
  private static String summary(String... description) {
    String first = description.length == 0 ? "" : plain(description[0]);
    int end = first.indexOf(". ");
    String sentence = end < 0 ? first : first.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String arguments(Help help, CommandSpec spec) {
    return help.synopsis(0)
        .replaceFirst("^\\s*" + spec.qualifiedName(), "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static void appendCommands(StringBuilder page, CommandLine command) {
    if (!command.getSubcommands().isEmpty()) {
      section(page, "Commands");
      command
          .getSubcommands()
          .values()
          .forEach(
              sub ->
                  entry(
                      page,
                      reference(sub.getCommandSpec()),
                      sub.getCommandSpec().usageMessage().description()));
    }
  }

  private static void appendArguments(
      StringBuilder page, Help help, List<PositionalParamSpec> positional) {
    if (!positional.isEmpty()) {
      section(page, "Arguments");
      positional.forEach(
          argument ->
              entry(
                  page, "\\fI" + escaped(label(help, argument)) + "\\fR", argument.description()));
    }
  }

  private static void appendExamples(StringBuilder page, CommandSpec spec) {
    List<String> examples = HelpText.examplesOf(spec.name());
    if (!examples.isEmpty()) {
      section(page, "Examples");
      page.append(".nf\n");
      examples.forEach(example -> page.append(line(escaped(example))));
      page.append(".fi\n");
    }
  }

  /** Those of the main command hold for all that have none of their own. */
  private static Map<String, String> exitStatus(CommandSpec spec) {
    Map<String, String> own = spec.usageMessage().exitCodeList();
    return own.isEmpty() && spec.parent() != null ? exitStatus(spec.parent()) : own;
  }

  private static String seeAlso(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    CommandLine near = spec.parent() == null ? command : spec.parent().commandLine();
    return Stream.concat(
            spec.parent() == null ? Stream.of() : Stream.of(spec.parent()),
            near.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(other -> other != spec))
        .map(ManPages::reference)
        .collect(joining(",\n"));
  }

  private static String reference(CommandSpec command) {
    return bold(title(command)) + "(1)";
  }

  private static String names(Help help, OptionSpec option) {
    String names = Stream.of(option.names()).map(ManPages::bold).collect(joining(", "));
    String label = label(help, option);
    return label.isEmpty() ? names : names + "\\fI" + escaped(label) + "\\fR";
  }

  private static String label(Help help, ArgSpec argument) {
    return help.parameterLabelRenderer()
        .renderParameterLabel(argument, Ansi.OFF, List.of())
        .toString();
  }

  private static void section(StringBuilder page, String name) {
    page.append(".SH \"").append(name.toUpperCase(Locale.ROOT)).append("\"\n");
  }

  private static void entry(StringBuilder page, String head, String[] description) {
    page.append(".TP\n").append(head).append('\n');
    Stream.of(description).forEach(line -> page.append(line(escaped(line))));
  }

  private static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  /** Keeps a line from being read as a request. */
  private static String line(String escaped) {
    return (escaped.startsWith(".") || escaped.startsWith("\\(aq") ? "\\&" : "") + escaped + "\n";
  }

  private static String plain(String text) {
    return Ansi.OFF.string(text.replace("%n", " ").replace("%%", "%"));
  }

  private static String escaped(String text) {
    return plain(text)
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }
}
