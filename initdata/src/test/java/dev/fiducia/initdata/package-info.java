/// Tests of the initdata module. The worked example of the documents' specification is in
/// [SampleDocument]; its numbers were computed outside of this code. Real documents come from the
/// shared vectors where present.
@NullMarked
package dev.fiducia.initdata;

import org.jspecify.annotations.NullMarked;
