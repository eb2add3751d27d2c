/** Court events, and prosecution papers: what is expected, packages, uploads, and reading. */
@NullMarked
package uk.yjx.server.casepapers;

import org.jspecify.annotations.NullMarked;
