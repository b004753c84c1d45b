package io.amiclean.aws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.amiclean.aws", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule everyClassStandsInAStageOrIsTheFacade =
      classes()
          .should()
          .resideInAnyPackage(
              "io.amiclean.aws",
              "io.amiclean.aws.budget",
              "io.amiclean.aws.source",
              "io.amiclean.aws.plan",
              "io.amiclean.aws.execution",
              "io.amiclean.aws.lifecycle");

  @ArchTest
  static final ArchRule noStageKnowsOfTheBudgetOfItsRequests =
      classes()
          .that()
          .resideInAPackage("io.amiclean.aws.budget")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage("io.amiclean.aws", "io.amiclean.aws.budget");

  @ArchTest
  static final ArchRule theBudgetKnowsTheSourcesOnly =
      noClasses()
          .that()
          .resideInAPackage("io.amiclean.aws.budget")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.amiclean.aws",
              "io.amiclean.aws.plan",
              "io.amiclean.aws.execution",
              "io.amiclean.aws.lifecycle");

  @ArchTest
  static final ArchRule sourcesKnowNothingOfWhatComesAfterThem =
      noClasses()
          .that()
          .resideInAPackage("io.amiclean.aws.source")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.amiclean.aws",
              "io.amiclean.aws.plan",
              "io.amiclean.aws.execution",
              "io.amiclean.aws.lifecycle");

  @ArchTest
  static final ArchRule theLastLookKnowsTheSourcesOnly =
      noClasses()
          .that()
          .resideInAPackage("io.amiclean.aws.plan")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.amiclean.aws", "io.amiclean.aws.execution", "io.amiclean.aws.lifecycle");

  @ArchTest
  static final ArchRule theExecutionKnowsNothingOfTheFacade =
      noClasses()
          .that()
          .resideInAPackage("io.amiclean.aws.execution")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.amiclean.aws", "io.amiclean.aws.lifecycle");

  @ArchTest
  static final ArchRule theLifecycleKnowsTheSourcesAndTheExecution =
      noClasses()
          .that()
          .resideInAPackage("io.amiclean.aws.lifecycle")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.amiclean.aws", "io.amiclean.aws.plan");

  @ArchTest
  static final ArchRule nothingButTheApiTheSdkAndSlf4jIsUsed =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j",
              "software.amazon.awssdk..",
              "io.amiclean.api..",
              "io.amiclean.aws..");
}
