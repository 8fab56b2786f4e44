package org.lisle.hdfs.codec;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.Lz4Codec;
import org.apache.hadoop.io.compress.SnappyCodec;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.apache.hadoop.util.ReflectionUtils;
import org.jspecify.annotations.Nullable;
import org.lisle.api.FileCompression;
import org.lisle.core.error.ErrorCode;
import org.lisle.core.error.LisleException;

/** Finds the codec of a file and makes its streams. The codecs are those of the configuration ({@code io.compression.codecs}). */
public final class FileCodecs {
    private final Configuration configuration;
    private final CompressionCodecFactory factory;

    public FileCodecs(Configuration configuration) {
        this.configuration = configuration;
        this.factory = new CompressionCodecFactory(configuration);
    }

    /** The codec that the name's ending stands for, or null for a file that is not compressed. */
    public @Nullable CompressionCodec codecOf(Path file) {
        return factory.getCodec(file);
    }

    /** Whether several tasks may read parts of the file. */
    public boolean isSplittable(Path file) {
        CompressionCodec codec = codecOf(file);
        return codec == null || codec instanceof SplittableCompressionCodec;
    }

    /** A codec of a class that the user named. @throws LisleException INVALID_ARGUMENT when it is no codec */
    public CompressionCodec codec(Class<?> codecClass) {
        if (!CompressionCodec.class.isAssignableFrom(codecClass)) {
            throw new LisleException(
                    ErrorCode.INVALID_ARGUMENT,
                    codecClass.getName() + " is no compression codec",
                    "pass a class that implements " + CompressionCodec.class.getName());
        }
        return ReflectionUtils.newInstance(codecClass.asSubclass(CompressionCodec.class), configuration);
    }

    /** The codec for what the API calls so; null for none. */
    public @Nullable CompressionCodec codec(FileCompression compression) {
        return switch (compression) {
            case NONE -> null;
            case GZIP -> codec(GzipCodec.class);
            case DEFLATE -> codec(DefaultCodec.class);
            case BZIP2 -> codec(BZip2Codec.class);
            case SNAPPY -> codec(SnappyCodec.class);
            case LZ4 -> codec(Lz4Codec.class);
            case ZSTD -> codec(ZStandardCodec.class);
        };
    }

    /**
     * The bytes behind a compressed stream, from its first to its last; closing it closes {@code raw}. Codecs may read already here, and fail on
     * damaged bytes: bzip2 with exceptions of all kinds.
     *
     * @param length of the compressed stream
     */
    public static InputStream decompress(CompressionCodec codec, InputStream raw, long length, String name)
            throws IOException {
        if (codec instanceof ZStandardCodec) {
            return new ZstdInputStream(raw);
        }
        try {
            if (codec instanceof Lz4Codec) {
                return BlockStream.ofLz4(raw, CodecPool.getDecompressor(codec), length);
            }
            if (codec instanceof SnappyCodec snappy) {
                int buffer = snappy.getConf()
                        .getInt(
                                CommonConfigurationKeys.IO_COMPRESSION_CODEC_SNAPPY_BUFFERSIZE_KEY,
                                CommonConfigurationKeys.IO_COMPRESSION_CODEC_SNAPPY_BUFFERSIZE_DEFAULT);
                return BlockStream.ofSnappy(raw, CodecPool.getDecompressor(codec), length, buffer);
            }
            return codec.createInputStream(raw);
        } catch (RuntimeException | LinkageError e) {
            if (codec instanceof BZip2Codec && e instanceof RuntimeException damaged) {
                throw damaged;
            }
            throw unusable(codec, "read " + name, e);
        }
    }

    /** A stream whose bytes are compressed into {@code raw}; closing it closes {@code raw}. */
    public static OutputStream compress(CompressionCodec codec, OutputStream raw, String name) throws IOException {
        if (codec instanceof ZStandardCodec) {
            return new ZstdOutputStream(raw);
        }
        try {
            return codec.createOutputStream(raw);
        } catch (RuntimeException | LinkageError e) {
            throw unusable(codec, "write " + name, e);
        }
    }

    private static LisleException unusable(CompressionCodec codec, String purpose, Throwable cause) {
        return new LisleException(
                ErrorCode.INVALID_ARGUMENT,
                "the codec " + codec.getClass().getName() + " cannot " + purpose + " here: " + cause.getMessage(),
                "install the native library or jar it needs on every node, or use gzip, bzip2 or zstd",
                cause);
    }
}
