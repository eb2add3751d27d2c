/** Which children a youth justice service works with, and who holds each of them when. */
@NullMarked
package uk.yjx.server.caseload;

import org.jspecify.annotations.NullMarked;
