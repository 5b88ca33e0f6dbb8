package dev.fiducia.initdata;

import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Strict reading of TOML 1.0.0: from bytes that must be plain UTF-8, with bounded nesting and one
/// typed error for whatever is wrong.
public final class TomlText {

    private static final int MAX_NESTING = 64;
    private static final TomlParseOptions OPTIONS =
            TomlParseOptions.sourceless()
                    .withVersion(TomlVersion.V1_0_0)
                    .withMaxNestingDepth(MAX_NESTING);

    private TomlText() {}

    /// The characters of a UTF-8 text without byte order mark and NUL.
    ///
    /// @throws InitdataException if the bytes are something else
    public static String decode(byte[] raw) throws InitdataException {
        if (raw.length >= 3
                && raw[0] == (byte) 0xEF
                && raw[1] == (byte) 0xBB
                && raw[2] == (byte) 0xBF) {
            throw new InitdataException(
                    InitdataError.BYTE_ORDER_MARK,
                    "the document starts with a byte order mark: save it as UTF-8 without BOM",
                    new Place(1, 1));
        }
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(raw.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(raw), text, true);
        text.flip();
        if (result.isError()) {
            throw new InitdataException(
                    InitdataError.NOT_UTF8,
                    "the document is not UTF-8",
                    Place.of(text, text.length()));
        }
        String decoded = text.toString();
        int nul = decoded.indexOf('\0');
        if (nul >= 0) {
            throw new InitdataException(
                    InitdataError.NUL_CHARACTER,
                    "the document holds a NUL character, which TOML does not allow",
                    Place.of(decoded, nul));
        }
        return decoded;
    }

    /// tomlj 2.2.0 fails on some malformed inline tables (`a={1,#\ra`) instead of reporting them.
    private static TomlParseResult result(String text) throws InitdataException {
        try {
            return Toml.parse(text, OPTIONS);
        } catch (RuntimeException e) {
            throw new InitdataException(InitdataError.SYNTAX, "the document is not TOML 1.0.0");
        }
    }

    /// A text as TOML.
    ///
    /// @throws InitdataException if it is not, with the place of the first mistake
    public static TomlTable parse(String text) throws InitdataException {
        Place tooDeep = TomlNesting.deeperThan(MAX_NESTING, text);
        if (tooDeep != null) {
            throw new InitdataException(
                    InitdataError.SYNTAX,
                    "Nesting is too deep (more than "
                            + MAX_NESTING
                            + " levels of tables and arrays)",
                    tooDeep);
        }
        TomlParseResult result = result(text);
        List<TomlParseError> errors = result.errors();
        if (!errors.isEmpty()) {
            TomlParseError first = errors.getFirst();
            String message = String.valueOf(first.getMessage());
            InitdataError error =
                    message.contains("previously defined")
                            ? InitdataError.DUPLICATE_KEY
                            : InitdataError.SYNTAX;
            throw new InitdataException(error, message, place(first.position()));
        }
        return result;
    }

    /// A place as the TOML parser tells it: columns are code points.
    public static Place place(TomlPosition position) {
        return new Place(position.line(), position.column());
    }
}
