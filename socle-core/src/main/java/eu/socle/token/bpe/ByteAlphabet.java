package eu.socle.token.bpe;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The 256 printable characters that stand for bytes in a byte-level vocabulary (GPT-2, 2019): a
/// visible Latin-1 character stands for itself, each other byte for the next character from U+0100
/// on.
public final class ByteAlphabet {

    private static final char[] CHARACTERS = characters();
    private static final short[] BYTES = bytes();

    private ByteAlphabet() {}

    /// The character that stands for a byte 0..255.
    public static char character(int value) {
        return CHARACTERS[value];
    }

    /// True for a byte that a published vocabulary may lack: one that UTF-8 never has, a control
    /// other than tab and line ends, or the lead of a rare plane (StarCoder lacks F1, Falcon 14
    /// controls). Such a byte is left out of the ids, as the makers' tokenizers do.
    public static boolean mayLack(int value) {
        boolean control = value < 0x20 && value != '\t' && value != '\n' && value != '\r';
        return control || value == 0x7f || value == 0xc0 || value == 0xc1 || value > 0xf0;
    }

    /// The 256 bytes in the order of their characters' code points: the order of ids in a trained
    /// vocabulary.
    public static int[] bytesInCharacterOrder() {
        int[] order = new int[256];
        int n = 0;
        for (short value : BYTES) {
            if (value >= 0) {
                order[n++] = value;
            }
        }
        return order;
    }

    /// These bytes as a vocabulary writes them.
    public static String spell(byte[] bytes) {
        StringBuilder spelling = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            spelling.append(CHARACTERS[b & 0xff]);
        }
        return spelling.toString();
    }

    /// The bytes that a vocabulary entry stands for, or null when a character is not of the
    /// alphabet.
    public static byte @Nullable [] read(String spelling) {
        byte[] bytes = new byte[spelling.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = spelling.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return null;
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }

    /// The bytes of an added token: its content as UTF-8.
    public static byte[] plain(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static char[] characters() {
        char[] characters = new char[256];
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean visible = (b > 0x20 && b < 0x7f) || (b > 0xa0 && b != 0xad);
            characters[b] = visible ? (char) b : next++;
        }
        return characters;
    }

    private static short[] bytes() {
        short[] bytes = new short[0x144]; // 68 bytes are not visible
        java.util.Arrays.fill(bytes, (short) -1);
        for (int b = 0; b < 256; b++) {
            bytes[CHARACTERS[b]] = (short) b;
        }
        return bytes;
    }
}
