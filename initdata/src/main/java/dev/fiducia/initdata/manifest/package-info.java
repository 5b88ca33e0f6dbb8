/// Kubernetes manifests that carry initdata: found in what people have, and written for what they
/// need next. Source: initdata.md a.4, e.2 (steps 8, 16, 19), h.3 (`manifests`). Values are taken
/// from fields of the parsed YAML, never by a search in its text.
@NullMarked
package dev.fiducia.initdata.manifest;

import org.jspecify.annotations.NullMarked;
