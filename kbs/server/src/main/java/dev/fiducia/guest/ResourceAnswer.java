package dev.fiducia.guest;

import org.jspecify.annotations.Nullable;

/// What the answers to a resource request other than 401 mean, the same for every kind of client.
final class ResourceAnswer {

    private ResourceAnswer() {}

    static byte[] content(ResourceUri resource, KbsAnswer answer, TeeKey key)
            throws GuestException {
        return switch (answer.status()) {
            case 200 -> key.open(answer.json("the resource"));
            case 404 ->
                    throw new GuestException(
                            GuestFailure.RESOURCE_NOT_FOUND, "there is no resource " + resource);
            default ->
                    throw new GuestException(
                            GuestFailure.KBS_ERROR,
                            "status "
                                    + answer.status()
                                    + ", "
                                    + ErrorInformation.parse(answer).describe());
        };
    }

    static GuestException unauthorized(@Nullable ErrorInformation last) {
        String why = last == null ? "" : ": " + last.describe();
        return new GuestException(GuestFailure.UNAUTHORIZED, "request unauthorized" + why);
    }
}
