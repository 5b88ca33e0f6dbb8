package dev.fiducia.app;

import dev.fiducia.initdata.lint.Platform;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;

/// Reads the name of a platform.
final class PlatformConverter implements ITypeConverter<Platform> {
    @Override
    public Platform convert(String name) {
        return Platform.of(name)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "there is no platform " + name + "; known are " + known()));
    }

    private static String known() {
        return String.join(", ", Arrays.stream(Platform.values()).map(Platform::wireName).toList());
    }
}
