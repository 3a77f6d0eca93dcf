package dev.attest.sbom.facts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The extended attribute {@code security.capability} (linux/capability.h, vfs_cap_data and vfs_ns_cap_data, revisions 1 to
 * 3): little-endian, a word of magic and flag, then permitted and inheritable sets of 32 bits each, revision 3 ending with
 * the uid of a user namespace's root.
 */
final class FileCapability {
    private static final String[] NAMES = ("chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap"
                    + " linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module"
                    + " sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time"
                    + " sys_tty_config mknod lease audit_write audit_control setfcap mac_override mac_admin syslog"
                    + " wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore")
            .split(" ");

    private FileCapability() {}

    /** The conditions of the fact: names as libcap writes them; what the kernel would not take has a reason. */
    static Map<String, String> of(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int magic = bytes.length < Integer.BYTES ? 0 : words.getInt();
        int revision = magic >>> 24;
        int expected = revision == 1 ? 12 : revision == 2 ? 20 : revision == 3 ? 24 : -1;
        if (bytes.length != expected) {
            return Map.of("reason", "the attribute has not its form");
        }
        long permitted = Integer.toUnsignedLong(words.getInt());
        long inheritable = Integer.toUnsignedLong(words.getInt());
        if (revision > 1) {
            permitted |= (long) words.getInt() << 32;
            inheritable |= (long) words.getInt() << 32;
        }
        var conditions = new TreeMap<String, String>();
        conditions.put("capabilities", names(permitted));
        conditions.put("effective", (magic & 1) == 1 ? "yes" : "no");
        if (inheritable != 0) {
            conditions.put("inheritable", names(inheritable));
        }
        if (revision == 3) {
            conditions.put("rootUid", Integer.toUnsignedString(words.getInt()));
        }
        return conditions;
    }

    private static String names(long set) {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((set >>> bit & 1) == 1) {
                names.add("cap_" + (bit < NAMES.length ? NAMES[bit] : Integer.toString(bit)));
            }
        }
        return String.join(",", names);
    }
}
