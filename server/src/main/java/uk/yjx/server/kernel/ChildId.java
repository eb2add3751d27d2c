package uk.yjx.server.kernel;

import java.util.UUID;

/** The exchange's own key for one child; it means nothing outside the exchange. */
public record ChildId(UUID value) {}
