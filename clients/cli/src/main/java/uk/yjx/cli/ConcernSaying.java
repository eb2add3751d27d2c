package uk.yjx.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import uk.yjx.common.v1.Role;
import uk.yjx.safeguarding.v1.ConcernMessage;
import uk.yjx.safeguarding.v1.StatementBasis;

/** The options of a command that says something in a concern. */
final class ConcernSaying {
  @Option(names = "--text", required = true, description = "What is said, for professionals.")
  String text = "";

  @Option(names = "--basis", defaultValue = "fact", description = "fact, assessment or opinion.")
  StatementBasis basis = StatementBasis.STATEMENT_BASIS_FACT;

  @Option(names = "--family-text", description = "What may be shared with the family.")
  String familyText = "";

  @Option(names = "--to-role", description = "Only for readers in this role; repeatable.")
  List<Role> toRoles = new ArrayList<>();

  ConcernMessage message() {
    return ConcernMessage.newBuilder()
        .setText(text)
        .setBasis(basis)
        .setFamilyText(familyText)
        .addAllToRoles(toRoles)
        .build();
  }
}
