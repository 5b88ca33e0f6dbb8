package dev.fiducia.attestation.launch.pe;

import dev.fiducia.attestation.evidence.ByteCursor;
import dev.fiducia.attestation.evidence.RefusedException;
import dev.fiducia.crypto.CryptoSuite;
import dev.fiducia.crypto.HashAlgorithm;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A PE image that UEFI could start, and what is in it.
///
/// Bytes are not copied: they must not change while the image is used.
public final class PeImage {

    /// Largest image that is looked at; unified kernel images hold an initrd.
    public static final int MAX_LENGTH = 1 << 30;

    private static final String CODE = "pe-malformed";
    private static final int DOS_MAGIC = 0x5A4D;
    private static final int HEADER_POINTER = 0x3C;
    private static final long SIGNATURE = 0x4550;
    private static final int PE32 = 0x10B;
    private static final int PE32_PLUS = 0x20B;
    private static final int CHECKSUM = 64;
    private static final int CHECKSUM_LENGTH = 4;
    private static final int HEADERS_SIZE = 60;
    private static final int CERTIFICATES = 4;
    private static final int DIRECTORY_LENGTH = 8;
    private static final int MAX_DIRECTORIES = 16;
    private static final int MAX_SECTIONS = 512;
    private static final int SECTION_LENGTH = 40;
    private static final int NAME_LENGTH = 8;

    private final byte[] bytes;
    private final Header header;
    private final List<PeSection> sections;

    private PeImage(byte[] bytes, Header header, List<PeSection> sections) {
        this.bytes = bytes;
        this.header = header;
        this.sections = List.copyOf(sections);
    }

    /// What the hash leaves out, and where it goes on.
    ///
    /// @param checksum offset of the checksum
    /// @param directory offset of the entry that points to the certificates; 0 without one
    /// @param length bytes of all headers
    /// @param certificates bytes of the certificates at the end of the file
    private record Header(int checksum, int directory, long length, long certificates) {}

    /// Parses an image.
    ///
    /// @param name what it is, for refusals: `kernel`
    public static PeImage parse(byte[] bytes, String name) throws RefusedException {
        ByteCursor in = ByteCursor.littleEndian(bytes, name, CODE);
        if (bytes.length < HEADER_POINTER + 4 || in.u16() != DOS_MAGIC) {
            throw in.malformed("is no PE image (it has no MZ): UEFI would not start it");
        }
        if (bytes.length > MAX_LENGTH) {
            throw in.malformed("has more than " + MAX_LENGTH + " bytes");
        }
        in.skip(HEADER_POINTER - in.position());
        long pointer = in.u32();
        if (pointer < in.position() || pointer > bytes.length) {
            throw in.malformed("has its PE header at " + pointer);
        }
        in.skip((int) pointer - in.position());
        if (in.u32() != SIGNATURE) {
            throw in.malformed("has no PE signature where it says");
        }
        in.skip(2); // machine
        int count = in.u16();
        in.skip(12);
        int optionalLength = in.u16();
        in.skip(2); // characteristics
        int start = in.position();
        Header header = header(in, optionalLength, bytes.length);
        in = ByteCursor.littleEndian(bytes, name, CODE);
        in.skip(start + optionalLength);
        if (count > MAX_SECTIONS || in.position() + count * SECTION_LENGTH > header.length()) {
            throw in.malformed("has " + count + " sections, not all of them in its headers");
        }
        return new PeImage(bytes, header, sections(in, count, header));
    }

    /// The sections in the order of their table.
    public List<PeSection> sections() {
        return sections;
    }

    /// What a section has in memory that is backed by the file.
    public byte[] content(PeSection section) {
        return Arrays.copyOfRange(
                bytes, (int) section.offset(), (int) (section.offset() + section.backed()));
    }

    /// Hashes [#content].
    public byte[] digest(PeSection section, HashAlgorithm algorithm, CryptoSuite crypto) {
        MessageDigest digest = crypto.hashing(algorithm);
        digest.update(bytes, (int) section.offset(), (int) section.backed());
        return digest.digest();
    }

    /// The Authenticode hash, as EDK II measures it: headers without checksum and the entry of the
    /// certificates, sections in the order of the file, and what is behind them but for the
    /// certificates. Not padded to eight bytes.
    public byte[] authenticode(HashAlgorithm algorithm, CryptoSuite crypto) {
        MessageDigest digest = crypto.hashing(algorithm);
        int at = header.checksum() + CHECKSUM_LENGTH;
        digest.update(bytes, 0, header.checksum());
        if (header.directory() > 0) {
            digest.update(bytes, at, header.directory() - at);
            at = header.directory() + DIRECTORY_LENGTH;
        }
        digest.update(bytes, at, (int) header.length() - at);
        long hashed = header.length();
        for (PeSection section : inFile(sections)) {
            digest.update(bytes, (int) section.offset(), (int) section.fileSize());
            hashed += section.fileSize();
        }
        long rest = bytes.length - hashed - header.certificates();
        if (rest > 0) {
            digest.update(bytes, (int) hashed, (int) rest);
        }
        return digest.digest();
    }

    private static Header header(ByteCursor in, int optionalLength, int fileLength)
            throws RefusedException {
        int start = in.position();
        int magic = in.u16();
        if (magic != PE32 && magic != PE32_PLUS) {
            throw in.malformed(String.format("has an optional header of type 0x%x", magic));
        }
        in.skip(HEADERS_SIZE - 2);
        long length = in.u32();
        int table = magic == PE32 ? 96 : 112;
        in.skip(table - 4 - (in.position() - start));
        long directories = in.u32();
        if (directories > MAX_DIRECTORIES
                || table + directories * DIRECTORY_LENGTH > optionalLength) {
            throw in.malformed("has " + directories + " directories in too small a header");
        }
        if (length < start + optionalLength || length > fileLength) {
            throw in.malformed("has headers of " + length + " bytes");
        }
        int checksum = start + CHECKSUM;
        if (directories <= CERTIFICATES) {
            return new Header(checksum, 0, length, 0);
        }
        in.skip(CERTIFICATES * DIRECTORY_LENGTH);
        int directory = in.position();
        long offset = in.u32();
        long size = in.u32();
        if (size > 0 && (offset < length || offset + size != fileLength)) {
            throw in.malformed(
                    "has certificates that aren't the end of the file, so its hash would leave out"
                            + " something else: sign it anew");
        }
        return new Header(checksum, directory, length, size);
    }

    private static List<PeSection> sections(ByteCursor in, int count, Header header)
            throws RefusedException {
        List<PeSection> sections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] name = in.take(NAME_LENGTH);
            long memorySize = in.u32();
            in.skip(4); // address
            long fileSize = in.u32();
            long offset = in.u32();
            in.skip(16);
            // Without bytes in the file, where they would be says nothing.
            sections.add(
                    new PeSection(text(name), memorySize, fileSize == 0 ? 0 : offset, fileSize));
        }
        long end = header.length();
        long limit = in.position() + (long) in.remaining() - header.certificates();
        for (PeSection section : inFile(sections)) {
            if (section.offset() < end || section.end() > limit) {
                throw in.malformed(
                        "has the section "
                                + shown(section.name())
                                + " outside of the file or over something else");
            }
            end = section.end();
        }
        return sections;
    }

    private static List<PeSection> inFile(List<PeSection> sections) {
        return sections.stream()
                .filter(section -> section.fileSize() > 0)
                .sorted(Comparator.comparingLong(PeSection::offset))
                .toList();
    }

    private static String text(byte[] name) {
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        return new String(name, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String shown(String name) {
        return name.replaceAll("[^ -~]", "?");
    }
}
