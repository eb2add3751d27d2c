package uk.yjx.server.caseload;

import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An allocation as stored. */
@MappedEntity(value = "allocation", schema = "caseload")
record StoredAllocation(
    UUID childId,
    int version,
    @Nullable String principalId,
    String practiceGroup,
    String role,
    Instant validFrom,
    @Nullable Instant validTo) {}
