package dev.rejoin.aws.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compression, and decompression up to a bound. */
final class Gzip {
    private Gzip() {}

    static byte[] deflate(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** @throws WireException if they are no such bytes, or become more than so many */
    static byte[] inflate(byte[] bytes, int most) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] inflated = in.readNBytes(most + 1);
            if (inflated.length > most) {
                throw WireException.malformed("more than " + most + " bytes once decompressed");
            }
            return inflated;
        } catch (IOException e) {
            throw WireException.malformed("not compressed as it should be");
        }
    }
}
