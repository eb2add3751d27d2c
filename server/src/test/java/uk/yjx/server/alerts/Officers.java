package uk.yjx.server.alerts;

import java.util.List;
import uk.yjx.common.v1.Role;
import uk.yjx.operations.v1.ApproveErasureRequest;
import uk.yjx.operations.v1.Erasure;
import uk.yjx.operations.v1.HoldRecordsRequest;
import uk.yjx.operations.v1.ListErasuresRequest;
import uk.yjx.operations.v1.RetentionServiceGrpc;
import uk.yjx.operations.v1.RetentionServiceGrpc.RetentionServiceBlockingStub;
import uk.yjx.operations.v1.RunRetentionRequest;
import uk.yjx.operations.v1.RunRetentionResponse;
import uk.yjx.operations.v1.SetRetentionRequest;

/** Two invented data-protection officers of one agency: Ola puts up for review, Pia approves. */
public final class Officers {
  private final Area area;
  private final String agency;
  private final String ola;
  private final String pia;

  /** Registers them; their agency has said nothing of retention yet. */
  public Officers(Area area, String agency) {
    this.area = area;
    this.agency = agency;
    ola = officer("ola");
    pia = officer("pia");
  }

  /** Keeps the agency's records for so many days. */
  public Officers keeping(int days) {
    var unused =
        stub(ola)
            .setRetention(
                SetRetentionRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setKeepDays(days)
                    .build());
    return this;
  }

  /** Puts up for review what is past its time, or only counts it. */
  public RunRetentionResponse run(boolean dry) {
    return stub(ola)
        .runRetention(
            RunRetentionRequest.newBuilder().setRequestId(area.requestId()).setDryRun(dry).build());
  }

  /** Holds a child's records, or all of the agency's; or lets them go. */
  public void hold(String child, boolean release) {
    var unused =
        stub(ola)
            .holdRecords(
                HoldRecordsRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setChildId(child)
                    .setRelease(release)
                    .setReason("An inquiry.")
                    .build());
  }

  /** Erasures that wait, or all. */
  public List<Erasure> erasures(boolean doneToo) {
    return stub(ola)
        .listErasures(ListErasuresRequest.newBuilder().setIncludeDone(doneToo).build())
        .getErasuresList();
  }

  /** Pia approves. */
  public void approve(Erasure erasure) {
    approve(pia, erasure);
  }

  /** Ola approves what she put up herself. */
  public void approveOwn(Erasure erasure) {
    approve(ola, erasure);
  }

  private void approve(String who, Erasure erasure) {
    var unused =
        stub(who)
            .approveErasure(
                ApproveErasureRequest.newBuilder()
                    .setRequestId(area.requestId())
                    .setErasureId(erasure.getErasureId())
                    .build());
  }

  private String officer(String name) {
    String who = agency + "/user/" + name;
    area.principal(who);
    area.grant(who, Role.ROLE_DATA_PROTECTION_OFFICER, "");
    return who;
  }

  private RetentionServiceBlockingStub stub(String who) {
    return RetentionServiceGrpc.newBlockingStub(area.as(who));
  }
}
