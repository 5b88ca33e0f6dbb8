package dev.fiducia.app;

import dev.fiducia.app.GuestOptions.GuestTee;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;

/// Reads a guest's TEE by its word on the command line.
final class GuestTeeConverter implements ITypeConverter<GuestTee> {
    @Override
    public GuestTee convert(String word) {
        for (GuestTee tee : GuestTee.values()) {
            if (tee.toString().equals(word)) {
                return tee;
            }
        }
        throw new TypeConversionException(
                "expected one of " + Arrays.toString(GuestTee.values()) + ", not '" + word + "'");
    }
}
