package uk.yjx.server.agreements;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.common.v1.Handling;
import uk.yjx.common.v1.Purpose;
import uk.yjx.server.kernel.AgencyId;

/**
 * A condition of an agreement, compiled once. Every word it may use is declared with its type, so
 * an expression that misspells one is refused when the agreement is proposed.
 *
 * @param id short name
 * @param text what it says, for people
 * @param expression the same as an expression
 * @param ofReader it speaks of the relationship or the reader, so it is asked at delivery only
 */
record Condition(
    String id, String text, String expression, boolean ofReader, CelRuntime.Program it) {
  /** Steps of comprehension an expression may take: no condition is worth more. */
  private static final int ITERATIONS_MAX = 1_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(ITERATIONS_MAX)
          .enableHeterogeneousNumericComparisons(true) // the planner knows no other
          .build();

  /** What every program is asked about once before anybody waits for it: nothing in particular. */
  private static final Words REHEARSED =
      new Words(
          new Sharing(
              new AgencyId("rehearsal"),
              new AgencyId("rehearsal"),
              DataCategory.DATA_CATEGORY_UNSPECIFIED,
              Handling.getDefaultInstance(),
              false),
          Reading.forPurpose(Purpose.PURPOSE_UNSPECIFIED));

  private static final CelCompiler AT_INTAKE = compiler(false);
  private static final CelCompiler AT_DELIVERY = compiler(true);
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  /**
   * Compiles a condition.
   *
   * @throws IllegalArgumentException if the expression does not yield a bool of known words
   */
  static Condition compile(String id, String text, String expression) {
    try {
      return new Condition(id, text, expression, false, program(AT_INTAKE, expression));
    } catch (CelValidationException ofSubmissionAlone) {
      try {
        return new Condition(id, text, expression, true, program(AT_DELIVERY, expression));
      } catch (CelValidationException e) {
        throw new IllegalArgumentException(firstLine(String.valueOf(e.getMessage())), e);
      }
    }
  }

  /** Whether it holds; one that cannot be evaluated does not. */
  boolean holds(Words words) {
    try {
      return Boolean.TRUE.equals(it.eval(words));
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  /** Two conditions are the same when they say the same. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that
        && id.equals(that.id)
        && text.equals(that.text)
        && expression.equals(that.expression);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }

  private static CelRuntime.Program program(CelCompiler compiler, String expression)
      throws CelValidationException {
    CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
    try {
      CelRuntime.Program program = RUNTIME.createProgram(tree);
      rehearse(program);
      return program;
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(firstLine(String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Asks once where nobody waits: what a program works out at its first evaluation is then there
   * when the first alert is decided upon.
   */
  private static void rehearse(CelRuntime.Program program) {
    try {
      Object unused = program.eval(REHEARSED);
    } catch (CelEvaluationException saysNothing) {
      // About nothing in particular an expression may fail that holds or does not in earnest.
    }
  }

  private static CelCompiler compiler(boolean delivery) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setResultType(SimpleType.BOOL);
    Words.declared(delivery).forEach(builder::addVar);
    return builder.build();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("the expression cannot be compiled");
  }
}
