/// Templates of initdata documents: texts with `${parameters}` that become documents, the same
/// bytes for the same values every time. Values are checked by their type and quoted for the
/// language they land in, so that none can say more than itself. Source: initdata.md h.3
/// (`:render`). Refused are unknown, missing and ill-typed parameters, and results that do not read
/// back as what was put in.
@NullMarked
package dev.fiducia.initdata.template;

import org.jspecify.annotations.NullMarked;
