package uk.yjx.server.matching;

import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;

/** A child on record with everything known of who the child is. */
public record Candidate(ChildId child, PersonDescription description) {}
