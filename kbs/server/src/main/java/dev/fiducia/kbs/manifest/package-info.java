/// What other systems need of a registered document, ready to apply: annotation, ConfigMaps,
/// reference values and a policy for another Trustee. Source: initdata.md h.3 (`manifests`).
@NullMarked
package dev.fiducia.kbs.manifest;

import org.jspecify.annotations.NullMarked;
