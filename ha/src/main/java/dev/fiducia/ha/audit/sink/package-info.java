/// Where events of the audit log go besides the store: files of JSON lines, and syslog over TLS.
@NullMarked
package dev.fiducia.ha.audit.sink;

import org.jspecify.annotations.NullMarked;
