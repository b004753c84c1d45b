package io.amiclean.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
