/** Prosecution papers: packages, uploads that go on after a cut, and reading. */
@NullMarked
package uk.yjx.server.casepapers;

import org.jspecify.annotations.NullMarked;
