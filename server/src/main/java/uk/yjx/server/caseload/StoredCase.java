package uk.yjx.server.caseload;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** A case as stored, with the wrapped key its sealed part opens with. */
@MappedEntity(value = "child", schema = "caseload")
record StoredCase(
    @Id UUID childId,
    String service,
    String serviceChildId,
    boolean closed,
    int version,
    byte[] sealed,
    byte[] wrapped) {}
