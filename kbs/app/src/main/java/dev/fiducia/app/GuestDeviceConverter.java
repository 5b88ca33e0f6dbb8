package dev.fiducia.app;

import dev.fiducia.app.GuestOptions.GuestDevice;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;

/// Reads a guest's device by its word on the command line.
final class GuestDeviceConverter implements ITypeConverter<GuestDevice> {
    @Override
    public GuestDevice convert(String word) {
        for (GuestDevice device : GuestDevice.values()) {
            if (device.toString().equals(word)) {
                return device;
            }
        }
        throw new TypeConversionException(
                "expected one of "
                        + Arrays.toString(GuestDevice.values())
                        + ", not '"
                        + word
                        + "'");
    }
}
