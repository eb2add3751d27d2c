package uk.yjx.server.operations;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import jakarta.inject.Singleton;
import java.util.List;
import uk.yjx.alerts.v1.AcknowledgeAlertsRequest;
import uk.yjx.alerts.v1.ListAlertsRequest;
import uk.yjx.alerts.v1.ListEmergencyAccessesRequest;
import uk.yjx.alerts.v1.OpenEmergencyAccessRequest;
import uk.yjx.audit.v1.ListEventsRequest;
import uk.yjx.caseload.v1.DeclareSeparationRequest;
import uk.yjx.caseload.v1.ListSeparationsRequest;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.operations.v1.ListNoticeOutcomesRequest;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.PublishedLimit;

/** Limits that the contracts themselves state, read from their rules, which enforce them. */
@Singleton
final class ContractLimits implements LimitSource {
  private final List<PublishedLimit> limits =
      List.of(
          items("notice.persons", Notice.getDescriptor(), "persons"),
          characters("notice.narrative", Notice.getDescriptor(), "narrative"),
          items("person.names", PersonDescriptor.getDescriptor(), "names"),
          items("person.identifiers", PersonDescriptor.getDescriptor(), "identifiers"),
          items("person.addresses", PersonDescriptor.getDescriptor(), "addresses"),
          items("alerts.acknowledge", AcknowledgeAlertsRequest.getDescriptor(), "alert_ids"),
          items(
              "caseload.separation_children",
              DeclareSeparationRequest.getDescriptor(),
              "service_child_ids"),
          page("caseload.separation_page", ListSeparationsRequest.getDescriptor()),
          characters(
              "alerts.emergency_justification",
              OpenEmergencyAccessRequest.getDescriptor(),
              "justification"),
          page("alerts.emergency_page", ListEmergencyAccessesRequest.getDescriptor()),
          page("alerts.page", ListAlertsRequest.getDescriptor()),
          page("audit.page", ListEventsRequest.getDescriptor()),
          page("operations.page", ListNoticeOutcomesRequest.getDescriptor()));

  @Override
  public List<PublishedLimit> limits() {
    return limits;
  }

  private static PublishedLimit items(String name, Descriptor message, String field) {
    return PublishedLimit.items(name, rules(message, field).getRepeated().getMaxItems());
  }

  private static PublishedLimit characters(String name, Descriptor message, String field) {
    return new PublishedLimit(name, rules(message, field).getString().getMaxLen(), "characters");
  }

  private static PublishedLimit page(String name, Descriptor message) {
    return PublishedLimit.items(name, rules(message, "page_size").getInt32().getLte());
  }

  private static FieldRules rules(Descriptor message, String field) {
    FieldDescriptor descriptor = message.findFieldByName(field);
    if (descriptor == null || !descriptor.getOptions().hasExtension(ValidateProto.field)) {
      throw new IllegalStateException(message.getFullName() + " has no rule for a field " + field);
    }
    return descriptor.getOptions().getExtension(ValidateProto.field);
  }
}
