/** Sends prosecution papers and reads them: uploads that go on by themselves after every cut. */
@NullMarked
package uk.yjx.client.papers;

import org.jspecify.annotations.NullMarked;
