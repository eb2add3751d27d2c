package uk.yjx.server.agreements;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

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
      CelOptions.current().comprehensionMaxIterations(ITERATIONS_MAX).build();

  private static final Map<String, CelType> SUBMISSION = new LinkedHashMap<>();
  private static final Map<String, CelType> READER = new LinkedHashMap<>();

  static {
    for (String word :
        new String[] {"from", "category", "gateway", "regime", "purpose", "marking"}) {
      SUBMISSION.put("submission." + word, SimpleType.STRING);
    }
    SUBMISSION.put("submission.handling_code", SimpleType.STRING);
    SUBMISSION.put("submission.graded", SimpleType.BOOL);
    SUBMISSION.put("submission.protected", SimpleType.BOOL);
    READER.put("relationship.standing", SimpleType.STRING);
    READER.put("relationship.named", SimpleType.BOOL);
    READER.put("relationship.cover", SimpleType.BOOL);
    READER.put("reader.role", SimpleType.STRING);
    READER.put("reader.agency", SimpleType.STRING);
    READER.put("reader.purpose", SimpleType.STRING);
  }

  private static final CelCompiler AT_INTAKE = compiler(false);
  private static final CelCompiler AT_DELIVERY = compiler(true);
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

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
  boolean holds(Map<String, ?> words) {
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
    Map<String, Object> words = new LinkedHashMap<>();
    SUBMISSION.forEach((word, type) -> words.put(word, type.equals(SimpleType.BOOL) ? false : ""));
    READER.forEach((word, type) -> words.put(word, type.equals(SimpleType.BOOL) ? false : ""));
    try {
      Object unused = program.eval(words);
    } catch (CelEvaluationException saysNothing) {
      // With empty words an expression may fail that holds or does not with real ones.
    }
  }

  private static CelCompiler compiler(boolean delivery) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setResultType(SimpleType.BOOL);
    SUBMISSION.forEach(builder::addVar);
    if (delivery) {
      READER.forEach(builder::addVar);
    }
    return builder.build();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("the expression cannot be compiled");
  }
}
