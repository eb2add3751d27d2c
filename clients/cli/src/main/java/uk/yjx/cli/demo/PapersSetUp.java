package uk.yjx.cli.demo;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import uk.yjx.agreements.v1.AgreementServiceGrpc;
import uk.yjx.agreements.v1.ApproveAgreementRequest;
import uk.yjx.agreements.v1.RecordAgreementRequest;
import uk.yjx.casepapers.v1.CreatePackageRequest;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.PackageRelation;
import uk.yjx.cli.PapersText;
import uk.yjx.client.papers.PackageSender;
import uk.yjx.client.papers.SendListener;
import uk.yjx.client.papers.SenderSettings;
import uk.yjx.common.v1.Marking;
import uk.yjx.common.v1.Role;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;
import uk.yjx.identity.v1.DirectoryServiceGrpc;
import uk.yjx.identity.v1.DirectoryServiceGrpc.DirectoryServiceBlockingStub;
import uk.yjx.identity.v1.GrantRoleRequest;
import uk.yjx.identity.v1.Principal;
import uk.yjx.identity.v1.RegisterAgencyRequest;
import uk.yjx.identity.v1.RegisterPrincipalRequest;
import uk.yjx.identity.v1.RoleGrant;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.PapersStory;

/**
 * A court and a prosecutor join the invented world, and the prosecutor sends papers.
 *
 * @param stage where
 * @param story what
 */
record PapersSetUp(Stage stage, PapersStory story) {
  private static final long CALL_SECONDS_MAX = 30;

  /** Registers both agencies with a system each, and has their agreement approved. */
  void join() throws IOException {
    join(
        PapersStory.COURT,
        "South London Youth Court (invented)",
        AgencyKind.AGENCY_KIND_COURT,
        PapersStory.LISTING,
        List.of(Role.ROLE_COURT_REPORTER));
    join(
        PapersStory.PROSECUTION,
        "CPS London South (invented)",
        AgencyKind.AGENCY_KIND_CPS,
        PapersStory.CASEWORK,
        List.of(Role.ROLE_COURT_REPORTER, Role.ROLE_PAPERS_SUBMITTER));
    int version =
        AgreementServiceGrpc.newBlockingStub(
                stage.connections().of(one(Role.ROLE_AGREEMENT_ADMINISTRATOR)).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .recordAgreement(
                RecordAgreementRequest.newBuilder()
                    .setRequestId("story-papers-agreement")
                    .setAgreement(story.agreement())
                    .build())
            .getVersion();
    var unused =
        AgreementServiceGrpc.newBlockingStub(
                stage.connections().of(one(Role.ROLE_DIRECTORY_ADMINISTRATOR)).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS)
            .approveAgreement(
                ApproveAgreementRequest.newBuilder()
                    .setRequestId("story-papers-approval")
                    .setAgreementId(story.agreement().getAgreementId())
                    .setVersion(version)
                    .build());
  }

  /** Sends papers about a child, one short text for each kind. */
  void send(CaseloadChild child, String urn, List<DocumentKind> kinds)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("yjx-demo-papers-");
    List<Path> files = new ArrayList<>();
    CreatePackageRequest.Builder request =
        CreatePackageRequest.newBuilder()
            .setRequestId("story-package-" + urn)
            .setUrn(urn)
            .setDefendant(child.person().descriptor())
            .setHandling(PapersStory.handling())
            .setRelation(PackageRelation.PACKAGE_RELATION_FIRST);
    for (DocumentKind kind : kinds) {
      byte[] text = ("Invented: " + PapersText.words(kind) + ".").getBytes(StandardCharsets.UTF_8);
      Path file = folder.resolve(kind.getNumber() + ".txt");
      Files.write(file, text);
      files.add(file);
      request.addDocuments(
          DocumentManifest.newBuilder()
              .setKind(kind)
              .setTitle(PapersText.words(kind))
              .setMediaType("text/plain")
              .setSizeBytes(text.length)
              .setSha256(ByteString.copyFrom(sha256(text)))
              .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE));
    }
    var unused =
        new PackageSender(
                stage.connections().of(PapersStory.CASEWORK),
                SenderSettings.standard(),
                RandomGenerator.getDefault())
            .send(request.build(), files, index -> SendListener.NONE);
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private void join(String agency, String name, AgencyKind kind, String system, List<Role> roles)
      throws IOException {
    String anchor = stage.connections().join(agency, name, system, stage.clock());
    DirectoryServiceBlockingStub directory =
        DirectoryServiceGrpc.newBlockingStub(
                stage.connections().of(one(Role.ROLE_DIRECTORY_ADMINISTRATOR)).channel())
            .withDeadlineAfter(CALL_SECONDS_MAX, TimeUnit.SECONDS);
    var registered =
        directory.registerAgency(
            RegisterAgencyRequest.newBuilder()
                .setRequestId("story-agency-" + agency)
                .setAgency(
                    Agency.newBuilder()
                        .setAgencyId(agency)
                        .setKind(kind)
                        .setDisplayName(name)
                        .addTrustAnchorsPem(anchor))
                .build());
    var known =
        directory.registerPrincipal(
            RegisterPrincipalRequest.newBuilder()
                .setRequestId("story-system-" + agency)
                .setPrincipal(Principal.newBuilder().setPrincipalId(system).setDisplayName(name))
                .build());
    for (Role role : roles) {
      var granted =
          directory.grantRole(
              GrantRoleRequest.newBuilder()
                  .setRequestId("story-role-" + role.getNumber() + "-" + agency)
                  .setPrincipalId(system)
                  .setGrant(RoleGrant.newBuilder().setRole(role))
                  .build());
    }
  }

  private String one(Role role) {
    return stage.caseload().staff(role).getFirst().id();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
