package dev.fiducia.attestation.intel;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The report in a quote: of an enclave, or of a trust domain in one of its two sizes.
///
/// @param layout which fields there are
/// @param bytes as long as the layout has it
@SuppressWarnings("ArrayRecordComponent") // copied where it is given away, never compared
record ReportBody(Layout layout, byte[] bytes) {

    /// A field, by the name that claims give it.
    record Field(String name, int offset, int length) {}

    static final Field REPORT_DATA_SGX = new Field("report_data", 320, 64);
    static final Field REPORT_DATA_TD = new Field("report_data", 520, 64);
    static final Field MR_CONFIG_ID = new Field("mr_config_id", 184, 48);
    static final Field CONFIG_ID = new Field("config_id", 192, 64);
    static final Field TCB_SVN = new Field("tcb_svn", 0, 16);
    static final Field TCB_SVN_2 = new Field("tee_tcb_svn2", 584, 16);
    static final Field MRSIGNER_SEAM = new Field("mrsigner_seam", 64, 48);
    static final Field SEAM_ATTRIBUTES = new Field("seam_attributes", 112, 8);
    static final Field TD_ATTRIBUTES = new Field("td_attributes", 120, 8);
    static final Field RTMR_0 = new Field("rtmr_0", 328, 48);
    static final Field RTMR_1 = new Field("rtmr_1", 376, 48);
    static final Field RTMR_2 = new Field("rtmr_2", 424, 48);
    static final Field RTMR_3 = new Field("rtmr_3", 472, 48);
    static final Field MISC_SELECT = new Field("misc_select", 16, 4);
    static final Field ATTRIBUTES = new Field("attributes", 48, 16);
    static final Field MR_SIGNER = new Field("mr_signer", 128, 32);
    static final Field ISV_PROD_ID = new Field("isv_prod_id", 256, 2);
    static final Field ISV_SVN = new Field("isv_svn", 258, 2);

    private static final List<Field> SGX_FIELDS =
            List.of(
                    new Field("cpu_svn", 0, 16),
                    MISC_SELECT,
                    new Field("reserved1", 20, 12),
                    new Field("isv_ext_prod_id", 32, 16),
                    new Field("attributes.flags", 48, 8),
                    new Field("attributes.xfrm", 56, 8),
                    new Field("mr_enclave", 64, 32),
                    new Field("reserved2", 96, 32),
                    MR_SIGNER,
                    new Field("reserved3", 160, 32),
                    CONFIG_ID,
                    ISV_PROD_ID,
                    ISV_SVN,
                    new Field("config_svn", 260, 2),
                    new Field("reserved4", 262, 42),
                    new Field("isv_family_id", 304, 16),
                    REPORT_DATA_SGX);

    private static final List<Field> TD_10_FIELDS =
            List.of(
                    TCB_SVN,
                    new Field("mr_seam", 16, 48),
                    MRSIGNER_SEAM,
                    SEAM_ATTRIBUTES,
                    TD_ATTRIBUTES,
                    new Field("xfam", 128, 8),
                    new Field("mr_td", 136, 48),
                    MR_CONFIG_ID,
                    new Field("mr_owner", 232, 48),
                    new Field("mr_owner_config", 280, 48),
                    RTMR_0,
                    RTMR_1,
                    RTMR_2,
                    RTMR_3,
                    REPORT_DATA_TD);

    private static final List<Field> TD_15_FIELDS =
            List.of(TCB_SVN_2, new Field("mr_servicetd", 600, 48));

    /// Which report it is.
    enum Layout {
        SGX(384),
        TD_10(584),
        TD_15(648);

        private final int length;

        Layout(int length) {
            this.length = length;
        }

        int length() {
            return length;
        }
    }

    byte[] value(Field field) {
        return Arrays.copyOfRange(bytes, field.offset(), field.offset() + field.length());
    }

    String hex(Field field) {
        return HexFormat.of().formatHex(bytes, field.offset(), field.offset() + field.length());
    }

    int u16(Field field) {
        return Short.toUnsignedInt(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(field.offset()));
    }

    long u64(Field field) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(field.offset());
    }

    Field reportData() {
        return layout == Layout.SGX ? REPORT_DATA_SGX : REPORT_DATA_TD;
    }

    /// All fields in hexadecimal, as they lie.
    void claim(ObjectNode claims) {
        fields(layout == Layout.SGX ? SGX_FIELDS : TD_10_FIELDS, claims);
        if (layout == Layout.TD_15) {
            fields(TD_15_FIELDS, claims);
        }
    }

    private void fields(List<Field> fields, ObjectNode claims) {
        fields.forEach(field -> claims.put(field.name(), hex(field)));
    }
}
