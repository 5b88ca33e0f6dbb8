/// Certificates inside of documents, and the documents that come after them: a certificate that
/// ends makes a new document necessary, with a new digest. Source: initdata.md e.2 (step 23) and
/// h.5.
@NullMarked
package dev.fiducia.initdata.rotation;

import org.jspecify.annotations.NullMarked;
