package io.amiclean.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.amiclean.examples",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.amiclean.examples.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheCommandLineAreFreeOfCycles =
      slices().matching("io.amiclean.examples.cli.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheCommandLineUseTheOnesBelow =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.amiclean.examples.cli..")
          .layer("cli")
          .definedBy("io.amiclean.examples.cli")
          .layer("commands")
          .definedBy("io.amiclean.examples.cli.commands")
          .layer("options")
          .definedBy("io.amiclean.examples.cli.options")
          .layer("account")
          .definedBy("io.amiclean.examples.cli.account")
          .layer("files")
          .definedBy("io.amiclean.examples.cli.files")
          .layer("terminal")
          .definedBy("io.amiclean.examples.cli.terminal")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("commands")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("options")
          .mayOnlyBeAccessedByLayers("cli", "commands")
          .whereLayer("account")
          .mayOnlyBeAccessedByLayers("cli", "commands", "options")
          .whereLayer("files")
          .mayOnlyBeAccessedByLayers("cli", "commands", "options");

  /** The examples show what users can do, with what users have. */
  @ArchTest
  static final ArchRule examplesUseWhatUsersHave =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.amiclean.api.internal..",
              "io.amiclean.core.internal..",
              "io.amiclean.aws.internal..");
}
