package uk.yjx.server.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uk.yjx.common.v1.Access;
import uk.yjx.common.v1.Options;
import uk.yjx.server.journal.Disclosed;

/** Walks every RPC the server offers and holds it to what its contract says about itself. */
class ContractOptionsTest {
  private final List<ServiceDescriptor> services =
      TestEdge.shared().context.getBeansOfType(BindableService.class).stream()
          .map(BindableService::bindService)
          .map(ServerServiceDefinition::getServiceDescriptor)
          .filter(s -> s.getName().startsWith("yjx."))
          .map(s ->
              ((ProtoServiceDescriptorSupplier) s.getSchemaDescriptor()).getServiceDescriptor())
          .toList();

  @Test
  void everyMethodSaysWhoMayCallIt() {
    assertFalse(services.isEmpty());
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor method : service.getMethods()) {
        Access access = method.getOptions().getExtension(Options.access);
        assertTrue(access.getAnyPrincipal() != (access.getRolesCount() > 0), method::getFullName);
      }
    }
  }

  @Test
  void messageThatHoldsPersonalMessagesIsItselfMarkedPersonal() {
    for (ServiceDescriptor service : services) {
      for (MethodDescriptor method : service.getMethods()) {
        if (!isMarked(method.getOutputType())) {
          assertFalse(holdsMarked(method.getOutputType(), new HashSet<>()), method::getFullName);
        }
      }
    }
  }

  /** What the guard enforces for every message sent is seen in the code too. */
  @Test
  void endpointSendsPersonalAnswersAsDisclosed() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("uk.yjx.server");
    for (ServiceDescriptor service : services) {
      List<JavaClass> endpoints =
          classes.stream()
              .filter(c ->
                  c.getRawSuperclass()
                      .map(p -> p.getSimpleName().equals(service.getName() + "ImplBase"))
                      .orElse(false))
              .toList();
      assertEquals(1, endpoints.size(), service::getFullName);
      service.getMethods().stream()
          .filter(m -> isMarked(m.getOutputType()) && !m.isServerStreaming())
          .forEach(m -> assertDiscloses(endpoints.getFirst(), m));
    }
  }

  private static void assertDiscloses(JavaClass endpoint, MethodDescriptor rpc) {
    String name = Character.toLowerCase(rpc.getName().charAt(0)) + rpc.getName().substring(1);
    Deque<String> due = new ArrayDeque<>(List.of(name));
    Set<String> seen = new HashSet<>();
    while (!due.isEmpty()) {
      String next = due.pop();
      for (JavaMethod method : endpoint.getMethods()) {
        if (method.getName().equals(next) && seen.add(method.getFullName())) {
          for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
            if (call.getTargetOwner().isEquivalentTo(Disclosed.class)) {
              return;
            }
            if (call.getTargetOwner().equals(endpoint)) {
              due.push(call.getName());
            }
          }
        }
      }
    }
    throw new AssertionError(rpc.getFullName() + " is answered without Disclosed");
  }

  private static boolean isMarked(Descriptor type) {
    return type.getOptions().getExtension(Options.personalData);
  }

  private static boolean holdsMarked(Descriptor type, Set<Descriptor> seen) {
    return seen.add(type)
        && type.getFields().stream()
            .filter(f -> f.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
            .map(FieldDescriptor::getMessageType)
            .anyMatch(t -> isMarked(t) || holdsMarked(t, seen));
  }
}
