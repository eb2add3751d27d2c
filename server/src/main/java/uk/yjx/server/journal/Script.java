package uk.yjx.server.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the database together, in order and in one round trip: each of a batch's
 * tables by itself would cost as much waiting as its rows cost work. What one statement changes the
 * next one sees; the first error ends all of them.
 */
public final class Script {
  private final StringBuilder sql = new StringBuilder();
  private final List<Parameter> parameters = new ArrayList<>();

  /** Sets the parameter at an index, from 1, of the statement that carries the script. */
  public interface Parameter {
    /** Sets it. */
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  /** Adds a statement with a value for each of its question marks. */
  public Script add(String statement, Parameter... values) {
    if (!sql.isEmpty()) {
      sql.append(";\n");
    }
    sql.append(statement);
    parameters.addAll(List.of(values));
    return this;
  }

  /** An array of a type of the database; an element may be null. */
  public static Parameter array(String type, @Nullable Object[] values) {
    return (statement, index) ->
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }

  /** A number. */
  public static Parameter number(int value) {
    return (statement, index) -> statement.setInt(index, value);
  }

  /** What adds statements to a script. */
  public interface Part {
    /** Adds its statements; what it returns does not matter here. */
    boolean appendTo(Script script);
  }

  /** Executes a script made for it alone. */
  public static void execute(Connection connection, Part part) throws SQLException {
    Script script = new Script();
    part.appendTo(script);
    script.execute(connection);
  }

  /** Whether nothing is left to be executed. */
  boolean isEmpty() {
    return sql.isEmpty();
  }

  /** Sends what there is and waits for the end of all of it; the script is empty afterwards. */
  void execute(Connection connection) throws SQLException {
    if (isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      int index = 1;
      for (Parameter parameter : parameters) {
        parameter.set(statement, index++);
      }
      statement.execute();
    } finally {
      sql.setLength(0);
      parameters.clear();
    }
  }
}
