package dev.rejoin.aws.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KmsException;

class KmsSealTest {
    private static final byte[] SECRET = "paid".getBytes(StandardCharsets.UTF_8);

    private final FakeKms kms = new FakeKms();
    private long now = 1_000_000;
    private final KmsSeal seal = new KmsSeal(kms, FakeKms.KEY, "orders-journal", () -> now);
    private final KmsOpener opener = new KmsOpener(kms, "orders-journal");

    @Test
    void whatIsSealedCanBeOpenedWithTheKeyAndShowsNothing() {
        byte[] sealed = seal.seal(SECRET, "here").join();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("paid");
        assertThat(opener.open(sealed, "here").join()).isEqualTo(SECRET);
        assertThat(seal.seal(SECRET, "here").join()).isNotEqualTo(sealed);
    }

    @Test
    void oneDataKeyServesForAnHour() {
        byte[] first = seal.seal(SECRET, "a").join();
        now += 3_600_000;
        byte[] second = seal.seal(SECRET, "b").join();
        assertThat(kms.generated).isEqualTo(1);
        now += 1;
        byte[] third = seal.seal(SECRET, "c").join();
        assertThat(kms.generated).isEqualTo(2);
        assertThat(opener.open(first, "a").join()).isEqualTo(SECRET);
        assertThat(opener.open(second, "b").join()).isEqualTo(SECRET);
        assertThat(opener.open(third, "c").join()).isEqualTo(SECRET);
        assertThat(kms.decrypted).isEqualTo(2);
    }

    @Test
    void whatIsMovedDamagedOrForeignDoesNotOpen() {
        byte[] sealed = seal.seal(SECRET, "here").join();
        assertThatThrownBy(() -> opener.open(sealed, "there").join()).hasCauseInstanceOf(SealException.class);
        byte[] damaged = sealed.clone();
        damaged[damaged.length - 1]++;
        assertThatThrownBy(() -> opener.open(damaged, "here").join()).hasCauseInstanceOf(SealException.class);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> opener.open(cut, "here").join())
                    .satisfies(error ->
                            assertThat(error.getCause()).isInstanceOfAny(SealException.class, KmsException.class));
        }
        byte[] newer = sealed.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> opener.open(newer, "here").join())
                .hasCauseInstanceOf(SealException.class)
                .hasMessageContaining("does not know");
        assertThatThrownBy(
                        () -> new KmsOpener(kms, "another").open(sealed, "here").join())
                .hasCauseInstanceOf(KmsException.class);
    }

    @Test
    void aKeyServiceThatFailsIsAskedAgainTheNextTime() {
        kms.trouble = "throttled";
        assertThatThrownBy(() -> seal.seal(SECRET, "here").join()).hasCauseInstanceOf(KmsException.class);
        kms.trouble = null;
        byte[] sealed = seal.seal(SECRET, "here").join();
        kms.trouble = "throttled";
        assertThatThrownBy(() -> opener.open(sealed, "here").join()).hasCauseInstanceOf(KmsException.class);
        kms.trouble = null;
        assertThat(opener.open(sealed, "here").join()).isEqualTo(SECRET);
    }
}
