package dev.rejoin.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
    private static ByteReader reader(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        Arrays.stream(bytes).forEach(each -> buffer.put((byte) each));
        return new ByteReader(buffer.flip());
    }

    @Test
    void whatReachesTheVeryEndIsRead() {
        assertThat(reader(2, 'a', 'b').text()).isEqualTo("ab");
        assertThat(reader(2, 'a', 'b').count()).isEqualTo(2);
        assertThat(reader(0).text()).isEmpty();
    }

    @Test
    void whatGoesBeyondTheEndIsRefused() {
        assertThatThrownBy(() -> reader(3, 'a', 'b').text()).hasMessageContaining("text beyond the end");
        assertThatThrownBy(() -> reader(3, 'a', 'b').count()).hasMessageContaining("count beyond the end");
    }

    @Test
    void numbersHave64BitsAndNoMore() {
        int[] longest = new int[11];
        Arrays.fill(longest, 0xff);
        longest[9] = 1;
        assertThat(reader(Arrays.copyOf(longest, 10)).number()).isEqualTo(-1);
        longest[9] = 0x81;
        longest[10] = 0;
        assertThatThrownBy(() -> reader(longest).number()).hasMessageContaining("more than 64 bits");
    }
}
