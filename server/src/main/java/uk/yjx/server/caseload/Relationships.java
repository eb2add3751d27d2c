package uk.yjx.server.caseload;

/** Who keeps the relationships between services over a child. */
public interface Relationships {

  /**
   * The relationships now. A plan reads the journal's stamp first and depends on {@code child} of
   * whoever it asks for, or on {@code placement}.
   */
  RelationshipBook now();
}
