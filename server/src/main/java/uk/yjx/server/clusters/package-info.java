/**
 * Incident clusters: events of several children that belong together, the warnings because of them,
 * and what agencies do about it together.
 */
@NullMarked
package uk.yjx.server.clusters;

import org.jspecify.annotations.NullMarked;
