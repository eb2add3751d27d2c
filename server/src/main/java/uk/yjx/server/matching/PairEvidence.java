package uk.yjx.server.matching;

/**
 * What a rule of linking looks at in a compared pair.
 *
 * @param levels how each field agrees, packed
 * @param score with households as an explanation, in bits
 * @param againstStrangers without, in bits
 * @param line bits of the rarest line of the address that is equal; 0 if none is
 * @param slip whether one forename looks like a slip of the pen for the other
 * @param generation whether one was born so many years later as a son or daughter may be
 */
record PairEvidence(
    long levels,
    double score,
    double againstStrangers,
    double line,
    boolean slip,
    boolean generation) {

  Level level(int field) {
    return RowComparer.level(levels, field);
  }
}
