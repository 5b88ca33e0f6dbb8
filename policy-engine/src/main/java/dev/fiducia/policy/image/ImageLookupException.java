package dev.fiducia.policy.image;

/// Images can't be looked up now. The message is shown to the user whose image was not resolved.
public final class ImageLookupException extends Exception {
    private static final long serialVersionUID = 1;

    public ImageLookupException(String message) {
        super(message);
    }
}
