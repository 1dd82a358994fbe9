package org.weijifen.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weijifen.platform.database.StartRefusedException;

class KeyEncryptionTest {
    private static final byte[] SECRET = bytes("a secret");
    private static final byte[] ROW = bytes("table/1");

    private final SecretKey one = key(KeyEncryptionKeys.newKey());
    private final SecretKey two = key(KeyEncryptionKeys.newKey());
    private final LaunchMode before = LaunchMode.current();

    @TempDir
    Path temp;

    @BeforeEach
    void inProduction() {
        LaunchMode.set(LaunchMode.NORMAL);
    }

    @AfterEach
    void asBefore() {
        LaunchMode.set(before);
    }

    @Test
    void decryptsWhatItHasEncrypted() {
        KeyEncryption encryption = new KeyEncryption(List.of(one));
        byte[] encrypted = encryption.encrypt(SECRET, ROW);

        assertThat(encrypted).hasSize(SECRET.length + KeyEncryption.OVERHEAD);
        assertThat(encryption.decrypt(encrypted, ROW)).isEqualTo(SECRET);
        assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("a secret");
        assertThat(encryption.encrypt(SECRET, ROW)).isNotEqualTo(encrypted);
    }

    @Test
    void refusesWhatWasChangedAnywhere() {
        KeyEncryption encryption = new KeyEncryption(List.of(one));
        byte[] encrypted = encryption.encrypt(SECRET, ROW);
        for (int i = 0; i < encrypted.length; i++) {
            byte[] changed = encrypted.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(IllegalStateException.class)
                    .as("byte " + i)
                    .isThrownBy(() -> encryption.decrypt(changed, ROW));
        }
    }

    @Test
    void refusesWhatBelongsToAnotherRow() {
        KeyEncryption encryption = new KeyEncryption(List.of(one));
        byte[] encrypted = encryption.encrypt(SECRET, ROW);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> encryption.decrypt(encrypted, bytes("table/2")));
    }

    @Test
    void decryptsByEachKeyAndEncryptsByTheFirst() {
        KeyEncryption before = new KeyEncryption(List.of(one));
        KeyEncryption both = new KeyEncryption(List.of(two, one));
        KeyEncryption after = new KeyEncryption(List.of(two));
        byte[] old = before.encrypt(SECRET, ROW);

        assertThat(both.decrypt(old, ROW)).isEqualTo(SECRET);
        assertThat(after.opens(old)).isFalse();
        byte[] renewed = both.renew(old, ROW).orElseThrow();
        assertThat(after.decrypt(renewed, ROW)).isEqualTo(SECRET);
        assertThat(before.opens(renewed)).isFalse();
        assertThat(both.renew(renewed, ROW)).isEmpty();
    }

    @Test
    void readsKeysOfASettingAndOfAFile() throws IOException {
        Path file = Files.writeString(temp.resolve("keys"), "\n " + text(two) + " \r\n" + text(one) + "\n");

        assertThat(read(KeyEncryptionKeys.SETTING, text(one) + ", " + text(two)))
                .containsExactly(one, two);
        assertThat(read(KeyEncryptionKeys.FILE, file.toString())).containsExactly(two, one);
    }

    @ParameterizedTest
    @ValueSource(strings = {",,", "not base64!", "c2hvcnQ=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesKeysThatAreNone(String text) throws IOException {
        Path file = Files.writeString(temp.resolve("keys"), text);

        for (Config config : List.of(
                config(Map.of(KeyEncryptionKeys.SETTING, text)),
                config(Map.of(KeyEncryptionKeys.FILE, file.toString())),
                config(Map.of(KeyEncryptionKeys.SETTING, text(one) + "," + (text.equals(",,") ? "x" : text))))) {
            assertRefused(config, "32 bytes in Base64", "Base64 编码").withMessageNotContaining(text);
        }
    }

    @Test
    void refusesAFileThatIsTooLargeOrNotThere() throws IOException {
        Path large = Files.writeString(temp.resolve("keys"), (text(one) + "\n").repeat(1000));

        assertRefused(config(Map.of(KeyEncryptionKeys.FILE, large.toString())), "32 bytes in Base64");
        assertRefused(
                config(Map.of(KeyEncryptionKeys.FILE, temp.resolve("none").toString())),
                "can't be read",
                temp.resolve("none").toString());
        assertRefused(config(Map.of(KeyEncryptionKeys.FILE, temp.toString())), "can't be read");
    }

    @Test
    void refusesBothSettingsAndInProductionNone() throws IOException {
        Path file = Files.writeString(temp.resolve("keys"), text(one));

        assertRefused(
                config(Map.of(KeyEncryptionKeys.SETTING, text(one), KeyEncryptionKeys.FILE, file.toString())),
                "both set");
        assertRefused(config(Map.of()), "is missing", "openssl rand -base64 32", "WEIJIFEN_KEY_ENCRYPTION_KEY_FILE");
    }

    @Test
    void refusesThePublishedKeyInProductionAlone() {
        String published = text(KeyEncryptionKeys.PUBLISHED);
        assertRefused(config(Map.of(KeyEncryptionKeys.SETTING, text(one) + "," + published)), "published one");

        LaunchMode.set(LaunchMode.DEVELOPMENT);
        assertThat(KeyEncryptionKeys.read(config(Map.of()))).containsExactly(KeyEncryptionKeys.PUBLISHED);
        assertThat(read(KeyEncryptionKeys.SETTING, text(one))).containsExactly(one);
        byte[] encrypted = new KeyEncryption(List.of(KeyEncryptionKeys.PUBLISHED)).encrypt(SECRET, ROW);
        assertThat(KeyEncryption.isPublished(encrypted)).isTrue();
        assertThat(KeyEncryption.isPublished(new KeyEncryption(List.of(one)).encrypt(SECRET, ROW)))
                .isFalse();
    }

    private static ThrowableAssertAlternative<StartRefusedException> assertRefused(Config config, String... words) {
        return assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> KeyEncryptionKeys.read(config))
                .withMessageContainingAll(words);
    }

    private static List<SecretKey> read(String setting, String value) {
        return KeyEncryptionKeys.read(config(Map.of(setting, value)));
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder().withDefaultValues(settings).build();
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(Base64.getDecoder().decode(text), "AES");
    }

    private static String text(SecretKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
